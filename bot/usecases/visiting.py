"""A visit and all that hangs on it: the time, the reminder of the day before, the store's task."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot import clock
from bot.outbox.actions import drop_messages, queue
from bot.outbox.cards import as_time
from bot.outbox.handover import leave_unsaid
from bot.outbox.models import Message
from bot.shop.appointments import actions
from bot.shop.appointments.models import Visit
from bot.shop.appointments.queries import free_at, upcoming_of
from bot.shop.appointments.rules import FreeTime, Search, remind_when
from bot.shop.owning.actions import meets
from bot.shop.owning.rules import Met
from bot.shop.people.actions import lock_person
from bot.shop.people.models import Person
from bot.shop.refusal import Refused
from bot.shop.stores.rules import Shop
from bot.shop.stores.services import Specialist
from bot.shop.tasks.actions import ask_people, close_task
from bot.shop.tasks.models import Task
from bot.texts import Texts, line

T = TypeVar("T")


@dataclass(frozen=True)
class Desk:
    """Where visits are arranged: the database, the shop's rules and its words."""

    db: Session
    shop: Shop
    texts: Texts

    def book(
        self,
        person: Person,
        search: Search,
        starts: datetime,
        *,
        words: str | None = None,
        contact: dict[str, Any] | None = None,
        by: str = "customer",
    ) -> Visit:
        """Book a visit, remind her of it, and tell the store; raise Refused as booking does."""

        def take(free: FreeTime) -> Visit:
            about = (self.db, self.shop, person.id, search.service, free)
            return actions.book(*about, words=words, contact=contact, by=by)

        visit = self._with_somebody(search, starts, take)
        self._prepare(person, visit)
        return visit

    def move(self, person: Person, visit: Visit, search: Search, starts: datetime) -> None:
        """Move a visit, with its reminder and its task; raise Refused as moving does."""
        before = visit.key
        self._with_somebody(
            search, starts, lambda free: actions.move(self.db, visit, search.service, free)
        )
        self._drop(before, "reasons.appointment_moved")
        self._prepare(person, visit)

    def cancel(self, visit: Visit, *, by: str = "customer") -> None:
        """Cancel a visit, with its reminder and its task; who did not do it herself is told."""
        actions.cancel(self.db, visit, by=by)
        self._drop(visit.key, "reasons.appointment_cancelled")
        if by != "customer":
            self._tell(visit, "appointment.cancelled_by_shop")

    def close(self, visit: Visit, state: str, *, by: str) -> None:
        """Note that she came or did not; whom we waited for in vain hears a kind word."""
        actions.close(self.db, visit, state, by=by)
        if state == "kept":
            self._note_service(visit, by)
        self._drop(visit.key, f"reasons.appointment_{state}")
        if state == "missed":
            self._tell(visit, "appointment.missed")

    def hand_over(self, visit: Visit, *, but: Collection[str], rather: str | None) -> bool:
        """Let somebody else receive her at the same time; False where nobody is free then."""
        service = self.shop.service(visit.service)
        others = [each for each in self.shop.specialists if each.name not in but]
        others.sort(key=lambda each: rather is None or each.login != rather)
        shop = self.shop.model_copy(update={"specialists": tuple(others)})
        search = Search(service, (visit.store,), besides=visit.id) if service else None
        free = free_at(self.db, shop, search, visit.starts) if search else None
        if search is None or free is None:
            return False
        if not actions.hand_over(self.db, visit, search.service, free):
            return False
        self._say_who(visit, next(each for each in others if each.name == free.specialist))
        return True

    def _say_who(self, visit: Visit, now: Specialist) -> None:
        """Put who receives her into the store's task and her reminder."""
        why = "tasks.visit_home" if visit.at_home else "tasks.visit"
        told = self.texts.render(line(why, **self.facts(visit)))
        waits = update(Task).where(Task.dedupe == visit.key, Task.done_at.is_(None))
        self.db.execute(waits.values(why=told, staff=now.login))
        reminder = select(Message).where(Message.dedupe == visit.key)
        for message in self.db.scalars(reminder.where(Message.claimed_until.is_(None))):
            message.params = {**message.params, "specialist": visit.specialist}

    def _note_service(self, visit: Visit, by: str) -> None:
        """Whose customer she is may follow from who received her."""
        known = next((one for one in self.shop.specialists if one.name == visit.specialist), None)
        person = lock_person(self.db, visit.person_id)
        if known and known.login and person:
            meets(self.db, person, Met("service", known.login, visit.starts), self.shop, by=by)

    def _with_somebody(self, search: Search, starts: datetime, take: Callable[[FreeTime], T]) -> T:
        """Take a time with whoever has it free; where somebody was first, with the next one."""
        while free := free_at(self.db, self.shop, search, starts):
            try:
                return take(free)
            except Refused as refused:
                if refused.reason != "appointment_taken":
                    raise
        raise Refused("appointment_taken")

    def _prepare(self, person: Person, visit: Visit) -> None:
        """Queue the reminder of the day before, and ask the store to be ready."""
        when = remind_when(visit.starts, clock.now())
        if when:
            due, not_after = when
            reminder = "appointment.reminder_home" if visit.at_home else "appointment.reminder"
            self._queue(visit, reminder, visit.key, due=due, not_after=not_after)
        why = "tasks.visit_home" if visit.at_home else "tasks.visit"
        known = next((one for one in self.shop.specialists if one.name == visit.specialist), None)
        ask_people(
            self.db,
            kind="visit",
            dedupe=visit.key,
            person=person,
            why=self.texts.render(line(why, **self.facts(visit))),
            words=_said(visit),
            due=visit.starts,
            store=visit.store,
            staff=known.login if known else None,
        )

    def _drop(self, key: str, why: str) -> None:
        reason = self.texts.render(line(why))
        drop_messages(self.db, key, why=reason)
        leave_unsaid(self.db, key, why=reason)
        close_task(self.db, key, result=reason)
        close_task(self.db, hours_key(key), result=reason)

    def _tell(self, visit: Visit, key: str) -> None:
        self._queue(visit, key, f"{key}:{visit.id}", due=clock.now(), not_after=None)

    def _queue(self, visit: Visit, key: str, dedupe: str, **times: Any) -> None:
        queue(
            self.db,
            visit.person_id,
            key,
            self.facts(visit),
            kind="appointment",
            journey="appointment",
            purpose="service",
            dedupe=dedupe,
            **times,
        )

    def facts(self, visit: Visit) -> dict[str, str]:
        """Return what a text about a visit may name."""
        here = clock.local(visit.starts)
        service = self.shop.service(visit.service)
        return {
            "day": f"{here.month}月{here.day}日",
            "hour": f"{here:%H:%M}",
            "at": as_time(visit.starts),
            "store": visit.store,
            "service": service.name if service else visit.service,
            "specialist": visit.specialist,
        }


def hours_key(visit_key: str) -> str:
    """Return what the task is known by that calls her whose time fell away."""
    return f"{visit_key}:hours"


def forget_visits(db: Session, person_id: int) -> None:
    """Give back the times of who left, and forget what she said of her visits."""
    for visit in upcoming_of(db, person_id):
        actions.cancel(db, visit, by="bot")
        close_task(db, visit.key, result=None)
        close_task(db, hours_key(visit.key), result=None)
    actions.forget_words(db, person_id)


def _said(visit: Visit) -> str:
    """Return what the store should know: her words, and for a visit at home where and how."""
    contact = visit.contact or {}
    return "\n".join(filter(None, [visit.words, contact.get("address"), contact.get("phone")]))
