"""Read where the talks stand."""

from collections.abc import Collection
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Literal, NamedTuple

from sqlalchemy import ColumnElement, Select, bindparam, func, literal, select, union_all
from sqlalchemy.orm import Session

from bot.dialogue.models import Conversation, Inbox
from bot.shop.people.models import Identity, Person
from bot.shop.people.queries import seen_by
from bot.shop.staff.rules import Actor

Which = Literal["waiting", "mine", "all"]
_Listed = Select[int, int, str | None, str | None, str, str | None, datetime | None]
OWNERS = timedelta(minutes=5)  # so long her own guide has who waits, then everybody of the store
MANY = 99
JUST_NOW = timedelta(seconds=10)


class TalkInList(NamedTuple):
    """One of many talks: with whom, who looks after her, who has it, since when she waits."""

    id: int
    person_id: int
    name: str | None
    guide: str | None
    holder: str
    staff: str | None
    since: datetime | None


class TalkAndPerson(NamedTuple):
    """A talk, and with whom."""

    talk: Conversation
    person: Person


def conversation(db: Session, talk_id: int) -> TalkAndPerson | None:
    """Return one talk; None where there is none, or she was forgotten."""
    row = db.execute(_talks().where(Conversation.id == talk_id)).one_or_none()
    return TalkAndPerson(*row) if row else None


def conversations_page(
    db: Session,
    *,
    openid: str | None = None,
    waiting: bool | None = None,
    before: int | None = None,
    limit: int,
) -> list[TalkAndPerson]:
    """Return talks, newest first; an openid has one at most."""
    wanted = _talks()
    if openid is not None:
        hers = (Identity.channel == "wechat") & (Identity.external_id == openid)
        wanted = wanted.join(Identity, Identity.person_id == Person.id).where(hers)
    if waiting is not None:
        wanted = wanted.where(Conversation.waiting_since.is_not(None) == waiting)
    if before is not None:
        wanted = wanted.where(Conversation.id < before)
    rows = db.execute(wanted.order_by(Conversation.id.desc()).limit(limit))
    return [TalkAndPerson(*row) for row in rows]


def talks_for(
    db: Session, who: Actor, which: Which, now: datetime, *, skip: int = 0, limit: int
) -> list[TalkInList]:
    """Return talks with the customers of a colleague, who must be answered first before others."""
    wanted = _in_turn(who, skip + limit) if which == "waiting" else _others(who, which)
    rows = db.execute(wanted.offset(skip).limit(limit), {"new_since": now - OWNERS})
    return [TalkInList(*row) for row in rows]


@lru_cache
def _in_turn(who: Actor, most: int) -> _Listed:
    """Select who waits: of each part no more than are shown, however many wait.

    First hers, then those whom nobody looks after or whose guide has let them wait, then those who
    are still with their guide; in each part who has waited longest.
    """
    guide = func.coalesce(Person.guide, "")  # by no index: these are found by when they came
    others, is_new = guide != who.login, Conversation.waiting_since > bindparam("new_since")
    with_theirs = is_new & (guide != "")
    parts = (Person.guide == who.login, others & ~with_theirs, others & with_theirs)
    firsts = (_first(who, part, turn, most) for turn, part in enumerate(parts))
    some = union_all(*firsts).subquery()
    wanted = _columns().join(some, some.c.id == Conversation.id)
    return wanted.order_by(some.c.turn, Conversation.waiting_since, Conversation.id)


def _first(who: Actor, part: ColumnElement[bool], turn: int, most: int) -> Select[int, int]:
    waits = select(Conversation.id, literal(turn).label("turn")).join(Person)
    waits = waits.where(_is_of(who, "waiting"), part)
    some = waits.order_by(Conversation.waiting_since, Conversation.id).limit(most).subquery()
    return select(some.c.id, some.c.turn)


def _others(who: Actor, which: Which) -> _Listed:
    wanted = _columns().where(_is_of(who, which))
    if which == "all":
        return wanted.order_by(Conversation.id.desc())
    since = Conversation.waiting_since
    return wanted.order_by(since.is_(None), since, Conversation.id)


def many_waiting(db: Session, who: Actor) -> int:
    """Count who waits for this colleague or her store; more than `MANY` are not counted on."""
    waits = select(Conversation.id).join(Person).where(_is_of(who, "waiting"))
    # in their order, or SQLite reads every talk there is to find those who wait
    some = waits.order_by(Conversation.waiting_since).limit(MANY + 1).subquery()
    return db.scalar(select(func.count()).select_from(some)) or 0


def last_words(db: Session, person_ids: Collection[int]) -> dict[int, tuple[str, str]]:
    """Return what each of them said last: the kind of it, and the words."""
    found = db.scalars(select(Inbox).where(Inbox.id.in_(last_said(db, person_ids).values())))
    return {row.person_id: (row.kind, str(row.said.get("text", ""))) for row in found}


def last_said(db: Session, person_ids: Collection[int]) -> dict[int, int]:
    """Return the number of what each of them said last."""
    newest = select(Inbox.person_id, func.max(Inbox.id)).where(Inbox.person_id.in_(person_ids))
    rows = db.execute(newest.group_by(Inbox.person_id))
    return {person_id: number for person_id, number in rows}  # noqa: C416 - for its types


def _is_of(who: Actor, which: Which) -> ColumnElement[bool]:
    seen = Person.merged_into.is_(None) & seen_by(who)
    if which == "waiting":
        return seen & Conversation.waiting_since.is_not(None)
    if which == "mine":
        return seen & (Conversation.holder == "staff") & (Conversation.staff == who.login)
    return seen


def _columns() -> _Listed:
    return select(
        Conversation.id,
        *(Person.id, Person.name, Person.guide),
        *(Conversation.holder, Conversation.staff, Conversation.waiting_since),
    ).join(Person, Person.id == Conversation.person_id)


def _talks() -> Select[Conversation, Person]:
    """A talk stays with its record where two were found to be one person: that one is over."""
    talks = select(Conversation, Person).join(Person, Person.id == Conversation.person_id)
    return talks.where(Person.merged_into.is_(None))


def somebody_writes(db: Session, now: datetime) -> bool:
    """Say whether a customer wrote within the last seconds."""
    newest = db.scalar(select(Inbox.at).order_by(Inbox.id.desc()).limit(1))
    return newest is not None and now - newest < JUST_NOW
