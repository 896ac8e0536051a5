"""Points as money at the till: they pay a part of a bill, and come back with what is returned."""

from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot import clock
from bot.shop.members.models import Member
from bot.shop.people.models import Person
from bot.shop.points.actions import earn_points, spend_points
from bot.shop.points.models import PointEntry, PointUse
from bot.shop.points.queries import entry_from
from bot.shop.purchases.models import Purchase
from bot.shop.purchases.rules import receipt_key
from bot.shop.refusal import Refused
from bot.shop.stores.rules import Shop

COME_BACK_FOR = timedelta(days=30)


def pay_with_points(
    db: Session, person: Person | None, purchase: Purchase, points: int, shop: Shop, *, proved: bool
) -> None:
    """Take the points that paid a part of a bill; raise Refused where the rules don't allow it."""
    rules = shop.points.till
    if rules is None:
        raise Refused("points_till_off")
    member = db.get(Member, person.id) if person and proved else None
    if member is None or member.status != "member":
        raise Refused("points_till_unproven")
    most = rules.most(purchase.total_fen)
    if points > most:
        raise Refused("points_till_share", points=most)
    about = {"receipt": purchase.receipt, "fen": rules.worth(points)}
    spend_points(db, member.person_id, points, kind="till", source=_source(purchase), about=about)


def return_points(db: Session, person_id: int, purchase: Purchase, fen: int, *, key: str) -> None:
    """Give back what points paid of what came back just now: all of it once nothing is kept."""
    spent = entry_from(db, person_id, _source(purchase))
    if spent is None or not purchase.total_fen:
        return
    returned = purchase.returned_fen
    back = _share(spent, returned, purchase) - _share(spent, returned - fen, purchase)
    source = f"till_back:{receipt_key(purchase.till, purchase.receipt, key)}"
    latest = select(func.max(PointEntry.expires_on)).join(
        PointUse, PointUse.lot_id == PointEntry.id
    )
    ends = db.scalar(latest.where(PointUse.spend_id == spent.id))
    ends = ends and max(ends, clock.today() + COME_BACK_FOR)
    about = {"receipt": purchase.receipt}
    earn_points(db, person_id, back, kind="till_back", source=source, about=about, expires_on=ends)


def _share(spent: PointEntry, returned_fen: int, purchase: Purchase) -> int:
    return -spent.change * returned_fen // purchase.total_fen


def _source(purchase: Purchase) -> str:
    return f"till:{receipt_key(purchase.till, purchase.receipt)}"
