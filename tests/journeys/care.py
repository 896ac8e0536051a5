"""The care of a shop, with verbs: it plans, says what is due, and asks its people."""

from __future__ import annotations

from dataclasses import dataclass

from bot import clock
from bot.journeys.planning import plan
from bot.outbox.models import Message
from bot.shop.tasks.models import Task
from tests.people import OpenShop


@dataclass(frozen=True)
class Care:
    """Plan, deliver, look up."""

    shop: OpenShop

    def plans(self, journey: str) -> None:
        """Plan one journey until tomorrow."""
        bot = self.shop.bot
        plan(bot.database, {journey: bot.journeys[journey]}, clock.now())

    def speaks(self, journey: str) -> None:
        """Plan one journey, and say what is due now."""
        self.plans(journey)
        self.shop.bot.post.deliver_all()

    def planned(self, journey: str) -> list[Message]:
        """Return all that was ever planned for a journey, oldest first."""
        return self.shop.rows(Message, Message.journey == journey)

    def asked(self, journey: str) -> list[str]:
        """Return the words of what people were asked to do for a journey."""
        return [task.words for task in self.shop.rows(Task, Task.kind == journey)]
