"""What lies with a colleague: tasks, cases, works, talks, visits, words for later."""

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import InstrumentedAttribute, Session

from bot import clock
from bot.db import Base
from bot.dialogue.models import Conversation
from bot.outbox.actions import drop_messages
from bot.outbox.models import Message
from bot.outbox.queries import OPEN_STATES
from bot.shop.appointments.models import Visit
from bot.shop.complaints.models import Approval, Complaint
from bot.shop.complaints.rules import RUNGS
from bot.shop.people.actions import living
from bot.shop.people.models import Person
from bot.shop.staff.queries import who_leads
from bot.shop.tasks.actions import ask_people, close_task
from bot.shop.tasks.models import Task
from bot.shop.works.models import Work
from bot.usecases.handing_over.hands import LEADERS, Hands
from bot.usecases.talking import QUIET
from bot.usecases.visiting import Desk

GREETING = "new_guide"  # the kind of the task to say hello to her
WORDS = "later_words"
STAYS = object()  # with whom it is, for want of anybody else


class Lies(NamedTuple):
    """Things of a kind that lie with a colleague: their table, whose each is, which are open."""

    table: type[Base]
    owner: InstrumentedAttribute[Any]
    is_open: ColumnElement[bool]


def kinds() -> Mapping[str, Lies]:
    """Return all kinds but the words for later, whose author stands in a sealed field."""
    visits = (Visit.state == "booked") & (Visit.starts > clock.now())
    talks = (Conversation.holder == "staff") & Conversation.returns_at.is_not(None)
    return {
        "task": Lies(Task, Task.staff, Task.done_at.is_(None)),
        "case": Lies(Complaint, Complaint.owner, Complaint.status == "open"),
        "work": Lies(Work, Work.owner, Work.done_at.is_(None)),
        "talk": Lies(Conversation, Conversation.staff, talks),
        "visit": Lies(Visit, Visit.specialist, visits),
    }


def pieces(
    hands: Hands, person_ids: Collection[int] | None, limit: int
) -> Iterator[tuple[str, Any]]:
    """Give what lies with the giver for these customers; None: for all who are not hers."""
    for kind, (table, owner, is_open) in kinds().items():
        hers = owner.in_(hands.served_as) if kind == "visit" else owner == hands.giver
        of: InstrumentedAttribute[Any] = table.person_id  # type: ignore[attr-defined]
        rows = select(table).where(hers, is_open, _whose(of, hands.giver, person_ids))
        for row in hands.db.scalars(rows.order_by(table.id).limit(limit)):  # type: ignore[attr-defined]
            yield kind, row
    for message in written_by(hands.db, hands.giver, person_ids):
        yield WORDS, message


def written_by(
    db: Session,
    login: str | None,
    person_ids: Collection[int] | None,
    *,
    hers_too: bool = False,
) -> list[Message]:
    """Return what a colleague wrote that is to go later; without ids: to who is not hers."""
    waits = Message.state.in_(OPEN_STATES) & Message.claimed_until.is_(None)
    later = (Message.kind == "staff") & (Message.look_at > clock.now())
    rows = select(Message).where(waits, later)
    if not hers_too:
        rows = rows.where(_whose(Message.person_id, login, person_ids))
    return [each for each in db.scalars(rows) if each.params.get("by") == login]


def _whose(
    of: InstrumentedAttribute[Any], giver: str | None, person_ids: Collection[int] | None
) -> ColumnElement[bool]:
    if person_ids is not None:
        return of.in_(person_ids)
    still_hers = select(Person.id).where(Person.id == of, Person.guide == giver)
    return ~still_hers.exists()


def hand_on(hands: Hands, kind: str, row: Any, heir: str | None) -> object:
    """Give one thing to somebody, None: to the people of the store; return who has it now."""
    return _GIVEN[kind](hands, row, heir)


def _give_task(hands: Hands, task: Task, heir: str | None) -> object:
    if task.kind == GREETING:  # it speaks in the giver's name
        close_task(hands.db, task.dedupe, result=None)
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


def _give_talk(_hands: Hands, talk: Conversation, heir: str | None) -> object:
    """The successor has the talk at once; where there is none, the bot has it again."""
    if heir is None:
        talk.holder, talk.returns_at = "bot", None
        return None
    talk.staff, talk.returns_at = heir, clock.now() + QUIET
    return heir


def _give_visit(hands: Hands, visit: Visit, heir: str | None) -> object:
    """Somebody else receives her at the same time; where nobody is free, people arrange it."""
    desk = Desk(hands.db, hands.shop, hands.texts)
    if desk.hand_over(visit, but=hands.served_as, rather=heir):
        return visit.specialist
    person = living(hands.db, visit.person_id)
    why = hands.says("handover.visit_alone", colleague=visit.specialist, **desk.facts(visit))
    ask_people(
        hands.db,
        kind="visit",
        dedupe=f"handover:{visit.key}",
        person=person,
        why=why,
        words=visit.words or "",
        due=min(visit.starts, clock.now() + QUIET * 48),
        staff=hands.manager,
        store=visit.store,
    )
    return STAYS


def _give_words(hands: Hands, message: Message, heir: str | None) -> object:
    """What she wrote in her own name does not go by itself: who follows reads it first."""
    colleague = hands.name(hands.giver)
    if not drop_messages(
        hands.db, message.dedupe, why=hands.says("handover.held", guide=colleague)
    ):
        return STAYS
    ask_people(
        hands.db,
        kind="promise",
        dedupe=f"{WORDS}:{message.id}",
        person=living(hands.db, message.person_id),
        why=hands.says("handover.words", colleague=colleague),
        words=str(message.params.get("words", "")),
        due=message.due,
        staff=heir,
    )
    return heir


def approvals_asked(db: Session, login: str) -> list[Approval]:
    """Return what waits for her yes."""
    waits = (Approval.asked == login) & Approval.answered_at.is_(None)
    return list(db.scalars(select(Approval).where(waits)))


_GIVEN: Mapping[str, Callable[[Hands, Any, str | None], object]] = {
    "task": _give_task,
    "case": _give_case,
    "work": _give_work,
    "talk": _give_talk,
    "visit": _give_visit,
    WORDS: _give_words,
}
