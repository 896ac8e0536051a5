"""What was to be told of and is no more: a coupon that was used, points that were spent."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.outbox.manners import Words
from bot.outbox.models import Message
from bot.shop.coupons.models import Coupon
from bot.shop.points.queries import points_ending
from bot.texts import Line, line

OF_COUPONS = ("coupon", "coupon_given")
OF_POINTS = "points_ending"


def what_is_gone(db: Session, messages: Sequence[Message]) -> dict[int, Words | Line]:
    """Return, by id, why a message is not to be told any more, or its words where less is left."""
    coupons = [each for each in messages if each.kind in OF_COUPONS and each.subject_id]
    points = [each for each in messages if each.kind == OF_POINTS and _ends_on(each)]
    found: dict[int, Words | Line] = {}
    if coupons:
        found |= _coupons(db, coupons)
    if points:
        found |= _points(db, points)
    return found


def _coupons(db: Session, messages: Sequence[Message]) -> dict[int, Line]:
    ids = {each.subject_id for each in messages}
    closed = select(Coupon.id, Coupon.state).where(Coupon.id.in_(ids), Coupon.state != "open")
    states = dict(db.execute(closed).all())
    return {
        each.id: line(f"reasons.coupon_gone_{states[each.subject_id]}")
        for each in messages
        if each.subject_id in states
    }


def _points(db: Session, messages: Sequence[Message]) -> dict[int, Words | Line]:
    """Look at what still ends on the day that the message names."""
    ending = points_ending(db, {each.person_id for each in messages})
    found: dict[int, Words | Line] = {}
    for each in messages:
        left = ending.get((each.person_id, _ends_on(each)), 0)
        told = each.params | {"points": f"{left:,}"}
        found[each.id] = Words(each.key, told) if left else line("reasons.points_gone")
    return found


def _ends_on(message: Message) -> date | None:
    told = (message.params or {}).get("ends_on")
    return date.fromisoformat(told) if told else None
