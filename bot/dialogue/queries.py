"""Read where the talks stand."""

from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from bot.dialogue.models import Conversation, Inbox
from bot.shop.people.models import Identity, Person

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


def _talks() -> Select[Conversation, Person]:
    """A talk stays with its record where two were found to be one person: that one is over."""
    talks = select(Conversation, Person).join(Person, Person.id == Conversation.person_id)
    return talks.where(Person.merged_into.is_(None))


def somebody_writes(db: Session, now: datetime) -> bool:
    """Say whether a customer wrote within the last seconds."""
    newest = db.scalar(select(Inbox.at).order_by(Inbox.id.desc()).limit(1))
    return newest is not None and now - newest < JUST_NOW
