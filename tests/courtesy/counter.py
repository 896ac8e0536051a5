"""The counter: customers of a shop, what is planned for them, and the way out that is watched."""

from __future__ import annotations

import itertools
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from bot import clock
from bot.channels import Content
from bot.outbox.actions import open_door, queue
from bot.outbox.models import DoorGrant, Message
from bot.outbox.switches import turn
from bot.shop.consent.actions import answer_consent
from bot.shop.people.actions import meet
from bot.shop.staff.queries import acting_for
from bot.shop.stores.actions import import_shop
from bot.texts import CONTENT, read_toml
from tests.people import OpenShop, Phone

_numbers = itertools.count(1)


@dataclass
class Wire:
    """A way out that takes everything; `before` is done when a message is about to be taken."""

    took: list[str] = field(default_factory=list)
    before: Callable[[int], None] = lambda _: None
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def send(self, to: str, content: Content) -> str | None:
        """Take a message over."""
        with self._lock:
            self.took.append(content.text)
            self.before(len(self.took))  # nobody else is served meanwhile
        return None


@dataclass(frozen=True)
class Desk:
    """Customers come, messages are planned and sent, people press switches."""

    shop: OpenShop
    wire: Wire

    def customer(self) -> Phone:
        """Somebody who is a member, agreed to everything and has just written."""
        number = next(_numbers)
        phone = f"139{number:08}"
        hers = self.shop.member(f"oCustomer-{number:020}", name=f"顾客{number}", phone=phone)
        hers.says("你好")
        return hers

    def has_a_crowd(self, count: int) -> None:
        """So many agreed to care, wrote just now, and have a message due."""

        def work(db: Session) -> None:
            for number in range(count):
                _, person = meet(db, "wechat", f"oCrowd-{number:022}")
                answer_consent(db, person.id, {"care": True})
                open_door(db, person.id, "message", at=clock.now())
                how: dict[str, Any] = {
                    "kind": "care",
                    "purpose": "care",
                    "dedupe": f"crowd:{number}",
                }
                queue(db, person.id, "common.words", {"words": "天冷了"}, **how)

        self.shop.bot.database.run(work)

    def left(self, hers: Phone) -> int:
        """Return how many messages her door still lets through."""
        her_id = self.id_of(hers)
        grants = self.shop.rows(DoorGrant, DoorGrant.person_id == her_id)
        return sum(grant.left for grant in grants)

    def id_of(self, hers: Phone) -> int:
        return self.shop.person(hers.openid).id

    def plans(
        self, hers: Phone, words: str = "天冷了，多穿点", *, ends_in: float = 3, **more: Any
    ) -> str:
        """Plan a message to her, care for some days by default; return its key."""
        dedupe = f"planned:{next(_numbers)}"
        how = {"kind": "care", "purpose": "care", "dedupe": dedupe} | more
        how.setdefault("not_after", clock.now() + timedelta(days=ends_in))
        with self.shop.bot.database.transaction() as db:
            queue(db, self.id_of(hers), "common.words", {"words": words}, **how)
        return dedupe

    def sends(self) -> Counter[str]:
        """Deliver all that is due."""
        return self.shop.bot.post.deliver_all()

    def message(self, dedupe: str) -> Message:
        return self.shop.one(Message, Message.dedupe == dedupe)

    def states(self) -> Counter[str]:
        """Count messages by state."""
        return Counter(message.state for message in self.shop.rows(Message))

    def rests(self, rest: dict[str, Any]) -> None:
        """Import the shop's file with these days of rest."""
        file = read_toml(CONTENT / "shop.toml") | {"care": {"rest": [rest]}}
        self.shop.bot.database.run(lambda db: import_shop(db, file, by="test"))

    def presses(self, name: str, *, on: bool = True, by: str = "limin") -> None:
        """Somebody presses a switch."""

        def work(db: Session) -> None:
            turn(db, name, on=on, who=acting_for(db, by))

        self.shop.bot.database.run(work)


@pytest.fixture
def desk(shop: OpenShop) -> Desk:
    """The desk of a shop that has its people, and whose messages end at a wire."""
    wire = Wire()
    vars(shop.bot)["channels"] = {"custom": wire}
    shop.bot.database.run(lambda db: import_shop(db, read_toml(CONTENT / "shop.toml"), by="test"))
    return Desk(shop, wire)
