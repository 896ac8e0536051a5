"""Write messages into the outbox, and open or shut the doors of a person."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, delete, literal, update
from sqlalchemy.orm import Session

from bot import clock
from bot.db import change, insert_once, put
from bot.outbox.doors import ALLOWANCES, MASS
from bot.outbox.models import DoorGrant, DoorPause, Message
from bot.outbox.purposes import UNASKED_JOURNEYS, UNASKED_PURPOSES

_UNASKED = Message.purpose.in_(UNASKED_PURPOSES) | Message.journey.in_(UNASKED_JOURNEYS)


def queue(  # noqa: PLR0913 - each is a column
    db: Session,
    person_id: int,
    key: str,
    params: dict[str, Any],
    *,
    kind: str,
    purpose: str,
    dedupe: str,
    due: datetime | None = None,
    not_after: datetime | None = None,
    caused_at: datetime | None = None,
    journey: str | None = None,
    identity_id: int | None = None,
    subject_id: int | None = None,
) -> bool:
    """Write a message once per `dedupe`; return whether it is new.

    `due` is now by default; `caused_at` is the moment of her own act that it answers, and
    `identity_id` the openid she did it with. Of `subject_id`, what it is about, more is known when
    it leaves.
    """
    now = clock.now()
    return insert_once(
        db,
        Message,
        person_id=person_id,
        identity_id=identity_id,
        subject_id=subject_id,
        dedupe=dedupe,
        kind=kind,
        journey=journey,
        purpose=purpose,
        key=key,
        params=params,
        due=due or now,
        not_after=not_after,
        caused_at=caused_at,
        look_at=due or now,
        state="planned",
        attempts=0,
        created_at=now,
    )


def drop_messages(db: Session, dedupe: str, *, why: str) -> bool:
    """Take back a message that was not sent yet, with the reason; return whether there was one."""
    return _skip(db, Message.dedupe == dedupe, why)


def plan_again(db: Session, dedupe: str) -> None:
    """Plan a message again that was taken back by a slip, where it is not due yet."""
    taken_back = (Message.dedupe == dedupe) & (Message.state == "skipped")
    db.execute(
        update(Message)
        .where(taken_back, Message.due > clock.now(), Message.sent_at.is_(None))
        .values(state="planned", reason=None, look_at=Message.due)
    )


def undo_drop(db: Session, dedupe: str, *, why: str, due: datetime | None = None) -> bool:
    """Plan a message again that was taken back for this very reason; return whether one was.

    It is due when it was, unless another time is given; what is too late is found out as ever.
    """
    taken_back = (Message.dedupe == dedupe) & (Message.state == "skipped")
    again = update(Message).where(taken_back, Message.reason == why, Message.sent_at.is_(None))
    when = Message.due if due is None else due
    return bool(change(db, again.values(state="planned", reason=None, due=when, look_at=when)))


def drop_unasked(db: Session, person_id: int, *, why: str) -> None:
    """Take back all that waits for a person and that she did not cause to be said.

    What is on its way is stopped before its door, if it is not too late for that.
    """
    hers = (Message.person_id == person_id) & _UNASKED
    _skip(db, hers, why)
    leaving = update(Message).where(hers, Message.claimed_until.is_not(None))
    db.execute(leaving.values(not_after=clock.now(), reason=why))


def look_again(db: Session, person_id: int) -> None:
    """Decide anew about all that waits for a person unasked: she has just said what she wishes."""
    hers = (Message.person_id == person_id) & _UNASKED & Message.state.in_(("planned", "waiting"))
    waiting = update(Message).where(hers, Message.claimed_until.is_(None))
    db.execute(waiting.where(Message.state == "waiting").values(look_at=clock.now()))
    leaving = update(Message).where(hers, Message.claimed_until.is_not(None))
    db.execute(leaving.values(reason=""))


def forget_messages(db: Session, person_ids: list[int], *, why: str) -> None:
    """Take back what was not sent, and keep of all else only that it was there.

    What is on its way arrives; where it fails, it is too late for it.
    """
    hers = Message.person_id.in_(person_ids)
    _skip(db, hers, why)
    blank = update(Message).where(hers).values(text=None, params={}, not_after=clock.now())
    db.execute(blank.values(dedupe=literal("forgotten:").concat(Message.id)))


def open_door(db: Session, person_id: int, cause: str, *, at: datetime) -> None:
    """Note that an act of hers lets messages through; a new act renews, it does not add up."""
    allowance = ALLOWANCES[cause]
    keys = {"person_id": person_id, "cause": cause}
    put(db, DoorGrant, keys, until=at + allowance.lasts, left=allowance.messages)


def shut_doors(db: Session, person_id: int) -> None:
    """Shut every door to a person at once, and look at what waits for her."""
    hers = (DoorGrant.person_id == person_id) & (DoorGrant.cause != MASS)  # WeChat counts on
    db.execute(delete(DoorGrant).where(hers))
    db.execute(
        update(Message)
        .where(Message.person_id == person_id, Message.state.in_(("planned", "waiting")))
        .values(look_at=clock.now())
    )


def _skip(db: Session, which: ColumnElement[bool], why: str) -> bool:
    not_sent = Message.state.in_(("planned", "waiting")) & Message.claimed_until.is_(None)
    skipping = update(Message).where(which, not_sent).values(state="skipped", reason=why)
    return bool(change(db, skipping))


def pause_door(db: Session, door: str, lasts: timedelta, why: str) -> None:
    """Stop a whole door for a while: a quota, a ban, a wrong setting."""
    put(db, DoorPause, {"door": door}, until=clock.real_now() + lasts, why=why[:300])
