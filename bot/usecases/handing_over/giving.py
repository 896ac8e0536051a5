"""How each thing is given on: who has it then, and what goes with it."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import Session

from bot import clock
from bot.db import change
from bot.dialogue.models import Conversation
from bot.outbox.actions import drop_messages
from bot.outbox.models import Message
from bot.shop.appointments.models import Visit
from bot.shop.complaints.approvals import approval_of, task_of
from bot.shop.complaints.models import Approval, Complaint
from bot.shop.complaints.rules import RUNGS
from bot.shop.people.actions import living
from bot.shop.staff.models import Staff
from bot.shop.staff.queries import who_leads
from bot.shop.tasks.actions import close_task
from bot.shop.tasks.models import Task
from bot.shop.works.models import Work
from bot.usecases.handing_over.asking import ask_anew
from bot.usecases.handing_over.hands import LEADERS, Hands
from bot.usecases.handing_over.pieces import APPROVAL, GREETING, WORDS
from bot.usecases.talking import QUIET
from bot.usecases.visiting import Desk

STAYS = object()  # with whom it is, for want of anybody else


def hand_on(hands: Hands, kind: str, row: Any, heir: str | None) -> object:
    """Give one thing to somebody, None: to the people of the store; return who has it now."""
    return _GIVEN[kind](hands, row, heir)


def _give_task(hands: Hands, task: Task, heir: str | None) -> object:
    if task.kind == GREETING:  # it speaks in the giver's name
        close_task(hands.db, task.dedupe, result=None)
        return task.staff
    approval = approval_of(hands.db, task)
    if approval and approval.asked == hands.giver:  # goes with what waits for a yes
        return STAYS
    task.staff, task.store = heir, task.store or hands.store
    return heir


def _give_case(hands: Hands, case: Complaint, heir: str | None) -> object:
    """A guide's case goes with her customer; what is led above her goes to who leads now."""
    follows = next((one for one in hands.people if one.login == heir), None)
    if follows is None or follows.role not in RUNGS or case.rung != "guide":
        rungs = LEADERS if case.rung == "guide" else RUNGS[RUNGS.index(case.rung) :]
        follows = who_leads(hands.people, rungs, case.store)
    if follows is None:
        return STAYS
    case.owner, case.rung = follows.login, follows.role
    of_case = Task.dedupe.startswith(f"complaint:{case.id}:") & Task.done_at.is_(None)
    hands.db.execute(update(Task).where(of_case).values(staff=follows.login))
    return follows.login


def _give_work(hands: Hands, work: Work, heir: str | None) -> object:
    work.owner = heir or hands.manager
    return work.owner


def _give_talk(hands: Hands, talk: Conversation, heir: str | None) -> object:
    """The successor has the talk at once; where there is none, the bot has it again."""
    hers = update(Conversation).where(
        Conversation.id == talk.id,
        Conversation.holder == "staff",
        Conversation.staff == hands.giver,
    )
    bot_has_it = {"holder": "bot", "returns_at": None}
    given = {"staff": heir, "returns_at": clock.now() + QUIET} if heir else bot_has_it
    return heir if change(hands.db, hers.values(given)) else STAYS


def _give_visit(hands: Hands, visit: Visit, heir: str | None) -> object:
    """Somebody else receives her at the same time; where nobody is free, people arrange it."""
    desk = Desk(hands.db, hands.shop, hands.texts)
    if desk.hand_over(visit, but=hands.served_as, rather=heir):
        return visit.specialist
    why = hands.says("handover.visit_alone", colleague=visit.specialist, **desk.facts(visit))
    is_asked = ask_anew(
        hands.db,
        kind="visit",
        dedupe=arranging(visit),
        person=living(hands.db, visit.person_id),
        why=why,
        words=visit.words or "",
        due=min(visit.starts, clock.now() + QUIET * 48),
        staff=hands.manager,
        store=visit.store,
    )
    return visit.specialist if is_asked else STAYS


def arranging(visit: Visit) -> str:
    """Return by what the task is known to find somebody who receives her."""
    return f"handover:{visit.key}"


def _give_words(hands: Hands, message: Message, heir: str | None) -> object:
    """What she wrote in her own name does not go by itself: who follows reads it first."""
    colleague = hands.name(hands.giver)
    if not drop_messages(
        hands.db, message.dedupe, why=hands.says("handover.held", guide=colleague)
    ):
        return STAYS
    person = living(hands.db, message.person_id)
    ask_anew(
        hands.db,
        kind="promise",
        dedupe=f"{WORDS}:{message.id}",
        person=person,
        why=hands.says("handover.words", colleague=colleague),
        words=str(message.params.get("words", "")),
        due=message.due,
        staff=heir,
        store=(person.store if person else None) or hands.store,
    )
    return heir


def _give_approval(hands: Hands, approval: Approval, _heir: str | None) -> object:
    """Who may decide as much as the giver, or more, is asked in her place."""
    giver = hands.db.get(Staff, hands.giver)
    case = hands.db.get_one(Complaint, approval.complaint_id)
    rung = giver.role if giver and giver.role in LEADERS else LEADERS[0]
    above = who_leads(hands.people, RUNGS[RUNGS.index(rung) :], case.store)
    if above is None:
        return STAYS
    ask_instead(hands.db, approval, above.login)
    return above.login


def ask_instead(db: Session, approval: Approval, login: str) -> None:
    """Ask another colleague for her yes, with the task that says so."""
    approval.asked = login
    waits = update(Task).where(Task.dedupe == task_of(approval), Task.done_at.is_(None))
    db.execute(waits.values(staff=login))


_GIVEN: Mapping[str, Callable[[Hands, Any, str | None], object]] = {
    "task": _give_task,
    "case": _give_case,
    "work": _give_work,
    "talk": _give_talk,
    "visit": _give_visit,
    WORDS: _give_words,
    APPROVAL: _give_approval,
}
