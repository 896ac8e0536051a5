"""Read the notes about a customer."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.shop.notes.models import Note


def notes_of(db: Session, person_id: int, *, limit: int = 20) -> list[Note]:
    """Return what colleagues noted, newest first."""
    hers = select(Note).where(Note.person_id == person_id)
    return list(db.scalars(hers.order_by(Note.at.desc(), Note.id.desc()).limit(limit)))
