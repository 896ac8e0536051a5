"""Leave a note about a customer for colleagues."""

from sqlalchemy.orm import Session

from bot import clock
from bot.db import insert_once
from bot.shop.events.actions import note
from bot.shop.notes.models import Note


def leave_note(db: Session, person_id: int, *, words: str, by: str, once: str) -> bool:
    """Keep a note, once for each form; return whether it is new."""
    key, at = f"{by}:{once}", clock.now()
    new = insert_once(db, Note, person_id=person_id, at=at, login=by, words=words, once=key)
    if new:
        note(db, "left_note", person_id=person_id, actor=by)
    return new
