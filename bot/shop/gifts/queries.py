"""Read gifts: what is left, what she had, what waits to be fetched."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from bot.db import table_of
from bot.shop.gifts.codes import code_hash
from bot.shop.gifts.models import GiftStock, Redemption
from bot.shop.gifts.rules import Gift, Taker
from bot.shop.members.models import Member
from bot.shop.people.actions import living
from bot.shop.points.queries import points_standing
from bot.shop.refusal import Refused

_stock, _redemption = table_of(GiftStock).c, table_of(Redemption).c
_TAKEN = select(_stock.gift, _stock.taken)
_HAD = (
    select(_redemption.gift, func.sum(_redemption.count))
    .where(
        _redemption.person_id == bindparam("person_id"),
        _redemption.state.in_(("open", "collected")),
    )
    .group_by(_redemption.gift)
)


def left_of(db: Session, gifts: Iterable[Gift]) -> dict[str, int]:
    """Return how many of each gift are left."""
    taken = dict(db.execute(_TAKEN).all())
    return {gift.word: max(0, gift.stock - taken.get(gift.word, 0)) for gift in gifts}


def taker_of(db: Session, member: Member, today: date) -> Taker:
    """Return what of a member counts for gifts."""
    points = points_standing(db, member.person_id, today).balance
    return Taker(points, member.level, had_by(db, member.person_id))


def had_by(db: Session, person_id: int) -> dict[str, int]:
    """Return how many of each gift she has had; what she gave back, she has not."""
    return {word: int(count) for word, count in db.execute(_HAD, {"person_id": person_id})}


def open_redemptions(db: Session, person_id: int) -> list[Redemption]:
    """Return what waits for her to fetch it, the newest first."""
    hers = (Redemption.person_id == person_id) & (Redemption.state == "open")
    return list(db.scalars(select(Redemption).where(hers).order_by(Redemption.id.desc())))


def redemptions_page(
    db: Session,
    *,
    person_id: int | None = None,
    state: str | None = None,
    before: int | None = None,
    limit: int,
) -> list[Redemption]:
    """Return redemptions, newest first."""
    wanted = select(Redemption)
    if person_id is not None:
        person = living(db, person_id)
        wanted = wanted.where(Redemption.person_id == (person.id if person else person_id))
    if state is not None:
        wanted = wanted.where(Redemption.state == state)
    if before is not None:
        wanted = wanted.where(Redemption.id < before)
    return list(db.scalars(wanted.order_by(Redemption.id.desc()).limit(limit)))


def redemption_of(db: Session, code: str) -> Redemption:
    """Return the redemption of a code; raise Refused where there is none."""
    wanted = select(Redemption).where(Redemption.code_hash == code_hash(code))
    found = db.scalars(wanted).one_or_none()
    if found is None:
        raise Refused("redemption_unknown")
    return found


def ended_redemptions(db: Session, today: date, *, after: int, limit: int) -> list[int]:
    """Return redemptions whose last day has passed, in the order of their ids."""
    ended = (Redemption.state == "open") & (Redemption.good_until < today)
    rows = select(Redemption.id).where(ended, Redemption.id > after)
    return list(db.scalars(rows.order_by(Redemption.id).limit(limit)))
