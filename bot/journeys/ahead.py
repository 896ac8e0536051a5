"""What is known to come to somebody soon: her birthday, and the days of the calendar."""

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.journeys.plans import Journey
from bot.lunar import next_birthday
from bot.outbox.courtesy import Ahead
from bot.shop.members.actions import birthday_of
from bot.shop.members.models import Member


def days_ahead(
    db: Session, journeys: Mapping[str, Journey], person_ids: Sequence[int], first: date, last: date
) -> dict[int, list[Ahead]]:
    """Return for each person the days on which a journey speaks, both ends included."""
    for_all = [journey for journey in journeys.values() if journey.trigger == "calendar"]
    common = [ahead for journey in for_all for ahead in _calendar(journey, first, last)]
    kept = [journey for journey in journeys.values() if journey.trigger == "birthday"]
    found = {person_id: list(common) for person_id in person_ids}
    for person_id, day in _birthdays(db, person_ids, first) if kept else ():
        if day <= last:
            found[person_id] += [Ahead(day, journey.word, journey.rank) for journey in kept]
    return found


def _calendar(journey: Journey, first: date, last: date) -> list[Ahead]:
    return [
        Ahead(day, journey.word, journey.manner(step).rank)
        for step in journey.steps
        for day in journey.days(step, first, last)
    ]


def _birthdays(db: Session, person_ids: Sequence[int], today: date) -> list[tuple[int, date]]:
    hers = select(Member).where(Member.person_id.in_(person_ids), Member.birthday_md.is_not(None))
    told = [(member.person_id, birthday_of(member)) for member in db.scalars(hers)]
    return [(person_id, next_birthday(day, today)[0]) for person_id, day in told if day]
