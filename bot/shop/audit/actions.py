"""Write the audit log."""

from sqlalchemy.orm import Session

from bot import clock
from bot.db import insert
from bot.shop.audit.models import Audit

LONGEST = 120


def log_deed(
    db: Session, login: str, verb: str, *, person_id: int | None = None, about: str | None = None
) -> None:
    """Note in the audit log that `login` did `verb`; `about` holds no word of a customer."""
    said = about[:LONGEST] if about else None
    insert(db, Audit, at=clock.real_now(), login=login, verb=verb, person_id=person_id, about=said)
