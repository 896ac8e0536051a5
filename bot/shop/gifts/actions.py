"""Turn points into a gift, hand it over, or give the points back: each once, never below nothing.

Whoever calls holds the person, so that what she does follows one after the other. Her points are
held next, then the pieces are taken: from there on nothing can be refused, and nothing is undone.
"""

from datetime import date, timedelta
from functools import partial

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from bot import clock
from bot.db import change, insert_once, table_of
from bot.shop.events.actions import note
from bot.shop.gifts.codes import GIFT, code_hash, new_code
from bot.shop.gifts.models import GiftStock, Redemption
from bot.shop.gifts.queries import had_by, left_of
from bot.shop.gifts.rules import Gift, Taker, why_not
from bot.shop.members.models import Member
from bot.shop.points.actions import give_back_points, hold_points, pay
from bot.shop.points.rules import Purse
from bot.shop.refusal import Refused

POINTS_COME_BACK_FOR = timedelta(days=30)
PUT_BACK_WITHIN = timedelta(minutes=2)

_stock = table_of(GiftStock)
_TAKING = (
    update(_stock)
    .where(
        _stock.c.gift == bindparam("wanted"), _stock.c.taken + bindparam("pieces") <= _stock.c.stock
    )
    .values(taken=_stock.c.taken + bindparam("pieces"))
)


def redeem_gift(db: Session, member: Member, gift: Gift, *, count: int, today: date) -> Redemption:
    """Spend her points on so many pieces of a gift, and make the code that fetches them.

    Raise Refused where a rule forbids it, points are short or the last piece is gone; then
    nothing has changed.
    """
    purse = hold_points(db, member.person_id, today)
    taker = Taker(purse.points, member.level, had_by(db, member.person_id))
    left = left_of(db, [gift])[gift.word]
    if why := why_not(gift, taker, left=left, count=count, today=today):
        raise _refusal(why, gift, count=count, balance=taker.points, left=left)
    if not _take(db, gift, count):
        raise _refusal("gift_gone", gift, count=count, balance=taker.points, left=0)
    redemption = _promise(db, purse, gift, count=count, today=today)
    note(db, "redeemed", person_id=member.person_id, actor="customer", redemption=redemption.id)
    return redemption


def collect_gift(
    db: Session,
    redemption: Redemption,
    *,
    by: str,
    store: str | None,
    today: date,
    anywhere: bool = True,
) -> None:
    """Hand a gift over; raise Refused where it was handed over, given back or kept too long.

    Where it is not to be had `anywhere`, another store than hers refuses it too, and names hers.
    """
    elsewhere = bool(store and redemption.stores) and store not in redemption.stores.split("、")
    if redemption.state == "open" and elsewhere and not anywhere:
        raise Refused("redemption_elsewhere", stores=redemption.stores.replace("、", "或"))
    if redemption.state == "open" and redemption.good_until < today:
        raise Refused("redemption_late", day=_day(redemption.good_until))
    _close(db, redemption, "collected", by=by, store=store)
    where = {"elsewhere": store} if elsewhere else {}
    her_id, number = redemption.person_id, redemption.id
    note(db, "collected", person_id=her_id, actor=by, redemption=number, **where)


def put_back_gift(db: Session, redemption: Redemption, *, by: str) -> None:
    """Undo a handing over that was a slip; raise Refused unless who did it says so at once."""
    handed = (Redemption.id == redemption.id) & (Redemption.state == "collected")
    just_now = Redemption.closed_at > clock.now() - PUT_BACK_WITHIN
    opening = update(Redemption).where(handed, just_now, Redemption.closed_by == by)
    values = {"state": "open", "closed_at": None, "closed_by": None, "store": None}
    put_back = change(db, opening.values(**values))
    db.refresh(redemption)
    if not put_back:
        raise Refused("redemption_put_back")
    note(db, "put_back", person_id=redemption.person_id, actor=by, redemption=redemption.id)


