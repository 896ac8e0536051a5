"""What must be true whatever was killed: read from WeChat's own logs and from the database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import TypeVar

from redis import Redis
from sqlalchemy import Select, func, select, update
from sqlalchemy.orm import Session

from bot import clock
from bot.channels.wechat.bubbles import with_taps
from bot.db import Database
from bot.dialogue.models import Inbox
from bot.outbox.mass.models import MassBatch
from bot.outbox.models import Message
from bot.outbox.queries import OPEN_STATES
from bot.shop.people.models import Identity
from bot.shop.points.models import PointAccount, PointEntry
from bot.shop.purchases.models import Purchase
from bot.shop.tasks.models import Task
from tests.whole.load import Customer, Street
from tests.whole.running import wait_for

Owned = TypeVar("Owned", Inbox, Message, PointEntry, Purchase)
SETTLED_SECONDS = 60.0
A_CLAIM = timedelta(minutes=1)
AN_HOUR = timedelta(hours=1)


class Books:
    """The shop's database and Redis, looked at from outside."""

    def __init__(self, street: Street) -> None:
        self.street = street
        self._database = Database(street.shop.settings)
        self.redis = Redis.from_url(street.shop.settings.redis)

    @contextmanager
    def read(self) -> Iterator[Session]:
        with self._database.reading() as db:
            yield db
        clock.run_ahead(timedelta(0))

    def close(self) -> None:
        self._database.engine.dispose()

    def doubts(self) -> int:
        """Count the messages of which nobody knows whether they arrived."""
        with self.read() as db:
            return db.scalar(select(func.count()).where(Message.state == "uncertain")) or 0

    def sending(self) -> int:
        """Count the messages that are on their way."""
        claimed = select(func.count()).where(Message.claimed_until.is_not(None))
        with self.read() as db:
            return db.scalar(claimed) or 0

    def claims_run_out(self) -> None:
        """Let the claims of a worker that died run out, as they do after some minutes."""
        with self._database.transaction() as db:
            for table in (Message, MassBatch):
                aged = update(table).where(table.claimed_until.is_not(None))
                db.execute(aged.values(claimed_until=clock.real_now() - A_CLAIM))
        clock.run_ahead(timedelta(0))

    def wait_until_settled(self) -> None:
        """Wait until everything that is due has been said and every message is answered."""
        wait_for(self._is_settled, seconds=SETTLED_SECONDS, else_say=self._open)

    def _is_settled(self) -> bool:
        """Look; the pauses between two questions about an SMS in doubt, minutes long, pass too."""
        asked = update(Message).where(Message.claimed_until.is_not(None), Message.attempts > 1)
        with self._database.transaction() as db:
            at_once = clock.real_now() - A_CLAIM
            db.execute(asked.where(Message.door == "sms").values(claimed_until=at_once))
        return not self._unsettled()

    def _unsettled(self) -> dict[str, int]:
        with self.read() as db:
            due = Message.state.in_(OPEN_STATES) & (Message.look_at <= clock.now())
            counts = {
                "due": db.scalar(select(func.count()).where(due)),
                "on their way": db.scalar(
                    select(func.count()).where(Message.claimed_until.is_not(None))
                ),
                "unanswered": db.scalar(select(func.count()).where(Inbox.state == "pending")),
            }
        return {name: number for name, number in counts.items() if number}

    def _open(self) -> tuple[dict[str, int], list[str]]:
        """Say of what is still on its way where it is, for whoever reads of the failure."""
        claimed = select(Message).where(Message.claimed_until.is_not(None))
        with self.read() as db:
            rows = [
                f"{row.kind} by {row.door}, {row.state}, try {row.attempts}, {row.claimed_until}"
                for row in db.scalars(claimed)
            ]
        return self._unsettled(), rows

    def prove_all(self) -> None:
        """Prove that nothing was lost and nothing done twice, for everybody who came."""
        self.wait_until_settled()
        # who was cut off while she followed is not known yet: the till is told so, and asks again
        assert all("没有这个微信号" in refusal for refusal in self.street.refused)
        with self.read() as db:
            for customer in self.street.customers:
                self._prove(db, customer)
            assert _wrong_balances(db) == []

    def _prove(self, db: Session, customer: Customer) -> None:
        person_id = db.scalar(
            select(Identity.person_id).where(Identity.external_id == customer.openid)
        )
        if person_id is None:
            assert not customer.receipts
            return
        self._prove_answers(db, customer, person_id)
        self._prove_thanks(db, customer, person_id)
        _prove_points(db, customer, person_id)

    def _prove_answers(self, db: Session, customer: Customer, person_id: int) -> None:
        """Each message WeChat got rid of has one row, with the reply her phone shows."""
        rows = {row.key: row for row in db.scalars(_all_of(Inbox, person_id))}
        assert {row.state for row in rows.values()} <= {"done"}
        for shown in self.street.phone_shows(customer):
            assert shown["verdict"] != "error", f"she reads that the shop is broken: {shown}"
            if shown["from"] != "customer" or shown["verdict"] is None:
                continue
            row = rows[f"wechat:{customer.openid}:{shown['push']}"]
            told = self.street.became_of(shown["push"])["reply"]
            assert (told and told["text"]) == (row.reply and with_taps(row.reply["text"]))

    def _prove_thanks(self, db: Session, customer: Customer, person_id: int) -> None:
        """She is thanked once for an hour's purchases, or people are asked to look."""
        rows = [row for row in db.scalars(_all_of(Message, person_id)) if row.kind == "thanks"]
        assert len(rows) == _visits(db, person_id), "one thanks for what she bought in an hour"
        for row in rows:
            heard, sent = self._times(customer, row.text or "?")
            if row.state == "skipped":  # the clock was moved while the till reported it
                assert row.not_after is not None
                assert row.not_after <= row.created_at, row.reason
            elif row.state == "uncertain":
                assert heard <= 1
                assert db.scalar(select(Task).where(Task.dedupe == f"outbox:{row.id}:alarm"))
            else:
                assert row.state == "sent", f"{row.state}: {row.reason}"
                alike = [each for each in rows if each.text == row.text and each.state == "sent"]
                doors = [each.door for each in alike]  # two visits may be thanked for alike
                assert sent == doors.count("custom")
                assert heard == len(alike) or ("passive" in doors and customer.cut_off)

    def _times(self, customer: Customer, words: str) -> tuple[int, int]:
        """Return how often her phone shows these words, and how often WeChat took them to send."""
        shown = [
            each["text"] for each in self.street.phone_shows(customer) if each["from"] == "shop"
        ]
        sent = [call["body"]["text"]["content"] for call in self.street.calls(customer)]
        return sum(words in text for text in shown), sum(words in text for text in sent)


