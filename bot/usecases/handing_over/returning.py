"""How each thing comes back to the giver, unless somebody has acted on it since."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import func, inspect, select, update
from sqlalchemy.orm import Session

from bot import clock
from bot.dialogue.models import Conversation
from bot.outbox.actions import plan_again
from bot.outbox.models import Message
from bot.shop.appointments.models import Visit
from bot.shop.complaints.models import Approval, Complaint, Evidence
from bot.shop.complaints.rules import RUNGS
from bot.shop.events.models import Event
from bot.shop.owning.models import Handover
from bot.shop.staff.models import Staff
from bot.shop.tasks.actions import close_task
from bot.shop.tasks.models import Task
from bot.shop.works.models import Work
from bot.usecases.handing_over.giving import arranging, ask_instead
from bot.usecases.handing_over.hands import Hands
from bot.usecases.handing_over.pieces import APPROVAL, GREETING, WORDS, kinds
from bot.usecases.talking import QUIET
from bot.usecases.visiting import Desk

SPOKE = ("took_talk", "wrote", "handed_talk")


def return_things(hands: Hands, handover: Handover) -> int:
    """Give back what nobody has touched; return how much is still open with somebody else."""
    for kind, ids in handover.moved.items():
        for number, has in ids.items():
            _RETURNED[kind](hands, handover, int(number), has)
    hands.db.flush()
    return sum(_left_behind(hands, handover, kind) for kind in handover.moved)


def _left_behind(hands: Hands, handover: Handover, kind: str) -> int:
    if kind == WORDS or handover.giver is None:
        return 0
    table, owner, is_open = kinds()[kind]
    ids = [int(number) for number in handover.moved[kind]]
    hers = _served_as(hands, handover) if kind == "visit" else (handover.giver,)
    elsewhere = owner.is_(None) | owner.not_in(hers)
    still = select(func.count()).select_from(table).where(is_open, elsewhere)
    return hands.db.scalar(still.where(inspect(table).primary_key[0].in_(ids))) or 0


def _served_as(hands: Hands, handover: Handover) -> tuple[str, ...]:
    return replace(hands, giver=handover.giver).served_as


def _task(hands: Hands, handover: Handover, number: int, has: Any) -> None:
    still = (Task.id == number) & Task.staff.is_not_distinct_from(has) & Task.done_at.is_(None)
    hands.db.execute(update(Task).where(still).values(staff=handover.giver))
    greeting = (Task.id == number) & (Task.kind == GREETING) & (Task.done_by == "bot")
    open_again = {"done_at": None, "done_by": None}
    hands.db.execute(update(Task).where(greeting, Task.staff == has).values(open_again))


def _case(hands: Hands, handover: Handover, number: int, has: Any) -> None:
    case, giver = hands.db.get(Complaint, number), hands.db.get(Staff, handover.giver)
    if case is None or giver is None or case.owner != has or case.status != "open":
        return
    since = (Evidence.complaint_id == number) & (Evidence.who == has) & (Evidence.at > handover.at)
    if hands.db.scalar(select(Evidence.id).where(since).limit(1)):
        return
    case.owner, case.rung = giver.login, giver.role if giver.role in RUNGS else case.rung
    of_case = Task.dedupe.startswith(f"complaint:{case.id}:") & Task.done_at.is_(None)
    hands.db.execute(update(Task).where(of_case).values(staff=giver.login))


def _work(hands: Hands, handover: Handover, number: int, has: Any) -> None:
    untouched = (Work.moved_at <= handover.at) & Work.done_at.is_(None)
    still = (Work.id == number) & Work.owner.is_not_distinct_from(has) & untouched
    hands.db.execute(update(Work).where(still).values(owner=handover.giver))


def _visit(hands: Hands, handover: Handover, number: int, has: Any) -> None:
    visit, hers = hands.db.get(Visit, number), _served_as(hands, handover)
    if visit and has in hers:
        close_task(hands.db, arranging(visit), result=None)
    elif visit and visit.specialist == has and visit.state == "booked":
        others = [each.name for each in hands.shop.specialists if each.name not in hers]
        desk = Desk(hands.db, hands.shop, hands.texts)
        desk.hand_over(visit, but=others, rather=handover.giver)


def _words(hands: Hands, handover: Handover, number: int, has: Any) -> None:
    """What is not due yet goes as she wrote it; what is too late for that is hers to see to."""
    message, asked = hands.db.get(Message, number), f"{WORDS}:{number}"
    if message and message.due > clock.now():
        if close_task(hands.db, asked, result=None):
            plan_again(hands.db, message.dedupe)
        return
    still = (Task.dedupe == asked) & Task.staff.is_not_distinct_from(has) & Task.done_at.is_(None)
    hands.db.execute(update(Task).where(still).values(staff=handover.giver))


def _talk(hands: Hands, handover: Handover, number: int, has: Any) -> None:
    """Her talk comes back unless it went on since, or the giver has left and would not answer."""
    giver, talk = hands.db.get(Staff, handover.giver), hands.db.get(Conversation, number)
    if giver is None or not giver.active or talk is None or _went_on(hands.db, handover, talk):
        return
    # the bot forgets whose talk it was as soon as she writes
    standing = ("staff", has) if has else ("bot", giver.login)
    values = {"holder": "staff", "staff": giver.login, "returns_at": clock.now() + QUIET}
    hers = update(Conversation).where(
        Conversation.id == number,
        Conversation.holder == standing[0],
        Conversation.staff == standing[1],
    )
    hands.db.execute(hers.values(values))


def _went_on(db: Session, handover: Handover, talk: Conversation) -> bool:
    """Say whether a colleague did anything in a talk since."""
    spoke = (Event.person_id == talk.person_id) & Event.verb.in_(SPOKE) & (Event.at > handover.at)
    return db.scalar(select(Event.id).where(spoke).limit(1)) is not None


def _approval(hands: Hands, handover: Handover, number: int, has: Any) -> None:
    approval = hands.db.get(Approval, number)
    if approval and approval.asked == has and approval.answered_at is None and handover.giver:
        ask_instead(hands.db, approval, handover.giver)


_RETURNED: Mapping[str, Callable[[Hands, Handover, int, Any], None]] = {
    "task": _task,
    "case": _case,
    "work": _work,
    "visit": _visit,
    "talk": _talk,
    WORDS: _words,
    APPROVAL: _approval,
}