def cancel_redemption(db: Session, redemption: Redemption, *, by: str) -> None:
    """Give the points back and the gift to the next one; raise Refused where it is closed."""
    _undo(db, redemption, "cancelled", by=by)


def expire_redemption(db: Session, redemption: Redemption) -> None:
    """End what was not fetched in time: points back, with the last day that they had."""
    _undo(db, redemption, "expired", by="bot")


def forget_redemptions(db: Session, person_id: int) -> None:
    """End what waits for somebody who is forgotten with her points: only the gifts come back."""
    hers = Redemption.person_id == person_id
    for redemption in db.scalars(select(Redemption).where(hers, Redemption.state == "open")):
        redemption.spend_id = None
        _undo(db, redemption, "cancelled", by="bot")
    db.execute(update(Redemption).where(hers).values(spend_id=None))


def set_stock(db: Session, gift: Gift) -> None:
    """Take over how many there are in all; raise Refused where more are promised already."""
    insert_once(db, GiftStock, gift=gift.word, stock=gift.stock, taken=0)
    enough = update(GiftStock).where(GiftStock.gift == gift.word, GiftStock.taken <= gift.stock)
    if not change(db, enough.values(stock=gift.stock)):
        taken = db.get_one(GiftStock, gift.word).taken
        raise Refused("stock_below_taken", gift=gift.name, taken=taken)


def _promise(db: Session, purse: Purse, gift: Gift, *, count: int, today: date) -> Redemption:
    code, points = new_code(GIFT), gift.points * count
    hashed = code_hash(code)
    about = {"gift": gift.name, "count": count}
    source = f"redeem:{hashed[:32]}"
    spent = pay(db, purse, points, kind="redeem", source=source, about=about)
    redemption = Redemption(
        person_id=purse.person_id,
        gift=gift.word,
        name=gift.name,
        count=count,
        points=points,
        spend_id=spent,
        code_hash=hashed,
        code=code,
        stores="、".join(gift.stores),
        made_at=clock.now(),
        good_until=gift.good_until(today),
        state="open",
    )
    db.add(redemption)
    db.flush()
    return redemption


def _take(db: Session, gift: Gift, count: int) -> bool:
    """Take pieces off the stock, if they are there; a gift nobody took before gets its row."""
    taking = partial(change, db, _TAKING, wanted=gift.word, pieces=count)
    if taking():
        return True
    insert_once(db, GiftStock, gift=gift.word, stock=gift.stock, taken=0)
    return bool(taking())


def _undo(db: Session, redemption: Redemption, state: str, *, by: str) -> None:
    _close(db, redemption, state, by=by, store=None)
    if redemption.spend_id is not None:
        no_sooner = clock.today() + POINTS_COME_BACK_FOR
        source = f"back:{redemption.id}"
        give_back_points(db, redemption.spend_id, source=source, no_sooner=no_sooner)
    back = update(GiftStock).where(GiftStock.gift == redemption.gift)
    db.execute(back.values(taken=GiftStock.taken - redemption.count))
    note(db, state, person_id=redemption.person_id, actor=by, redemption=redemption.id)


def _close(db: Session, redemption: Redemption, state: str, *, by: str, store: str | None) -> None:
    """Close an open redemption, once; of two that try at the same moment one is refused."""
    closing = update(Redemption).where(Redemption.id == redemption.id, Redemption.state == "open")
    values = {"state": state, "closed_at": clock.now(), "closed_by": by, "store": store}
    closed = change(db, closing.values(**values))
    db.refresh(redemption)
    if not closed:
        closed_at = redemption.closed_at or redemption.made_at
        raise Refused(f"redemption_{redemption.state}", day=_day(clock.local(closed_at).date()))


def _refusal(why: str, gift: Gift, *, count: int, balance: int, left: int) -> Refused:
    return Refused(
        why,
        gift=gift.name,
        left=left,
        limit=gift.per_person,
        balance=f"{balance:,}",
        needed=f"{gift.points * count:,}",
    )


def _day(day: date) -> str:
    return f"{day.month}月{day.day}日"