def _prove_points(db: Session, customer: Customer, person_id: int) -> None:
    """Each receipt is there once and gave its points once; who was cut off may be no member yet."""
    receipts = [row.receipt for row in db.scalars(_all_of(Purchase, person_id))]
    assert sorted(receipts) == sorted(customer.receipts)
    entries = [row for row in db.scalars(_all_of(PointEntry, person_id)) if row.kind == "purchase"]
    if not customer.cut_off or entries:
        assert [entry.change for entry in entries] == [128] * len(receipts)


def _wrong_balances(db: Session) -> list[tuple[int, int]]:
    total = func.coalesce(func.sum(PointEntry.change), 0)
    rows = db.execute(
        select(PointAccount.person_id, PointAccount.balance - total)
        .outerjoin(PointEntry, PointEntry.person_id == PointAccount.person_id)
        .group_by(PointAccount.person_id, PointAccount.balance)
        .having(PointAccount.balance != total)
    )
    return [(person_id, difference) for person_id, difference in rows]


def _all_of(table: type[Owned], person_id: int) -> Select[Owned]:
    return select(table).where(table.person_id == person_id)


def _visits(db: Session, person_id: int) -> int:
    """Count how often she came to buy: the shop's clock may have been moved in between."""
    bought = sorted(purchase.at for purchase in db.scalars(_all_of(Purchase, person_id)))
    return sum(
        1 for place, at in enumerate(bought) if not place or at - bought[place - 1] > AN_HOUR
    )
