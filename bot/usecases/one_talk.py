"""Two records become one: of their two open talks the newer goes on, and undoing parts them."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from bot.db import UtcDateTime
from bot.dialogue.models import Conversation, Inbox

Talks = dict[str, Any]
_NEVER = datetime.min.replace(tzinfo=UTC)


def join_talks(db: Session, loser_id: int, winner_id: int) -> Talks:
    """Give the winner the loser's talk where it is open and the newer one; return what moved.

    Called while each still has her own messages, which say whose talk is the newer.
    """
    theirs, hers = _talk(db, loser_id), _talk(db, winner_id)
    if theirs is None or not _is_open(theirs):
        return {}
    if hers and _is_open(hers) and _last_heard(db, winner_id) > _last_heard(db, loser_id):
        return {}
    kept = _packed(hers) if hers else None
    if hers:
        db.delete(hers)
        db.flush()
    _hand_over(db, theirs.id, winner_id)
    return {"moved": theirs.id, "instead_of": kept}


def part_talks(db: Session, talks: Talks, loser_id: int) -> None:
    """Give each her own talk back; what was said since stays with the talk it was said in."""
    if not talks or db.get(Conversation, talks["moved"]) is None:
        return
    _hand_over(db, talks["moved"], loser_id)
    if talks["instead_of"]:
        db.add(Conversation(**_unpacked(talks["instead_of"])))
        db.flush()


def _talk(db: Session, person_id: int) -> Conversation | None:
    return db.scalars(select(Conversation).filter_by(person_id=person_id)).one_or_none()


def _is_open(talk: Conversation) -> bool:
    """Say whether anything is asked, or somebody of the shop speaks or is waited for."""
    return bool(talk.flow or talk.holder == "staff" or talk.waiting_since)


def _last_heard(db: Session, person_id: int) -> datetime:
    last = select(func.max(Inbox.at)).where(Inbox.person_id == person_id)
    return db.scalar(last) or _NEVER


def _hand_over(db: Session, talk_id: int, person_id: int) -> None:
    db.execute(update(Conversation).where(Conversation.id == talk_id).values(person_id=person_id))


def _packed(talk: Conversation) -> Talks:
    """Return a talk as JSON holds it."""
    values = {column.key: getattr(talk, column.key) for column in Conversation.__table__.columns}
    return {k: v.isoformat() if isinstance(v, datetime) else v for k, v in values.items()}


def _unpacked(packed: Talks) -> Talks:
    moments = [c.key for c in Conversation.__table__.columns if isinstance(c.type, UtcDateTime)]
    return packed | {k: datetime.fromisoformat(packed[k]) for k in moments if packed[k]}
