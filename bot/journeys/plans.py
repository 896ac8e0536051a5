"""Journeys as data: whom one is for, when each step comes, in which words and by which doors.

Each file `content/care/<journey>.toml` with a `[journey]` table is one journey.
"""

import hashlib
from collections.abc import Iterator
from datetime import date, time, timedelta
from functools import cached_property
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, ValidationError, model_validator

from bot.journeys.days import Day, days_before, days_in
from bot.outbox.manners import Manner, Topic, WithoutDoor
from bot.shop.stores.parts import Key, Part, Word
from bot.texts import CONTENT, TextError, read_toml

FOLDER = "care"

Trigger = Literal[
    "purchase",
    "spend",
    "newcomer",
    "unseen",
    "birthday",
    "anniversary",
    "calendar",
    "top_spender",
    "replenish",
    "event",
]
FROM_AN_ACT = ("purchase", "spend", "newcomer", "unseen")
BY_AMOUNT = ("purchase", "spend", "top_spender")
ON_A_DAY = ("calendar", "top_spender")
Door = Literal["custom", "template", "subscribe", "mass", "sms", "email"]


class Step(Part):
    """One message of a journey, or the same one again and again.

    `pools` are the words it may say, the first that fit; `lunar_pools` go before them for a
    birthday kept by the moon. It comes `after_days`, then `every_days` until `until_days`; or
    `every_months` until `until_months`; or on a `day` of the calendar. `presents` says whether it
    is for what she bought for herself, as a present, or both. `from_yuan` is the least she must
    have bought and kept; `spread_days` on how many days it comes, to some on each. Of `goods`,
    categories of things that are used up, one piece lasts `cycle_days`.
    """

    word: Key
    pools: Annotated[tuple[Key, ...], Field(min_length=1)]
    lunar_pools: tuple[Key, ...] = ()
    after_days: int | None = Field(None, ge=1, le=3660)
    every_days: int | None = Field(None, ge=7)
    until_days: int | None = Field(None, le=3660)
    every_months: int | None = Field(None, ge=1)
    until_months: int | None = Field(None, le=120)
    day: Day | None = None
    presents: Literal["too", "never", "only"] = "too"
    from_yuan: int | None = Field(None, ge=1)
    spread_days: int = Field(1, ge=1, le=7)
    goods: tuple[Word, ...] = ()
    cycle_days: int | None = Field(None, ge=7, le=1095)
    rank: int | None = None
    doors: tuple[Door, ...] | None = None
    without_door: WithoutDoor | None = None

    @model_validator(mode="after")
    def _comes_once_or_again(self) -> "Step":
        for unit in ("days", "months"):
            every, until = getattr(self, f"every_{unit}"), getattr(self, f"until_{unit}")
            if (every is None) != (until is None):
                raise ValueError(f"every_{unit} and until_{unit} need each other")
        if self.every_days and self.after_days is None:
            raise ValueError("every_days needs after_days")
        return self

    @property
    def mark_fen(self) -> int:
        """Return the amount of the step in fen."""
        return (self.from_yuan or 0) * 100

    @property
    def counts_from_an_act(self) -> bool:
        """Say whether it comes some time after something she did."""
        return self.after_days is not None or self.every_months is not None

    def anchors(self, day: date) -> Iterator[tuple[str, list[date]]]:
        """Return, for each time it comes, its word and the days it would count from to be today.

        Months end where they end: three after 31 January is 30 April.
        """
        if self.after_days is not None:
            until = self.until_days or self.after_days
            for days in range(self.after_days, until + 1, self.every_days or until):
                yield f"{days}d", [day - timedelta(days=days)]
        if self.every_months is not None and self.until_months is not None:
            for months in range(self.every_months, self.until_months + 1, self.every_months):
                yield f"{months}m", days_before(day, months)


