"""Our invitation came at the wrong time: it comes once more when she said."""

from datetime import date, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot import clock
from bot.outbox.actions import queue
from bot.outbox.models import UNASKED, Message
from bot.outbox.queries import OPEN_STATES
from bot.shop.wishes.actions import wish
from bot.shop.wishes.rules import Wished

INVITATION = "cleaning"
ANSWERED_WITHIN = timedelta(days=14)
AGAIN = "again:"


def invite_later(db: Session, person_id: int, day: date) -> bool | None:
    """Invite her again from a day on; return whether it comes, or None where nothing was asked.

    What she put off twice is not asked a third time. No other invitation comes before that day.
    """
    invited = _last_told(db, person_id)
    if invited is None or invited.journey != INVITATION:
        return None
    wish(db, person_id, {INVITATION: Wished(False, day)})
    if invited.dedupe.startswith(AGAIN):
        return False
    _ask_again(db, invited, day)
    return True


def _last_told(db: Session, person_id: int) -> Message | None:
    """Return what she heard last without asking, if that is not long ago."""
    fresh = UNASKED & (Message.sent_at > clock.now() - ANSWERED_WITHIN)
    hers = select(Message).where(Message.person_id == person_id, fresh)
    return db.scalars(hers.order_by(Message.sent_at.desc(), Message.id.desc()).limit(1)).first()


def _ask_again(db: Session, invited: Message, day: date) -> None:
    """Plan it for that day; where she names another one later, that one counts."""
    due = clock.at(day, clock.local(invited.due).time())
    ends = due + (invited.not_after - invited.due if invited.not_after else ANSWERED_WITHIN)
    dedupe = f"{AGAIN}{invited.dedupe}"
    is_new = queue(
        db,
        invited.person_id,
        invited.key,
        {},
        kind=invited.kind,
        journey=invited.journey,
        purpose=invited.purpose,
        dedupe=dedupe,
        due=due,
        not_after=ends,
        caused_at=clock.now(),
        subject_id=invited.subject_id,
    )
    if not is_new:
        waits = (Message.dedupe == dedupe) & Message.state.in_(OPEN_STATES)
        moved = update(Message).where(waits, Message.claimed_until.is_(None))
        db.execute(moved.values(due=due, look_at=due, not_after=ends))
