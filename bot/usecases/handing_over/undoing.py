"""A press is taken back: each customer returns with what nobody has touched since."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot import clock
from bot.db import change
from bot.outbox.actions import plan_again
from bot.outbox.models import Message
from bot.shop.appointments.models import Visit
from bot.shop.complaints.models import Complaint
from bot.shop.complaints.rules import RUNGS
from bot.shop.owning.actions import give
from bot.shop.owning.models import Handover
from bot.shop.owning.queries import pressed
from bot.shop.people.actions import lock_person
from bot.shop.refusal import Refused
from bot.shop.staff.models import Staff
from bot.shop.tasks.actions import close_task
from bot.shop.tasks.models import Task
from bot.shop.works.models import Work
from bot.usecases.handing_over.hands import Hands
from bot.usecases.handing_over.pieces import GREETING, WORDS
from bot.usecases.visiting import Desk

SLICE = 50


def take_back(hands: Hands, *, of: int | None = None) -> int:
    """Take back a slice of a press, or one customer `of` it; return how much was, 0 once all is."""
    found = pressed(hands.db, hands.press, of=of, limit=SLICE)
    for each in found:
        check_in_time(hands, each)
        person = lock_person(hands.db, each.person_id) if each.person_id else None
        if not _mark(hands.db, each):
            continue
        for kind, ids in each.moved.items():
            for number, has in ids.items():
                _RETURNED[kind](hands, each, int(number), has)
        if person and person.guide == each.heir:
            close_task(hands.db, f"{GREETING}:{each.press}:{person.id}", result=None)
            give(hands.db, person, each.giver, why="undone", by=hands.by, shop=hands.shop)
            person.served_at = each.served_at
    hands.db.flush()
    return len(found)


def check_in_time(hands: Hands, handover: Handover) -> None:
    """Raise Refused where it is too late to take it back."""
    lasts = hands.shop.owning.undo_days
    if handover.at < clock.now() - timedelta(days=lasts):
        raise Refused("handover_too_late", days=lasts)


def _mark(db: Session, handover: Handover) -> bool:
    standing = update(Handover).where(Handover.id == handover.id, Handover.undone_at.is_(None))
    return bool(change(db, standing.values(undone_at=clock.now())))


def _task(hands: Hands, handover: Handover, number: int, has: Any) -> None:
    still = (Task.id == number) & Task.staff.is_not_distinct_from(has) & Task.done_at.is_(None)
    hands.db.execute(update(Task).where(still).values(staff=handover.giver))


def _case(hands: Hands, handover: Handover, number: int, has: Any) -> None:
    case, giver = hands.db.get(Complaint, number), hands.db.get(Staff, handover.giver)
    if case is None or giver is None or case.owner != has or case.status != "open":
        return
    case.owner, case.rung = giver.login, giver.role if giver.role in RUNGS else case.rung
    of_case = Task.dedupe.startswith(f"complaint:{case.id}:") & Task.done_at.is_(None)
    hands.db.execute(update(Task).where(of_case).values(staff=giver.login))


def _work(hands: Hands, handover: Handover, number: int, has: Any) -> None:
    still = (Work.id == number) & Work.owner.is_not_distinct_from(has) & Work.done_at.is_(None)
    hands.db.execute(update(Work).where(still).values(owner=handover.giver))


def _visit(hands: Hands, handover: Handover, number: int, has: Any) -> None:
    visit = hands.db.get(Visit, number)
    if visit and visit.specialist == has and visit.state == "booked":
        giver = replace(hands, giver=handover.giver).served_as
        others = [each.name for each in hands.shop.specialists if each.name not in giver]
        desk = Desk(hands.db, hands.shop, hands.texts)
        desk.hand_over(visit, but=others, rather=handover.giver)


def _words(hands: Hands, _handover: Handover, number: int, _has: Any) -> None:
    if close_task(hands.db, f"{WORDS}:{number}", result=None):
        dedupe = hands.db.scalar(select(Message.dedupe).where(Message.id == number))
        plan_again(hands.db, dedupe or "")


def _talk(*_: Any) -> None:
    """A talk goes on with who has it: in the middle of it nobody else comes."""


_RETURNED: Mapping[str, Callable[[Hands, Handover, int, Any], None]] = {
    "task": _task,
    "case": _case,
    "work": _work,
    "visit": _visit,
    "talk": _talk,
    WORDS: _words,
}
