"""So many days after a friend's friend became a member."""

from collections.abc import Iterator
from datetime import date, time, timedelta
from functools import partial

from sqlalchemy import ColumnElement, and_, or_, select

from bot import clock
from bot.journeys.due.batch import Batch, Due
from bot.journeys.due.people import is_member, refuses_calls
from bot.journeys.plans import Journey, Step
from bot.shop.members.models import Member
from bot.shop.referrals.models import Referral


def after_joining(journey: Journey, step: Step, day: date) -> Iterator[Batch]:
    """Select who was brought by a friend and joined so many days ago."""
    for occasion, days in step.anchors(day):
        find = partial(_brought, journey, day, days)
        yield Batch(journey, step, day, occasion, find, Referral.id)


def _brought(journey: Journey, day: date, since: list[date]) -> Due:
    joined = or_(*(_joined_on(each) for each in since))
    who = select(Referral.newcomer_id.label("person_id"), Referral.id.label("subject_id"))
    who = who.join(Member, is_member(Referral.newcomer_id))
    who = who.where(joined, Referral.state != "void")
    return who.where(~refuses_calls(Referral.newcomer_id, day)) if journey.by_phone else who


def _joined_on(day: date) -> ColumnElement[bool]:
    until = clock.at(day + timedelta(days=1), time())
    return and_(Referral.joined_at >= clock.at(day, time()), Referral.joined_at < until)
