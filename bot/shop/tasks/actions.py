"""Ask people of the shop to do something."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot import clock
from bot.db import insert_once
from bot.shop.people.models import Person
from bot.shop.tasks.models import Task


def ask_people(
    db: Session,
    *,
    kind: str,
    dedupe: str,
    person: Person | None,
    why: str,
    words: str,
    due: datetime,
) -> bool:
    """Write a task once per `dedupe`, for her guide, or for her store where she has none."""
    return insert_once(
        db,
        Task,
        kind=kind,
        dedupe=dedupe,
        person_id=person.id if person else None,
        staff=person.guide if person else None,
        store=person.store if person else None,
        why=why,
        words=words,
        created_at=clock.now(),
        due=due,
    )