class Journey(Part):
    """One journey; a step's own rank and doors go before the journey's.

    What an act of hers has queued (`event`) has no steps: its file says how such messages go.

    What is due at the hour `at` may be said on `for_days` days. Who came within
    `done_by_visit_days` needs no message; with `never_again` no text is said twice within a year,
    with `once` each subject hears of it once, by whichever step. `stopped_by` tells people of the
    shop what makes it unwanted, `asks` what they do where they say it themselves; `by_phone` it is
    not for who wishes no calls. A `sheet` stands beside the words.
    """

    word: Key
    title: Word
    trigger: Trigger
    purpose: Literal["service", "care", "promotion"] = "care"
    topic: Topic
    rank: int = Field(ge=1, le=99)
    at: time = time(10)
    for_days: int = Field(1, ge=1, le=30)
    doors: tuple[Door, ...] = ("custom",)
    without_door: WithoutDoor
    apart_days: int = Field(0, ge=0, le=366)
    control: int = Field(0, ge=0, le=50)
    done_by_visit_days: int = Field(0, ge=0, le=366)
    never_again: bool = False
    by_phone: bool = False
    once: bool = False
    asks: str = Field("", max_length=200)
    sheet: Key | None = None
    stopped_by: str = Field("", max_length=100)
    steps: tuple[Step, ...] = ()

    @model_validator(mode="after")
    def _steps_fit_the_trigger(self) -> "Journey":
        if len({step.word for step in self.steps}) != len(self.steps):
            raise ValueError("two steps have one word")
        if (self.trigger == "event") == bool(self.steps and self.stopped_by):
            raise ValueError("steps and stopped_by are for all but event, and needed there")
        from_an_act = self.trigger in FROM_AN_ACT
        for step in self.steps:
            if from_an_act != step.counts_from_an_act:
                raise ValueError(f"{step.word}: it comes after_days or every_months of an act")
            if (self.trigger in ON_A_DAY) != (step.day is not None):
                raise ValueError(f"{step.word}: a day is for {' and '.join(ON_A_DAY)} alone")
            if (self.trigger == "replenish") != bool(step.goods and step.cycle_days):
                raise ValueError(f"{step.word}: goods and cycle_days are for replenish alone")
            if step.from_yuan and self.trigger not in BY_AMOUNT:
                raise ValueError(f"{step.word}: from_yuan is for {' and '.join(BY_AMOUNT)}")
            if self.trigger == "spend" and not step.from_yuan:
                raise ValueError(f"{step.word}: from_yuan is needed for spend")
        return self

    @model_validator(mode="after")
    def _pools_are_apart(self) -> "Journey":
        pools = {pool for step in self.steps for pool in (*step.pools, *step.lunar_pools)}
        for pool in pools:
            if inner := [each for each in pools if each.startswith(f"{pool}_")]:
                raise ValueError(f"the words of {inner[0]} would be said as those of {pool} too")
        return self

    @cached_property
    def version(self) -> str:
        """Return what changes whenever the journey does."""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()[:16]

    def step(self, word: str) -> Step | None:
        """Return a step by its word; one that was taken out of the file is None."""
        return next((step for step in self.steps if step.word == word), None)

    def manner(self, step: Step | None) -> Manner:
        """Return how the messages of a step go."""
        own = step.model_dump(include={"rank", "doors", "without_door"}) if step else {}
        told = self.model_dump(
            include={"topic", "rank", "doors", "without_door", "apart_days", "control", "asks"}
        )
        return Manner(**told | {name: value for name, value in own.items() if value is not None})

    def days(self, step: Step, first: date, last: date) -> list[date]:
        """Return when a step of the calendar comes between two days, both included."""
        return days_in(step.day, first, last) if step.day else []


def read_journeys(folder: Path = CONTENT / FOLDER) -> dict[str, Journey]:
    """Read every journey by its word; raise TextError with every wrong place of a file."""
    found = {}
    for file in sorted(folder.glob("*.toml")):
        told = read_toml(file).get("journey")
        if told is None:
            continue  # it holds words of a trade
        if not isinstance(told, dict):
            raise TextError(f"{file.name}: [journey] must be a table")
        try:
            found[file.stem] = Journey.model_validate({"word": file.stem, **told})
        except ValidationError as error:
            raise TextError(_faults(file, error)) from error
    return found


def _faults(file: Path, error: ValidationError) -> str:
    places = (
        f"{'.'.join(map(str, e['loc'])) or 'journey'}: {e['msg'].removeprefix('Value error, ')}"
        for e in error.errors()
    )
    return "\n".join(f"{file.name}: {place}" for place in places)
