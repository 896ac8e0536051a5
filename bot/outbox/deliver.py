"""The only place that sends: claim what is due, send it, keep what came of it."""

import logging
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot import clock
from bot.channels import Channel, Content, SendFailed
from bot.db import Database, change
from bot.outbox.claims import come_home, hold, shut
from bot.outbox.models import DoorGrant, Message
from bot.outbox.pictures import draw
from bot.outbox.policy import Decision, Later, Policy, Send, Skip, Task
from bot.outbox.queries import OPEN_STATES, due_messages, facts_of, standings
from bot.outbox.rendering import render_message
from bot.shop.people.models import Person
from bot.shop.stores.queries import ShopBook
from bot.shop.tasks.actions import ask_people
from bot.texts import Line, TextError, Texts, line
from bot.traces import where_it_broke

log = logging.getLogger(__name__)

AT_ONCE = 16
CLAIM_LASTS = timedelta(seconds=60)
PAUSES = (timedelta(seconds=5), timedelta(seconds=30), timedelta(minutes=2))
TASK_TIME = timedelta(hours=24)


@dataclass(frozen=True)
class Parcel:
    """A claimed message on its way: from the claim's commit on it may have been sent."""

    message_id: int
    person_id: int
    cause: str | None
    openid: str
    text: str
    picture: dict[str, Any] | None


