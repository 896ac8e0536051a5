"""So many days or months after a purchase, by what of it was kept."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import aliased

from bot.journeys.due.batch import Batch, Due
from bot.journeys.due.people import came, is_member, refuses_calls
from bot.journeys.plans import Journey, Step
from bot.outbox.models import Message
from bot.shop.members.models import Member
from bot.shop.purchases.models import Purchase
from bot.shop.purchases.secrecy import hers_to_know

kept_fen = Purchase.total_fen - Purchase.returned_fen
SAID = ("sent", "delivered", "task", "uncertain")


def after_purchase(journey: Journey, step: Step, day: date) -> Iterator[Batch]:
    """Select purchases of so many days ago; what is spread comes to each on one of some days."""
    for occasion, days in step.anchors(day):
        for late in range(step.spread_days):
            since = [each - timedelta(days=late) for each in days]
            find = partial(_bought_on, journey, step, day, since, late)
            yield Batch(journey, step, day, occasion, find, Purchase.id, since=since)


def _bought_on(journey: Journey, step: Step, day: date, since: list[date], late: int) -> Due:
    who = buyers(journey, step, day).where(Purchase.day.in_(since))
    return who.where(Purchase.id % step.spread_days == late) if step.spread_days > 1 else who


def buyers(journey: Journey, step: Step, day: date) -> Due:
    """Select purchases of members that did not all come back, and that they may know of."""
    found = select(Purchase.person_id, Purchase.id.label("subject_id")).join(
        Member, is_member(Purchase.person_id)
    )
    found = found.where(or_(kept_fen > 0, Purchase.total_fen == 0), hers_to_know(day))
    if step.from_yuan is not None and journey.trigger == "purchase":
        found = found.where(kept_fen >= step.from_yuan * 100)
    if step.presents != "too":
        found = found.where(Purchase.gift.is_(step.presents == "only"))
    if journey.done_by_visit_days:
        found = found.where(~came(Purchase.person_id, day, journey.done_by_visit_days))
    if journey.by_phone:
        found = found.where(~refuses_calls(Purchase.person_id, day))
    return found


def passing_a_mark(journey: Journey, step: Step, day: date) -> Iterator[Batch]:
    """Select the purchases with which what she has kept of all passed an amount.

    An amount passed at once with a greater one says nothing, nor does one that was thanked for.
    What a till tells late of long ago is no purchase of these days.
    """
    for occasion, days in step.anchors(day):
        find = partial(_passed_by, journey, step, day, days)
        yield Batch(journey, step, day, occasion, find, Purchase.id, since=days)


def _passed_by(journey: Journey, step: Step, day: date, since: list[date]) -> Due:
    earlier = aliased(Purchase)
    is_earlier = or_(
        earlier.day < Purchase.day, and_(earlier.day == Purchase.day, earlier.id < Purchase.id)
    )
    spent = select(func.coalesce(func.sum(earlier.total_fen - earlier.returned_fen), 0))
    before = spent.where(earlier.person_id == Purchase.person_id, is_earlier).scalar_subquery()
    mark = step.mark_fen
    as_much = [f"{journey.word}.{each.word}" for each in journey.steps if each.mark_fen >= mark]
    thanked = select(Message.id).where(
        Message.person_id == Purchase.person_id,
        Message.key.in_(as_much),  # who was thanked for more was thanked for this too
        Message.state.in_(SAID),
    )
    passed = and_(before < mark, before + kept_fen >= mark, ~thanked.exists())
    if above := [each.mark_fen for each in journey.steps if each.mark_fen > mark]:
        passed = and_(passed, before + kept_fen < min(above))
    return buyers(journey, step, day).where(Purchase.day.in_(since), passed)
