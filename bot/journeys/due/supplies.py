"""When what she bought will be used up, and she has bought no more of it since."""

from collections.abc import Iterator
from datetime import date
from functools import partial

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import aliased

from bot.journeys.due.batch import Batch, Due
from bot.journeys.due.people import is_member
from bot.journeys.models import Supply
from bot.journeys.plans import Journey, Step
from bot.shop.members.models import Member
from bot.shop.purchases.models import Purchase, PurchaseLine
from bot.shop.purchases.secrecy import hers_to_know


def running_out(journey: Journey, step: Step, day: date) -> Iterator[Batch]:
    """Select the purchases of which something is used up on this day."""
    find = partial(_used_up, step, day)
    yield Batch(journey, step, day, "out", find, Purchase.id)


def _used_up(step: Step, day: date) -> Due:
    who = select(Purchase.person_id, Purchase.id.label("subject_id"))
    who = who.join(Supply, Supply.purchase_id == Purchase.id)
    return who.join(Member, is_member(Purchase.person_id)).where(
        Supply.ends_on == day,
        Supply.category.in_(step.goods),
        _has_kept(),
        ~_bought_more(),
        hers_to_know(day),
    )


def _has_kept() -> ColumnElement[bool]:
    return exists().where(
        PurchaseLine.purchase_id == Purchase.id,
        PurchaseLine.category == Supply.category,
        PurchaseLine.returned < PurchaseLine.quantity,
    )


def _bought_more() -> ColumnElement[bool]:
    later, line = aliased(Purchase), aliased(PurchaseLine)
    is_later = or_(
        later.day > Purchase.day, and_(later.day == Purchase.day, later.id > Purchase.id)
    )
    return exists().where(
        later.person_id == Purchase.person_id,
        is_later,
        line.purchase_id == later.id,
        line.category == Supply.category,
        line.returned < line.quantity,
    )
