"""What each person was told unasked, what is known to come, what she wishes: for a batch."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, select, union_all
from sqlalchemy.orm import Session

from bot import clock
from bot.db import fingerprint
from bot.outbox.courtesy import MONTH, Heard, Said
from bot.outbox.manners import Journeys, Manner
from bot.outbox.models import UNASKED, Message
from bot.outbox.purposes import UNASKED_PURPOSES
from bot.shop.wishes.actions import wishes_of

LOOKED_BACK = timedelta(days=366)


def heard(
    db: Session, person_ids: Sequence[int], journeys: Journeys, now: datetime, *, shadow: bool
) -> dict[int, Heard]:
    """Return what bounds the next word to each person, in three statements for a batch."""
    said = _said(db, person_ids, now, shadow=shadow)
    today = clock.local(now).date()
    ahead = journeys.ahead(db, person_ids, today, today + timedelta(days=MONTH))
    wishes = wishes_of(db, person_ids)
    return {
        person_id: Heard(tuple(said[person_id]), tuple(ahead[person_id]), wishes[person_id])
        for person_id in person_ids
    }


def _said(
    db: Session, person_ids: Sequence[int], now: datetime, *, shadow: bool
) -> Mapping[int, list[Said]]:
    """Return what she was told by any door, or is being told; in shadow mode what she would."""
    since = now - LOOKED_BACK
    told = _told(person_ids, UNASKED & (Message.sent_at > since), Message.sent_at)
    unasked = Message.purpose.in_(UNASKED_PURPOSES)
    on_its_way = _told(person_ids, unasked & Message.claimed_until.is_not(None), Message.look_at)
    parts = [told, on_its_way]
    if shadow:
        shown = (Message.state == "skipped") & Message.door.is_not(None) & unasked
        parts.append(_told(person_ids, shown & (Message.look_at > since), Message.look_at))
    found: dict[int, list[Said]] = {person_id: [] for person_id in person_ids}
    for person_id, at, journey, purpose in db.execute(union_all(*parts)):
        found[person_id].append(Said(at, journey, purpose))
    return found


def _told(person_ids: Sequence[int], which: ColumnElement[bool], at: Any) -> Select[Any]:
    return select(Message.person_id, at.label("at"), Message.journey, Message.purpose).where(
        Message.person_id.in_(person_ids), which
    )


def is_in_control(message: Message, manner: Manner) -> bool:
    """Say whether she is of those who never get this journey, so that its effect shows.

    It is the same for her always, and another for each journey.
    """
    if not manner.control or not message.journey:
        return False
    drawn = fingerprint(f"{message.journey}:{message.person_id}", field="control")
    return int(drawn[:8], 16) % 100 < manner.control
