"""Who is to hear the same is gathered, and leaves together as soon as nobody else is due."""

from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.orm import Session

from bot import clock
from bot.db import change, insert_once
from bot.outbox.mass.models import MassBatch
from bot.outbox.models import Message

NOBODY_CAME = timedelta(minutes=10)  # then who gathers is decided about anew
CALLING = timedelta(minutes=5)


def gather(db: Session, message: Message, words: str) -> None:
    """Put a message to those who are to hear the same; it leaves with them."""
    words_hash, now = sha256(words.encode()).hexdigest(), clock.now()
    first = {"people": 0, "attempts": 0, "look_at": now, "created_at": now}
    while (batch := _gathering(db, words_hash)) is None:
        hers = {"words": words, "words_hash": words_hash, "state": "gathering"}
        insert_once(db, MassBatch, **hers, **first)
    if message.not_after and (batch.not_after is None or message.not_after < batch.not_after):
        batch.not_after = message.not_after
    message.mass_id = batch.id
    message.state, message.look_at = "waiting", now + NOBODY_CAME


def _gathering(db: Session, words_hash: str) -> MassBatch | None:
    """Hold who gathers for these words, so that nobody joins those who are leaving already."""
    same = (MassBatch.words_hash == words_hash) & (MassBatch.state == "gathering")
    return db.scalars(select(MassBatch).where(same).with_for_update()).one_or_none()


def due_batches(db: Session, now: datetime) -> list[int]:
    """Return what must be looked at now, the oldest first."""
    is_free = MassBatch.claimed_until.is_(None) | (MassBatch.claimed_until < clock.real_now())
    unsettled = MassBatch.state.in_(("gathering", "leaving", "asking", "sent"))
    due = select(MassBatch.id).where(unsettled, is_free, MassBatch.look_at <= now)
    return list(db.scalars(due.order_by(MassBatch.id)))


def next_batch(db: Session) -> datetime | None:
    """Return when the batches must be looked at next."""
    unsettled = MassBatch.state.in_(("gathering", "leaving", "asking", "sent"))
    return db.scalar(select(func.min(MassBatch.look_at)).where(unsettled))


def take_batch(db: Session, batch_id: int) -> MassBatch | None:
    """Claim a batch for this process; None where another one has it."""
    now = clock.real_now()
    is_free = MassBatch.claimed_until.is_(None) | (MassBatch.claimed_until < now)
    taking = update(MassBatch).where(MassBatch.id == batch_id, is_free)
    if not change(db, taking.values(claimed_until=now + CALLING)):
        return None
    batch = db.get_one(MassBatch, batch_id, populate_existing=True)
    batch.state = "leaving" if batch.state == "gathering" else batch.state
    return batch


def waiting_in(batch_id: int) -> ColumnElement[bool]:
    """Return what finds those who gathered and are not claimed yet."""
    is_open = Message.state.in_(("planned", "waiting")) & Message.claimed_until.is_(None)
    return (Message.mass_id == batch_id) & is_open
