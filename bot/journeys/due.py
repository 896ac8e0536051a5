"""Who is due: one SELECT for each trigger, to plan, to preview and once more on the day.

Each gives `person_id` and `subject_id`, what the message is about: a purchase, or she herself.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from bot import clock
from bot.journeys.plans import Journey, Step
from bot.lunar import kept_on
from bot.outbox.models import DoorGrant
from bot.shop.appointments.models import Visit
from bot.shop.members.models import Member
from bot.shop.purchases.models import Purchase
from bot.shop.purchases.secrecy import hers_to_know

EVENING = time(21)
WINDOW = timedelta(hours=48)
VISIT_AHEAD = timedelta(days=30)

Due = Select[Any, int]


@dataclass(frozen=True)
class Batch:
    """Everybody who is due for one step on one day.

    `occasion` tells one coming of the step from the others of the same subject, for ever. `since`
    are the days it counts from, where it counts.
    """

    journey: Journey
    step: Step
    day: date
    occasion: str
    who: Due
    subject: InstrumentedAttribute[int]
    since: Sequence[date] = ()

    @property
    def due(self) -> datetime:
        return clock.at(self.day, self.journey.at)

    @property
    def not_after(self) -> datetime:
        return clock.at(self.day + timedelta(days=self.journey.for_days - 1), EVENING)

    @property
    def key(self) -> str:
        """Return what its messages are planned as; their words are chosen on the day."""
        return f"{self.journey.word}.{self.step.word}"

    @property
    def dedupe(self) -> str:
        """Return what makes a message of it unique, with the subject's id behind it."""
        return f"{self.journey.word}:{self.step.word}:{self.occasion}:"


@dataclass(frozen=True)
class Occasion:
    """One coming of one step to one person."""

    journey: Journey
    step: Step
    day: date
    person_id: int
    subject_id: int


def still_due(db: Session, occasions: Iterable[Occasion]) -> set[Occasion]:
    """Return those that nothing has made unwanted since they were planned."""
    together = defaultdict[tuple[str, str, date], list[Occasion]](list)
    for each in occasions:
        together[each.journey.word, each.step.word, each.day].append(each)
    found: set[Occasion] = set()
    for group in together.values():
        journey, step, day = group[0].journey, group[0].step, group[0].day
        subjects = {each.subject_id for each in group}
        still = {id_ for who in _still(journey, step, day, subjects) for id_ in db.scalars(who)}
        found |= {each for each in group if each.subject_id in still}
    return found


def _still(journey: Journey, step: Step, day: date, subjects: set[int]) -> Iterator[Select[int]]:
    if journey.trigger == "purchase":  # the day of a purchase does not change
        who = _buyers(journey, step, day).where(Purchase.id.in_(subjects))
        yield who.with_only_columns(Purchase.id)
        return
    for batch in TRIGGERS[journey.trigger](journey, step, day):
        yield batch.who.where(batch.subject.in_(subjects)).with_only_columns(batch.subject)


def batches(journey: Journey, first: date, last: date) -> Iterator[Batch]:
    """Go through all that a journey has to say between two days, both included."""
    for day in _days(first, last):
        for step in journey.steps:
            yield from TRIGGERS[journey.trigger](journey, step, day)


def _after_purchase(journey: Journey, step: Step, day: date) -> Iterator[Batch]:
    for occasion, days in step.anchors(day):
        who = _buyers(journey, step, day).where(Purchase.day.in_(days))
        yield Batch(journey, step, day, occasion, who, Purchase.id, since=days)


def _buyers(journey: Journey, step: Step, day: date) -> Due:
    """Select purchases of members that did not all come back, and that they may know of."""
    kept = Purchase.returned_fen < Purchase.total_fen
    found = select(Purchase.person_id, Purchase.id.label("subject_id")).join(
        Member, and_(Member.person_id == Purchase.person_id, Member.status == "member")
    )
    found = found.where(or_(kept, Purchase.total_fen == 0), hers_to_know(day))
    if step.presents != "too":
        found = found.where(Purchase.gift.is_(step.presents == "only"))
    if journey.done_by_visit_days:
        found = found.where(~_came(Purchase.person_id, day, journey.done_by_visit_days))
    return found


def _on_birthday(journey: Journey, step: Step, day: date) -> Iterator[Batch]:
    kept_today = or_(
        *(
            and_(
                Member.birthday_calendar == kept.calendar,
                Member.birthday_leap.is_(kept.leap),
                Member.birthday_md.in_(kept.told),
            )
            for kept in kept_on(day)
        )
    )
    yield Batch(journey, step, day, str(day), _members().where(kept_today), Member.person_id)


def _on_calendar_day(journey: Journey, step: Step, day: date) -> Iterator[Batch]:
    if journey.days(step, day, day):
        yield Batch(journey, step, day, str(day), _members(), Member.person_id)


def _unseen(journey: Journey, step: Step, day: date) -> Iterator[Batch]:
    """Select members whose last purchase is so long ago, and who did not come or write since."""
    for last in [last for _, days in step.anchors(day) for last in days]:
        later = aliased(Purchase)
        bought = exists().where(
            Purchase.person_id == Member.person_id, Purchase.day == last, hers_to_know(day)
        )
        again = exists().where(later.person_id == Member.person_id, later.day > last)
        wrote = exists().where(
            DoorGrant.person_id == Member.person_id,
            DoorGrant.cause == "message",
            DoorGrant.until > clock.at(last + timedelta(days=1), time()) + WINDOW,
        )
        came = _came(Member.person_id, day, (day - last).days)
        # from the purchases of one day, not from a million members
        hers = select(Purchase.person_id).where(Purchase.day == last)
        who = _members().where(Member.person_id.in_(hers), bought, ~again, ~wrote, ~came)
        yield Batch(journey, step, day, str(last), who, Member.person_id, since=[last])


def _members() -> Due:
    return select(Member.person_id, Member.person_id.label("subject_id")).where(
        Member.status == "member"
    )


def _came(person_id: InstrumentedAttribute[Any], day: date, days: int) -> ColumnElement[bool]:
    """Say that she came within so many days, or has a time booked."""
    since = clock.at(day - timedelta(days=days), time())
    return exists().where(
        Visit.person_id == person_id,
        Visit.starts.between(since, clock.at(day, time()) + VISIT_AHEAD),
        Visit.state.in_(("booked", "kept")),
    )


def _days(first: date, last: date) -> Iterator[date]:
    for ordinal in range(first.toordinal(), last.toordinal() + 1):
        yield date.fromordinal(ordinal)


TRIGGERS: dict[str, Callable[[Journey, Step, date], Iterator[Batch]]] = {
    "purchase": _after_purchase,
    "birthday": _on_birthday,
    "calendar": _on_calendar_day,
    "unseen": _unseen,
}
