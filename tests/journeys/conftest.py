"""Both servers, emptied between tests, and a shop that plans ahead."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

import pytest

from bot import clock
from bot.journeys.planning import plan
from bot.journeys.plans import Journey
from bot.outbox.models import Message
from tests.emptied import emptied  # noqa: F401
from tests.journeys.care import Care
from tests.people import Day, OpenShop
from tests.shop.till import Till

NOON = time(12)


@dataclass(frozen=True)
class Planner:
    """Plans what the shop says first, day after day."""

    shop: OpenShop
    day: Day

    def plans(self) -> int:
        """Plan until tomorrow; return how many messages are new."""
        bot = self.shop.bot
        return int(plan(bot.database, bot.journeys, clock.now())["planned"])

    def comes_to(self, day: date, hour: time = NOON) -> None:
        """Let it be a day."""
        self.day.goes_to(clock.at(day, hour))

    def goes_on(self, days: int) -> int:
        """Let days pass and plan on the last of them."""
        self.day.passes(days=days)
        return self.plans()

    def changes(self, word: str, **fields: object) -> None:
        """Change a journey, as a deploy with another file does."""
        bot = self.shop.bot
        journeys = dict(bot.journeys)
        journeys[word] = Journey.model_validate(journeys[word].model_dump() | fields)
        self.takes(journeys)

    def takes(self, journeys: dict[str, Journey]) -> None:
        """Let the shop have these journeys and no others."""
        vars(self.shop.bot)["journeys"] = journeys

    def planned(self, journey: str) -> list[datetime]:
        """Return when a journey's messages are due, in the shop's time."""
        rows = self.shop.rows(Message, Message.journey == journey)
        return [clock.local(row.due) for row in rows]


@pytest.fixture
def planner(shop: OpenShop, day: Day) -> Planner:
    """Somebody who plans for the test's shop."""
    return Planner(shop, day)


@pytest.fixture
def till(shop: OpenShop) -> Till:
    """The till of the test's shop."""
    return Till(shop)


@pytest.fixture
def care(shop: OpenShop) -> Care:
    """What the test's shop says of its own accord."""
    return Care(shop)