@dataclass(frozen=True)
class Post:
    """Everything delivering needs; one per process."""

    database: Database
    texts: Texts
    shops: ShopBook
    policy: Policy
    custom: Channel | None

    def deliver_all(self, *, keep_going: Callable[[], bool] = lambda: True) -> Counter[str]:
        """Deliver until nothing is due; return how many went which way."""
        tally: Counter[str] = Counter()
        self._free_lost_claims()
        with ThreadPoolExecutor(AT_ONCE, thread_name_prefix="deliver") as pool:
            while keep_going():
                looked_at, parcels = self.database.run(self._claim)
                tally += looked_at
                if not looked_at:
                    return tally
                results = list(pool.map(self._send, parcels))
                self.database.run(partial(self._keep, results=results))
                tally += Counter(_outcome(failure) for _, failure in results)
        return tally

    def _claim(self, db: Session) -> tuple[Counter[str], list[Parcel]]:
        """Decide about a batch, and claim and debit what is to be sent now."""
        now = clock.now()
        ids = due_messages(db, now, AT_ONCE)
        messages = list(db.scalars(select(Message).where(Message.id.in_(ids)).order_by(Message.id)))
        people = hold(db, [message.person_id for message in messages])
        stands = standings(db, list(people))
        tally: Counter[str] = Counter()
        parcels = []
        for message in messages:
            db.refresh(message)
            person = people.get(message.person_id)
            if message.claimed_until or message.state not in OPEN_STATES or person is None:
                continue  # another worker was first, or she was merged while we waited
            standing, openid = stands[person.id]
            decision = self.policy.choose(facts_of(message), standing, now)
            try:
                parcel = self._apply(db, message, person, openid, decision)
            except TextError as error:  # a deploy took its text away: the others' go on
                log.error("message %s has no words: %s", message.id, error)
                self._give_up(db, message, "failed", "reasons.no_words")
                tally["not_sent"] += 1
                continue
            parcels += [parcel] if parcel else []
            tally[type(decision).__name__] += 1
        return tally, parcels

    def _apply(
        self,
        db: Session,
        message: Message,
        person: Person,
        openid: str | None,
        decision: Decision,
    ) -> Parcel | None:
        match decision:
            case Send(door, cause):
                return self._take(db, message, person, openid or "", door, cause)
            case Later(when, why):
                message.state, message.look_at = "waiting", when
                message.reason = self.texts.render(why)
            case Skip(why):
                message.state, message.reason = "skipped", self.texts.render(why)
            case Task(why):
                self._hand_over(db, message, person, why)
        db.flush()
        return None

    def _take(
        self,
        db: Session,
        message: Message,
        person: Person,
        openid: str,
        door: str,
        cause: str | None,
    ) -> Parcel | None:
        text = render_message(self.texts, self.shops.read(db), message, person, clock.now())
        debit = (
            update(DoorGrant)
            .where(DoorGrant.person_id == person.id, DoorGrant.cause == cause, DoorGrant.left > 0)
            .values(left=DoorGrant.left - 1)
        )
        if not change(db, debit):
            return None
        message.text, message.door, message.attempts = text, door, message.attempts + 1
        message.claimed_until = clock.real_now() + CLAIM_LASTS
        db.flush()
        picture = message.params.get("picture")
        return Parcel(message.id, person.id, cause, openid, text, picture)

    def _hand_over(self, db: Session, message: Message, person: Person, why: Line) -> None:
        """Give the words to the people of the shop, in place of a door."""
        shop = self.shops.read(db)
        message.text = render_message(self.texts, shop, message, person, clock.now())
        message.state, message.door = "task", "task"
        message.reason = self.texts.render(why)
        self._ask(db, message, person, why=message.reason, suffix="")

    def _ask(self, db: Session, message: Message, person: Person, *, why: str, suffix: str) -> None:
        ask_people(
            db,
            kind=message.kind,
            dedupe=f"outbox:{message.id}{suffix}",
            person=person,
            why=why,
            words=message.text or "",
            due=message.not_after or clock.now() + TASK_TIME,
        )

    def _send(self, parcel: Parcel) -> tuple[Parcel, SendFailed | None]:
        if self.custom is None:
            return parcel, SendFailed("no WeChat account is set", shut="door", pause=PAUSES[-1])
        try:
            picture = draw(parcel.picture) if parcel.picture else None
            self.custom.send(parcel.openid, Content(text=parcel.text, picture=picture))
        except SendFailed as failed:
            log.warning("message %s: %s", parcel.message_id, failed.why)
            return parcel, failed
        except Exception as error:  # the thread's outermost door: the others' results are kept
            log.error("message %s broke: %s", parcel.message_id, where_it_broke(error))
            return parcel, SendFailed("broken", uncertain=True)
        return parcel, None

    def _keep(self, db: Session, *, results: list[tuple[Parcel, SendFailed | None]]) -> None:
        hold(db, [parcel.person_id for parcel, _ in results])  # nobody is merged meanwhile
        for parcel, failed in results:
            message = db.get_one(Message, parcel.message_id)
            if failed and message.claimed_until is None:
                continue  # it took so long that another worker has written it off
            come_home(db, message)
            if failed is None:
                message.state, message.sent_at, message.reason = "sent", clock.now(), None
            else:
                self._keep_failure(db, message, parcel, failed)
            db.flush()

    def _keep_failure(
        self, db: Session, message: Message, parcel: Parcel, failed: SendFailed
    ) -> None:
        if failed.uncertain:
            self._give_up(db, message, "uncertain", "reasons.uncertain")
            return
        shut(db, failed, person_id=parcel.person_id, cause=parcel.cause, openid=parcel.openid)
        if failed.permanent or (failed.shut == "nothing" and message.attempts > len(PAUSES)):
            self._give_up(db, message, "failed", "reasons.failed")
            return
        message.state, message.reason = "waiting", self.texts.render(line("reasons.trying_again"))
        message.look_at = clock.now()  # another door, or the pause of this one, is seen then
        if failed.shut == "nothing":
            message.look_at += PAUSES[message.attempts - 1]
        else:
            message.attempts -= 1  # a shut door says nothing about this message

    def _give_up(self, db: Session, message: Message, state: str, why: str) -> None:
        """Close a message that did not go, or perhaps did, and ask people to look at it."""
        message.state, message.reason = state, self.texts.render(line(why))
        if message.purpose == "staff":
            return  # the work group has heard of it too
        person = db.get_one(Person, message.person_id)
        self._ask(db, message, person, why=message.reason, suffix=":alarm")

    def _free_lost_claims(self) -> None:
        """A claim that ran out was perhaps sent by a process that died: never send it again."""
        self.database.run(self._mark_lost)

    def _mark_lost(self, db: Session) -> None:
        lost = select(Message).where(Message.claimed_until < clock.real_now())
        for message in db.scalars(lost.with_for_update(skip_locked=True)).all():
            come_home(db, message)
            self._give_up(db, message, "uncertain", "reasons.uncertain")
            db.flush()


def _outcome(failed: SendFailed | None) -> str:
    if failed is None:
        return "sent"
    return "uncertain" if failed.uncertain else "not_sent"
