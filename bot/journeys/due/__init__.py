"""Who is due: one SELECT for each trigger, to plan, to preview and once more on the day.

Each gives `person_id` and `subject_id`, what the message is about: a purchase, or she herself.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import date

from sqlalchemy import Select
from sqlalchemy.orm import Session

from bot.journeys.due.batch import Batch, Occasion
from bot.journeys.due.best import top_spenders
from bot.journeys.due.days import on_anniversary, on_birthday, on_calendar_day
from bot.journeys.due.newcomers import after_joining
from bot.journeys.due.purchases import after_purchase, buyers, passing_a_mark
from bot.journeys.due.supplies import running_out
from bot.journeys.due.unseen import unseen
from bot.journeys.plans import Journey, Step
from bot.shop.purchases.models import Purchase


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
        who = buyers(journey, step, day).where(Purchase.id.in_(subjects))
        yield who.with_only_columns(Purchase.id)
        return
    for batch in TRIGGERS[journey.trigger](journey, step, day):
        yield batch.who.where(batch.subject.in_(subjects)).with_only_columns(batch.subject)


def batches(journey: Journey, first: date, last: date) -> Iterator[Batch]:
    """Go through all that a journey has to say between two days, both included."""
    for day in _days(first, last):
        for step in journey.steps:
            yield from TRIGGERS[journey.trigger](journey, step, day)


def _days(first: date, last: date) -> Iterator[date]:
    for ordinal in range(first.toordinal(), last.toordinal() + 1):
        yield date.fromordinal(ordinal)


def _by_an_act(_journey: Journey, _step: Step, _day: date) -> Iterator[Batch]:
    """Plan nothing: an act writes these messages when it happens."""
    yield from ()


TRIGGERS: dict[str, Callable[[Journey, Step, date], Iterator[Batch]]] = {
    "purchase": after_purchase,
    "spend": passing_a_mark,
    "newcomer": after_joining,
    "birthday": on_birthday,
    "anniversary": on_anniversary,
    "calendar": on_calendar_day,
    "unseen": unseen,
    "top_spender": top_spenders,
    "replenish": running_out,
    "event": _by_an_act,
}
