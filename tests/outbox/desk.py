"""The desk where messages are written, sent and looked up."""

from __future__ import annotations

import itertools
from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from bot import clock
from bot.outbox.actions import queue
from bot.outbox.models import DoorGrant, DoorPause, Message
from bot.outbox.story import stories_of
from bot.shop.consent.actions import answer_consent
from bot.shop.tasks.models import Task
from tests.people import OpenShop, Where
from tests.wechat import Fan

_numbers = itertools.count(1)


@dataclass(frozen=True)
class Desk:
    """Write, send, look up."""

    shop: OpenShop

    def writes(
        self, fan: Fan, words: str = "您好", *, brings: dict[str, str] | None = None, **more: Any
    ) -> str:
        """Put a message into the outbox; return the key it can be found by."""
        params = {"words": words, **(brings or {})}
        dedupe = f"test:{next(_numbers)}"
        how = {"kind": "reply", "purpose": "reply", "dedupe": dedupe} | more
        her_id = self.shop.person(fan.openid).id
        with self.shop.bot.database.transaction() as db:
            queue(db, her_id, "common.words", params, **how)
        return str(how["dedupe"])

    def sends(self) -> Counter[str]:
        """Deliver all that is due."""
        return self.shop.bot.post.deliver_all()

    def message(self, dedupe: str) -> Message:
        """Return one message as it stands."""
        return self.shop.one(Message, Message.dedupe == dedupe)

    def wishes(self, *fans: Fan, words: str = "中秋快乐", **more: Any) -> list[str]:
        """Write the same wish to several, who agreed to care."""
        until = clock.now() + timedelta(hours=6)
        usual = {"kind": "holiday", "journey": "holiday", "purpose": "care", "not_after": until}
        how: dict[str, Any] = usual | more
        return [self.writes(fan, words, **how) for fan in fans]

    def agrees(self, *fans: Fan, purpose: str = "care", channel: str = "wechat") -> None:
        """Let them say yes."""
        for fan in fans:
            hers = self.shop.person(fan.openid).id
            with self.shop.bot.database.transaction() as db:
                answer_consent(db, hers, {purpose: True}, channels=(channel,))

    def tells_progress(self, fan: Fan, card: str = "promised", **more: Any) -> str:
        """Write what becomes of her complaint: the manager will call her by six."""
        brings = {"card": card, "about": "手链断了", "who": "店长李敏", "by": "今天18点"}
        words = "手链的事，店长李敏今天18点前给您电话。"
        how = {"kind": "complaint", "purpose": "complaint"} | more
        return self.writes(fan, words, brings=brings, **how)

    def claims_run_out(self) -> None:
        """Let the time pass that WeChat is waited for."""
        past = {"claimed_until": clock.real_now() - timedelta(seconds=1)}
        with self.shop.bot.database.transaction() as db:
            db.execute(update(Message).where(Message.claimed_until.is_not(None)).values(past))

    def calls_to_make(self) -> list[str]:
        """Return why people are to call somebody, oldest first."""
        return [task.why for task in self.shop.rows(Task, Task.kind == "call")]

    def states(self, *where: Where) -> list[str]:
        """Return the states of messages, oldest first."""
        return [message.state for message in self.shop.rows(Message, *where)]

    def tasks(self) -> list[str]:
        """Return the words of what people were asked to do."""
        return [task.words for task in self.shop.rows(Task)]

    def left(self, cause: str = "message") -> int:
        """Return how many messages the only customer's door still lets through."""
        with self.shop.bot.database.reading() as db:
            return db.scalars(select(DoorGrant.left).where(DoorGrant.cause == cause)).one()

    def pause(self) -> timedelta | None:
        """Return for how long the door is paused."""
        found = self.shop.rows(DoorPause)
        return found[0].until - clock.real_now() if found else None

    def why(self, fan: Fan) -> str:
        """Tell the stories of today, as `care why` does."""
        her_id = self.shop.person(fan.openid).id
        with self.shop.bot.database.reading() as db:
            told = stories_of(db, self.shop.bot.texts, her_id, clock.today())
        return "\n".join(story["story"] for story in told or ())


@pytest.fixture
def desk(shop: OpenShop) -> Desk:
    """The desk of the test's shop."""
    return Desk(shop)
