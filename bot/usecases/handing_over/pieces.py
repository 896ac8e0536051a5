"""What lies with a colleague: tasks, cases, works, talks, visits, words for later, approvals."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from bot import clock
from bot.db import Base
from bot.dialogue.models import Conversation
from bot.outbox.models import Message
from bot.outbox.queries import OPEN_STATES
from bot.shop.appointments.models import Visit
from bot.shop.complaints.models import Approval, Complaint
from bot.shop.people.models import Person
from bot.shop.tasks.models import Task
from bot.shop.works.models import Work
from bot.usecases.handing_over.hands import Hands

GREETING = "new_guide"  # the kind of the task to say hello to her
WORDS = "later_words"
APPROVAL = "approval"


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
        APPROVAL: Lies(Approval, Approval.asked, Approval.answered_at.is_(None)),
    }


def pieces(
    hands: Hands, person_ids: Collection[int] | None, limit: int
) -> Iterator[tuple[str, Any]]:
    """Give what lies with the giver for these customers; None: for all who are not hers.

    A question that waits for her yes is no customer's: `approvals_asked`.
    """
    for kind, (table, owner, is_open) in kinds().items():
        if kind == APPROVAL:
            continue
        hers = owner.in_(hands.served_as) if kind == "visit" else owner == hands.giver
        of: InstrumentedAttribute[Any] = table.person_id  # type: ignore[attr-defined]
        rows = select(table).where(hers, is_open, _whose(of, hands.giver, person_ids))
        in_order = rows.order_by(table.id).limit(limit)  # type: ignore[attr-defined]
        for row in hands.db.scalars(in_order.execution_options(populate_existing=True)):
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


def approvals_asked(db: Session, login: str) -> list[Approval]:
    """Return what waits for her yes."""
    waits = (Approval.asked == login) & Approval.answered_at.is_(None)
    return list(db.scalars(select(Approval).where(waits)))
