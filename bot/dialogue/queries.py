"""Read where the talks stand."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any, Literal, NamedTuple

from sqlalchemy import Select, SQLColumnExpression, case, func, select
from sqlalchemy.orm import Session

from bot.dialogue.models import Conversation, Inbox
from bot.shop.people.models import Identity, Person
from bot.shop.people.queries import seen_by
from bot.shop.staff.rules import Actor

Which = Literal["waiting", "mine", "all"]
OWNERS = timedelta(minutes=5)  # so long her own guide has who waits, then everybody of the store
MANY = 99
JUST_NOW = timedelta(seconds=10)


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
) -> list[TalkAndPerson]:
    """Return talks with the customers of a colleague, who must be answered first before others.

    Of those who wait: first hers, then those whom nobody looks after or whose guide has let them
    wait, then those who are still with their guide; in each part who has waited longest.
    """
    wanted = _of(who, which).order_by(*_order(who, which, now))
    return [TalkAndPerson(*row) for row in db.execute(wanted.offset(skip).limit(limit))]


def many_waiting(db: Session, who: Actor) -> int:
    """Count who waits for this colleague or her store; more than `MANY` are not counted on."""
    some = _of(who, "waiting").with_only_columns(Conversation.id).limit(MANY + 1).subquery()
    return db.scalar(select(func.count()).select_from(some)) or 0


def last_words(db: Session, person_ids: Collection[int]) -> dict[int, tuple[str, str]]:
    """Return what each of them said last: the kind of it, and the words."""
    newest = select(func.max(Inbox.id)).where(Inbox.person_id.in_(person_ids))
    found = db.scalars(select(Inbox).where(Inbox.id.in_(newest.group_by(Inbox.person_id))))
    return {row.person_id: (row.kind, str(row.said.get("text", ""))) for row in found}


def _of(who: Actor, which: Which) -> Select[Conversation, Person]:
    wanted = _talks().where(seen_by(who))
    if which == "waiting":
        return wanted.where(Conversation.waiting_since.is_not(None))
    if which == "mine":
        return wanted.where(Conversation.holder == "staff", Conversation.staff == who.login)
    return wanted


def _order(who: Actor, which: Which, now: datetime) -> tuple[SQLColumnExpression[Any], ...]:
    if which == "all":
        return (Conversation.id.desc(),)
    left_alone = Person.guide.is_(None) | (Conversation.waiting_since <= now - OWNERS)
    turn = case((Person.guide == who.login, 0), (left_alone, 1), else_=2)
    return turn, Conversation.waiting_since, Conversation.id


def _talks() -> Select[Conversation, Person]:
    """A talk stays with its record where two were found to be one person: that one is over."""
    talks = select(Conversation, Person).join(Person, Person.id == Conversation.person_id)
    return talks.where(Person.merged_into.is_(None))


def somebody_writes(db: Session, now: datetime) -> bool:
    """Say whether a customer wrote within the last seconds."""
    newest = db.scalar(select(Inbox.at).order_by(Inbox.id.desc()).limit(1))
    return newest is not None and now - newest < JUST_NOW
