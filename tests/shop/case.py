"""A complaint, with verbs: what she hears at once and later, and what colleagues do by the API."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from bot import clock
from bot.outbox.models import Message
from bot.outbox.rendering import render_message
from bot.shop.complaints.models import Complaint
from bot.shop.people.models import Person
from bot.shop.stores.actions import import_shop
from bot.shop.tasks.models import Task
from bot.texts import CONTENT, read_toml
from bot.usecases.complaining.minding import mind_due
from tests.people import Day, OpenShop, Phone

KEY = "the office's key for tests"


@dataclass(frozen=True)
class Office:
    """The people of the shop at their desks, and the shop's clock."""

    shop: OpenShop
    day: Day

    def opens(self) -> None:
        """Take over the shop's file: now colleagues can act."""
        content = read_toml(CONTENT / "shop.toml")
        self.shop.bot.database.run(lambda db: import_shop(db, content, by="test"))

    def passes(self, **time: float) -> list[str]:
        """Let time pass and mind what is due; return what she is told."""
        self.day.passes(**time)
        return self.minds()

    def minds(self) -> list[str]:
        """Mind what is due now, as the tick does; return what she is told."""
        bot = self.shop.bot
        mind_due(bot.database, bot.texts, bot.shops)
        return self.tells()

    def tells(self) -> list[str]:
        """Return what was queued for her since the last look, as if it were sent."""
        bot, told = self.shop.bot, []
        with bot.database.transaction() as db:
            waiting = select(Message).where(Message.kind == "complaint", Message.sent_at.is_(None))
            for message in db.scalars(waiting.order_by(Message.id)).all():
                message.state, message.sent_at = "sent", clock.now()
                person, rules = db.get_one(Person, message.person_id), bot.shops.read(db)
                told.append(render_message(bot.texts, rules, message, person, clock.now()))
        return told

    def does(self, verb: str, **body: Any) -> tuple[int, dict[str, Any]]:
        """Call the API in the newest case; return the status and the answer."""
        return self.calls(f"/complaints/{self.case().id}/{verb}", body)

    def calls(self, path: str, body: Any) -> tuple[int, dict[str, Any]]:
        client = self.shop.app.test_client()
        headers = {"Authorization": f"Bearer {KEY}"}
        answer = client.post(f"/api/v1{path}", json=body, headers=headers)
        return answer.status_code, dict(answer.json or {})

    def leads(self, solution: str = "给您换一条新的", **more: Any) -> None:
        """Lead the first case of her up to the question of the result."""
        number = self.case().id
        called = [{"step": step, "what": "打过电话", "by": "limin"} for step in (4, 5)]
        assert self.calls(f"/complaints/{number}/evidence", called)[0] == 200
        assert self.does("decision", solution=solution, by="limin", **more)[0] == 200
        assert self.does("done", proof="单号0618", by="limin")[0] == 200

    def case(self) -> Complaint:
        """Return the newest case."""
        return self.shop.rows(Complaint)[-1]

    def tasks(self) -> list[Task]:
        """Return what colleagues have to do for cases now."""
        return self.shop.rows(Task, Task.kind == "complaint", Task.done_at.is_(None))


def complains(phone: Phone, words: str = "你们的手链才戴三天就断了") -> str:
    """Let somebody complain; return the first answer."""
    return phone.says(words) or ""
