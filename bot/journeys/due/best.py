"""On a day of the year, whoever bought the most in her region."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy import select

from bot.journeys.due.batch import Batch
from bot.journeys.due.people import is_member
from bot.journeys.models import TopSpender
from bot.journeys.plans import Journey, Step
from bot.shop.members.models import Member


def top_spenders(journey: Journey, step: Step, day: date) -> Iterator[Batch]:
    """Select who was found to be the best of her region for this day."""
    who = select(TopSpender.person_id, TopSpender.id.label("subject_id"))
    who = who.join(Member, is_member(TopSpender.person_id)).where(TopSpender.day == day)
    yield Batch(journey, step, day, str(day), lambda: who, TopSpender.id)
