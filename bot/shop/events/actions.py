"""Write the journal."""

from typing import Any

from sqlalchemy.orm import Session

from bot import clock
from bot.db import insert
from bot.shop.events.models import Event


def note(
    db: Session, verb: str, *, person_id: int | None, actor: str = "bot", **detail: Any
) -> None:
    """Note that `actor` did `verb` to a person; personal data in `detail` is sealed."""
    insert(
        db,
        Event,
        at=clock.now(),
        person_id=person_id,
        actor=actor,
        verb=verb,
        detail=detail or None,
    )
