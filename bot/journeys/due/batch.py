"""Who comes together: everybody who is due for one step on one day, and one coming of it to one."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import Any

from sqlalchemy import Select
from sqlalchemy.orm import InstrumentedAttribute

from bot import clock
from bot.journeys.plans import Journey, Step

EVENING = time(21)

Due = Select[Any, int]


@dataclass(frozen=True)
class Batch:
    """Everybody who is due for one step on one day.

    `occasion` tells one coming of the step from the others of the same subject, for ever. `since`
    are the days it counts from, where it counts. `find` makes the SELECT, for whoever needs it.
    """

    journey: Journey
    step: Step
    day: date
    occasion: str
    find: Callable[[], Due]
    subject: InstrumentedAttribute[int]
    since: Sequence[date] = ()

    @cached_property
    def who(self) -> Due:
        return self.find()

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
        journey = self.journey
        if journey.once:
            return f"{journey.word}:{journey.trigger}:"
        return f"{journey.word}:{self.step.word}:{self.occasion}:"


@dataclass(frozen=True)
class Occasion:
    """One coming of one step to one person."""

    journey: Journey
    step: Step
    day: date
    person_id: int
    subject_id: int
