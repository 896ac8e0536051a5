"""Read the journal."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.shop.events.models import Event

LATEST = 20  # events to look through for one


def was_noted(db: Session, person_id: int, verb: str, *, since: datetime) -> bool:
    """Say whether something happened to a person since a moment."""
    hers = (Event.person_id == person_id) & (Event.at >= since) & (Event.verb == verb)
    return db.scalar(select(Event.id).where(hers).limit(1)) is not None


def events_page(
    db: Session, person_id: int, *, before: int | None = None, limit: int
) -> list[Event]:
    """Return what happened to a person, newest first."""
    wanted = select(Event).where(Event.person_id == person_id)
    if before is not None:
        wanted = wanted.where(Event.id < before)
    return list(db.scalars(wanted.order_by(Event.id.desc()).limit(limit)))


def last_about(
    db: Session, person_id: int, verbs: Collection[str], **detail: object
) -> Event | None:
    """Return the last event of a person with one of these verbs and this detail, newest first."""
    hers = select(Event).where(Event.person_id == person_id, Event.verb.in_(verbs))
    latest = db.scalars(hers.order_by(Event.at.desc(), Event.id.desc()).limit(LATEST))
    wanted = detail.items()
    return next((each for each in latest if wanted <= (each.detail or {}).items()), None)
