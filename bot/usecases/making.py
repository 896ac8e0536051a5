"""Something is made or mended for her: she hears each stage, and of a day that changes."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import clock
from bot.outbox.actions import drop_messages, queue, undo_drop
from bot.outbox.models import Message
from bot.outbox.notices.actions import tell_staff
from bot.shop.people.actions import lock_person
from bot.shop.people.models import Person
from bot.shop.refusal import Refused
from bot.shop.stores.actions import note_place
from bot.shop.stores.rules import Shop
from bot.shop.tasks.actions import ask_again, ask_people, close_task
from bot.shop.works import actions
from bot.shop.works.models import PUT_BACK, Work
from bot.shop.works.rules import courses
from bot.texts import Texts, line

TOLD_FOR = timedelta(days=14)
EVENING = time(18)
LEADS = ("store_manager", "regional_manager", "head_office")


@dataclass(frozen=True)
class Bench:
    """Where works are kept: the database, the shop's rules and its words."""

    db: Session
    shop: Shop
    texts: Texts

    def begin(self, work: Work, *, by: str, told_after: timedelta = timedelta(0)) -> Work:
        """Take on a work and tell her; the same number twice is one work.

        She is told after a while where a slip may still be undone meanwhile.
        """
        begun = actions.begin_work(self.db, work, by=by)
        if begun is None:
            assert work.number  # only a number can be known already
            known = actions.work_numbered(self.db, work.number)
            if known.stage == PUT_BACK:
                raise Refused("work_put_back")
            return known
        note_place(self.db, store=begun.store, guide=None)
        self._tell_stage(begun, after=told_after)
        return begun

    def put_back(self, work_id: int, *, by: str) -> bool:
        """Undo a taking in that was a slip; return whether she hears nothing of it."""
        work = self._held(work_id)
        first = stage_key(work, courses()[work.kind].stages[0])
        if actions.put_back_work(self.db, work, by=by):
            drop_messages(self.db, first, why=self._why("reasons.slip"))
            if work.promised:
                self._settle_late(work, work.promised)
        heard = (Message.dedupe == first) & (Message.state != "skipped")
        return self.db.scalar(select(Message.id).where(heard)) is None

    def move(
        self, work_id: int, stage: str, *, by: str, told_after: timedelta = timedelta(0)
    ) -> Work:
        """Move a work on and tell her; what she has not heard of before stages is dropped.

        She is told after a while where a slip may still be undone meanwhile.
        """
        work = self._held(work_id)
        before = work.stage
        if actions.move_work(self.db, work, stage, by=by):
            self._drop(stage_key(work, before))
            if stage not in courses()[work.kind].unkept and work.promised:
                self._settle_late(work, work.promised)
            self._tell_stage(work, after=told_after)
        return work

    def move_back(self, work_id: int, *, by: str) -> Work:
        """Undo a move that was a slip: she hears nothing of it, and of the stage before again."""
        work = self._held(work_id)
        slip = stage_key(work, work.stage)
        if actions.move_back(self.db, work, by=by):
            drop_messages(self.db, slip, why=self._why("reasons.slip"))
            went_on, now = self._why("reasons.work_went_on"), clock.now()
            undo_drop(self.db, stage_key(work, work.stage), why=went_on, due=now)
            if work.promised and work.stage in self._unkept(work):
                self._warn_again(work, work.promised)
        return work

    def promise(self, work_id: int, day: date, *, by: str, why: str) -> Work:
        """Promise another day; she hears it with the reason, where she heard of one before."""
        work = self._held(work_id)
        before = work.promised
        if actions.promise_day(self.db, work, day, by=by, why=why):
            if before:
                self._settle_late(work, before)
                self._drop(_promise_key(work, before))
            word = "set" if before is None else "later" if day > before else "sooner"
            facts = self._facts(work) | {"why": why.rstrip("。，. ")}
            self._queue(work, f"works.{word}", facts, _promise_key(work, day))
        return work

    def photograph(self, work_id: int, content: bytes, *, by: str) -> Work:
        """Keep a photo of a work; she is told nothing of it."""
        work = self._held(work_id)
        actions.attach_photo(self.db, work, content, by=by)
        return work

    def warn(self, work_id: int, today: date) -> bool:
        """Ask who answers for a work to see to it; once the day is past, those who lead hear."""
        work = self._held(work_id)
        person = self.db.get_one(Person, work.person_id)
        if work.done_at or work.promised is None or work.stage not in self._unkept(work):
            return False  # it went on while we waited
        key = _late_key(work, work.promised)
        if work.promised < today:
            told = {"person": person, "roles": LEADS, "store": work.store}
            tell_staff(self.db, "notices.work_late", dedupe=key, **told)  # type: ignore[arg-type]
        why = line("tasks.work_late", **self._facts(work))
        return ask_people(
            self.db,
            kind="work",
            dedupe=key,
            person=person,
            why=self.texts.render(why),
            words="",
            due=clock.at(max(work.promised, today), EVENING),
            staff=work.owner,
            store=work.store,
        )

    def _tell_stage(self, work: Work, *, after: timedelta = timedelta(0)) -> None:
        facts = self._facts(work) | {"card": f"{work.kind}_{work.stage}"}
        key, due = stage_key(work, work.stage), clock.now() + after
        if not self._queue(work, stage_text(work), facts, key, due=due):
            undo_drop(self.db, key, why=self._why("reasons.slip"), due=due)  # it was a slip before

    def _warn_again(self, work: Work, day: date) -> None:
        why = self.texts.render(line("tasks.work_late", **self._facts(work)))
        due = clock.at(max(day, clock.today()), EVENING)
        ask_again(self.db, _late_key(work, day), why=why, due=due)

    def _facts(self, work: Work) -> dict[str, Any]:
        return facts_of(work, self.shop, self.texts)

    def _queue(
        self,
        work: Work,
        key: str,
        facts: dict[str, Any],
        dedupe: str,
        *,
        due: datetime | None = None,
    ) -> bool:
        return queue(
            self.db,
            work.person_id,
            key,
            facts,
            kind="work",
            journey=work.kind,
            purpose="service",
            dedupe=dedupe,
            due=due,
            not_after=clock.now() + TOLD_FOR,
        )

    def _settle_late(self, work: Work, day: date) -> None:
        result = self.texts.render(line("tasks.work_settled"))
        close_task(self.db, _late_key(work, day), result=result)

    def _drop(self, key: str) -> None:
        drop_messages(self.db, key, why=self._why("reasons.work_went_on"))

    def _why(self, key: str) -> str:
        return self.texts.render(line(key))

    def _unkept(self, work: Work) -> tuple[str, ...]:
        return courses()[work.kind].unkept

    def _held(self, work_id: int) -> Work:
        """Hold its owner, so that what becomes of it follows one after the other."""
        work = self.db.get(Work, work_id)
        if work is None:
            raise Refused("work_unknown")
        lock_person(self.db, work.person_id)
        self.db.refresh(work)
        return work


def stage_key(work: Work, stage: str) -> str:
    """Return what makes the notice of a stage unique."""
    return f"{work.kind}:{work.id}:{stage}"


def stage_text(work: Work) -> str:
    """Return the text of the stage at which a work stands."""
    return f"works.{work.kind}_{work.stage}"


def facts_of(work: Work, shop: Shop, texts: Texts) -> dict[str, Any]:
    """Return what the texts about a work may name."""
    day = f"{work.promised.month}月{work.promised.day}日" if work.promised else ""
    waits = work.promised and work.promised >= clock.today()
    return {
        "item": work.item,
        "number": work.shown_number,
        "store": work.store or shop.shop.name,
        "day": day,
        "promise": str(texts.render(line("works.by_day", day=day))) if waits else "",
    }


def _late_key(work: Work, day: date) -> str:
    return f"{work.kind}:{work.id}:late:{day}"


def _promise_key(work: Work, day: date) -> str:
    return f"{work.kind}:{work.id}:promise:{day}"
