"""Who gathered is looked at once more, claimed and debited, a slice at a time."""

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from functools import partial
from hashlib import sha256
from typing import Any

from sqlalchemy import ColumnElement, exists, select, update
from sqlalchemy.orm import Session, aliased

from bot import clock
from bot.channels.wechat.mass import FEWEST, MOST
from bot.db import Database
from bot.outbox.looks import Look
from bot.outbox.mass.gathering import waiting_in
from bot.outbox.mass.models import MassBatch
from bot.outbox.mass.quotas import debit, give_back
from bot.outbox.models import Message
from bot.outbox.policy import Send
from bot.shop.people.actions import living
from bot.shop.people.models import Person

SLICE = 50
SLICE_OF_UPDATES = 500
HELD = timedelta(days=2)  # the batch's own claim says who looks after these


Looks = Callable[[Session, Sequence[int]], list[Look]]


def claim_all(database: Database, batch: MassBatch, look: Looks) -> None:
    """Claim who still may get it, as many as one call takes; all others are decided about anew."""
    last = claimed = 0
    while claimed < MOST:
        some = partial(_claim_slice, batch=batch, look=look, after=last, most=MOST - claimed)
        found = database.run(some)
        if found is None:
            break
        last, count = found
        claimed += count
    in_slices(database, waiting_in(batch.id), mass_id=None, look_at=clock.now())


def _claim_slice(
    db: Session, batch: MassBatch, look: Looks, *, after: int, most: int
) -> tuple[int, int] | None:
    """Claim some; return how far it came and how many, None where nobody is left."""
    other = aliased(Message)
    busy = exists().where(other.person_id == Message.person_id, other.claimed_until.is_not(None))
    next_ones = select(Message.id).where(waiting_in(batch.id), ~busy, Message.id > after)
    ids = list(db.scalars(next_ones.order_by(Message.id).limit(min(SLICE, most))))
    if not ids:
        return None
    still = [each.message for each in look(db, ids) if each.decision == Send("mass")]
    hers = {message.person_id: message for message in still if message.mass_id == batch.id}
    paid = debit(db, list(hers), clock.now())
    for person_id in sorted(paid):
        _claim(hers[person_id], batch)
    db.flush()
    return ids[-1], len(paid)


def _claim(message: Message, batch: MassBatch) -> None:
    message.text, message.door, message.attempts = batch.words, "mass", message.attempts + 1
    message.reason, message.claimed_until = None, clock.real_now() + HELD


def claimed_in(batch_id: int) -> ColumnElement[bool]:
    """Return what finds those who are on their way with a batch."""
    return (Message.mass_id == batch_id) & Message.claimed_until.is_not(None)


def mark_of(db: Session, batch_id: int) -> tuple[int, str]:
    """Return how many are claimed, and a mark that is the same for the same messages always."""
    rows = select(Message.dedupe).where(claimed_in(batch_id)).order_by(Message.dedupe)
    found = list(db.scalars(rows))
    return len(found), sha256("\n".join(found).encode()).hexdigest()[:32]


def is_enough(count: int) -> bool:
    """Say whether WeChat takes it as one text for many."""
    return count >= FEWEST


def taken_back(batch_id: int) -> ColumnElement[bool]:
    """Return what finds claimed ones that she or the house has taken back since."""
    back = (Message.not_after <= clock.now()) | Message.reason.is_not(None)
    return claimed_in(batch_id) & back


def let_go(database: Database, which: ColumnElement[bool], *, alone: bool = False) -> int:
    """End the claims of what surely did not go, give back, and let it be decided about anew.

    `alone` keeps in mind that this door is none for it.
    """
    changed: dict[str, Any] = {"state": "waiting", "look_at": clock.now()}
    changed |= {"door": None, "text": None} | ({} if alone else {"mass_id": None})
    return in_slices(database, which, refunded=True, **changed)


def in_slices(
    database: Database, which: ColumnElement[bool], *, refunded: bool = False, **values: Any
) -> int:
    """Change rows some hundred at a time, and end their claims; return how many."""
    changed, some = 0, partial(_change, which=which, refunded=refunded, values=values)
    while count := database.run(some):
        changed += count
    return changed


def _change(
    db: Session, which: ColumnElement[bool], refunded: bool, values: Mapping[str, Any]
) -> int:
    some = select(Message.id, Message.person_id).where(which).limit(SLICE_OF_UPDATES)
    people = {row.id: row.person_id for row in db.execute(some)}
    merged = _hold(db, set(people.values()))
    ended = {"claimed_until": None, **values}
    db.execute(update(Message).where(Message.id.in_(people)).values(ended))
    if refunded:
        give_back(db, list(people.values()))
    for message_id, person_id in people.items():
        if person_id in merged and (now_is := living(db, person_id)):
            moved = update(Message).where(Message.id == message_id)
            db.execute(moved.values(person_id=now_is.id))
    return len(people)


def _hold(db: Session, person_ids: set[int]) -> set[int]:
    """Hold these persons, so that nobody is merged meanwhile; return who was before."""
    rows = select(Person.id, Person.merged_into).where(Person.id.in_(person_ids))
    held = db.execute(rows.order_by(Person.id).with_for_update(key_share=True))
    return {person_id for person_id, merged_into in held if merged_into}
