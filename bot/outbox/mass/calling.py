"""One call for many, before and after: what is written down, so that it is made once."""

from datetime import datetime, timedelta

from sqlalchemy import update
from sqlalchemy.orm import Session

from bot import clock
from bot.channels.wechat.errors import until_midnight
from bot.outbox.actions import pause_door
from bot.outbox.mass.claiming import is_enough, mark_of
from bot.outbox.mass.models import MassBatch
from bot.outbox.mass.quotas import calls_left, is_too_fast
from bot.outbox.mass.reports import note_taken
from bot.outbox.switches import house

KNOWN_AGAIN = timedelta(hours=20)  # WeChat knows a mark for a day
MINUTE = timedelta(minutes=1)


def begin_call(db: Session, batch_id: int, people: int) -> str | None:
    """Note that a call is made now; return a word where it is not: alone, held, or later."""
    batch = db.get_one(MassBatch, batch_id, with_for_update=True, populate_existing=True)
    again = batch.called_at is not None
    if not again and not is_enough(people):
        return "alone"
    if _is_held_back(db):
        return "later" if again else "held"
    if again:
        batch.state = "asking"
    else:
        batch.people, batch.once = mark_of(db, batch_id)
        batch.called_at = clock.real_now()
    batch.attempts += 1
    return None


def may_ask_again(batch: MassBatch) -> bool:
    """Say whether WeChat still knows this mark, and what it says is not too late."""
    called, ends = batch.called_at, batch.not_after
    fresh = called is not None and clock.real_now() - called < KNOWN_AGAIN
    return fresh and (ends is None or clock.now() < ends)


def accept(db: Session, batch_id: int, msg_id: str) -> None:
    """Keep that WeChat took it, and under which number."""
    batch = db.get_one(MassBatch, batch_id, with_for_update=True, populate_existing=True)
    batch.state, batch.sent_at, batch.reason = "sent", clock.now(), None
    note_taken(db, batch, msg_id)


def end(
    db: Session, batch_id: int, state: str, look_at: datetime | None, reason: str | None
) -> None:
    """Let go of a batch; what gathers again has not been called."""
    values: dict[str, object] = {"state": state, "claimed_until": None, "reason": reason}
    values |= {"look_at": look_at} if look_at else {}
    values |= {"called_at": None} if state == "leaving" else {}
    db.execute(update(MassBatch).where(MassBatch.id == batch_id).values(values))


def _is_held_back(db: Session) -> bool:
    """Say whether the house or WeChat's quotas hold it back; a quota shuts the door for all."""
    stands = house(db)
    if stands.stop or stands.shadow:
        return True
    if calls_left(db) <= 0:
        pause_door(db, "mass", until_midnight(), "all calls of the day are used")
        return True
    if is_too_fast(db):
        pause_door(db, "mass", MINUTE, "all calls of the minute are used")
        return True
    return False
