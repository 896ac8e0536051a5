"""On days of hers and of everybody: her birthday, a day she told us of, a day of the calendar."""

from collections.abc import Iterator
from datetime import date
from functools import partial

from sqlalchemy import select

from bot.journeys.due.batch import Batch
from bot.journeys.due.people import is_member, members
from bot.journeys.plans import Journey, Step
from bot.shop.anniversaries.models import Anniversary
from bot.shop.members.models import Member
from bot.shop.members.queries import kept_today
from bot.shop.people.models import Person


def on_birthday(journey: Journey, step: Step, day: date) -> Iterator[Batch]:
    """Select members who keep their birthday today, by the calendar they told it in."""
    kept = kept_today(Member.birthday_calendar, Member.birthday_leap, Member.birthday_md, day)
    find = partial(members().where, kept)
    yield Batch(journey, step, day, str(day), find, Member.person_id)


def on_anniversary(journey: Journey, step: Step, day: date) -> Iterator[Batch]:
    """Select the days of members that are kept today."""
    kept = kept_today(Anniversary.calendar, Anniversary.leap, Anniversary.md, day)
    who = select(Anniversary.person_id, Anniversary.id.label("subject_id"))
    who = who.join(Member, is_member(Anniversary.person_id))
    # a day that two records told stays with the one that is no more
    who = who.join(Person, Person.id == Anniversary.person_id)
    who = who.where(kept, Person.merged_into.is_(None))
    yield Batch(journey, step, day, str(day), lambda: who, Anniversary.id)


def on_calendar_day(journey: Journey, step: Step, day: date) -> Iterator[Batch]:
    """Select every member on a day that the step names."""
    if journey.days(step, day, day):
        yield Batch(journey, step, day, str(day), members, Member.person_id)
