"""The cast: a shop with its people, a till that reports, and customers who write and join."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any, TypeVar

from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from bot import clock
from bot.db import Base
from bot.dialogue.models import Conversation
from bot.shop.bindings.actions import make_code
from bot.shop.people.actions import meet, note_phone
from bot.shop.people.models import Person
from bot.shop.stores.actions import import_shop
from bot.shop.tasks.actions import ask_people
from bot.shop.tasks.models import Task
from bot.texts import CONTENT, read_toml
from bot.usecases.joining import join_shop
from bot.wiring import bot_of

T = TypeVar("T")

KEY = "a till's key for tests"
WANG, LI = "13800138000", "13900139000"
RING = {"sku": "R-18K", "name": "18K金戒指", "quantity": 1, "price": "2980.00"}


class Shop:
    """The shop behind the API, for what happens away from the till."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.bot = bot_of(app)

    def does(self, work: Callable[[Session], T]) -> T:
        return self.bot.database.run(work)

    def opens(self) -> None:
        """Take over the shop's file: now it has stores and colleagues."""
        content = read_toml(CONTENT / "shop.toml")
        self.does(lambda db: import_shop(db, content, by="test"))

    def meets(self, openid: str) -> int:
        """Somebody follows; return her id."""
        return self.does(lambda db: meet(db, "wechat", openid)[1].id)

    def joins(self, openid: str, phone: str, *, name: str = "王芳", proved: bool = False) -> int:
        """Somebody becomes a member with a phone she claims, or has proved; return her id."""

        def work(db: Session) -> int:
            _, person = meet(db, "wechat", openid)
            shop = self.bot.shops.read(db)
            agreed = {"service": True, "care": True, "promotion": False}
            join_shop(db, person, name=name, phone=phone, agreed=agreed, shop=shop)
            if proved:
                note_phone(person, phone, state="verified")
            return person.id

        return self.does(work)

    def shows_code(self, person_id: int) -> str:
        return self.does(lambda db: make_code(db, person_id))

    def talks(self, person_id: int, **where: Any) -> None:
        """Let a talk with her stand somewhere."""
        state = {"answers": {}, "parked": [], "misses": 0, "holder": "bot"}
        self.does(lambda db: db.add(Conversation(person_id=person_id, **state | where)))

    def asks_people(self, word: str, *, store: str | None = None, guide: str | None = None) -> int:
        """Ask people of the shop to do something; return the task's id."""

        def work(db: Session) -> int:
            person = Person(created_at=clock.now(), store=store, guide=guide)
            db.add(person)
            db.flush()
            due = clock.now() + timedelta(hours=2)
            ask_people(
                db, kind="human", dedupe=word, person=person, why=word, words="您好", due=due
            )
            return db.scalars(select(Task.id).where(Task.dedupe == word)).one()

        return self.does(work)

    def counts(self, table: type[Base]) -> int:
        with self.bot.database.reading() as db:
            return db.scalar(select(func.count()).select_from(table)) or 0


class Till:
    """The till's program: it reports, and asks."""

    def __init__(self, app: Flask, key: str = KEY) -> None:
        self._client = app.test_client()
        self._headers = {"Authorization": f"Bearer {key}"}

    def posts(self, path: str, body: Any) -> TestResponse:
        return self.sends(path, json.dumps(body).encode())

    def sends(self, path: str, raw: bytes, kind: str = "application/json") -> TestResponse:
        address = f"/api/v1{path}"
        return self._client.post(address, data=raw, content_type=kind, headers=self._headers)

    def gets(self, path: str, **question: Any) -> TestResponse:
        address = f"/api/v1{path}"
        return self._client.get(address, query_string=question or None, headers=self._headers)

    def sells(self, receipt: str = "0001", **more: Any) -> dict[str, Any]:
        """Report a sale; return what became of it."""
        answer = self.posts("/purchases", sale(receipt, **more))
        assert answer.status_code == 200, answer.text
        return says(answer)

    def takes_back(self, receipt: str = "0001", **more: Any) -> dict[str, Any]:
        """Report a return; return what became of it."""
        back = {"till": "POS-1", "receipt": receipt, "at": now(), **more}
        answer = self.posts("/returns", back)
        assert answer.status_code == 200, answer.text
        return says(answer)

    def finds(self, path: str, **question: Any) -> list[dict[str, Any]]:
        """Ask for a list; return its items."""
        answer = self.gets(path, **question)
        assert answer.status_code == 200, answer.text
        return list(says(answer)["items"])

    def sees(self, path: str) -> dict[str, Any]:
        """Ask for one thing."""
        answer = self.gets(path)
        assert answer.status_code == 200, answer.text
        return says(answer)


def says(answer: TestResponse) -> dict[str, Any]:
    """Return what an answer says."""
    return dict(answer.json or {})


def sale(receipt: str = "0001", **more: Any) -> dict[str, Any]:
    """Return a receipt as the till sends it: a ring for 2980 yuan, bought just now."""
    known = {"till": "POS-1", "receipt": receipt, "at": now(), "total": "2980.00", "lines": [RING]}
    return {**known, **more}


def now() -> str:
    return clock.local(clock.now()).isoformat()
