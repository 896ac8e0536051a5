"""Ask a colleague for something once for a hand-over; again, where it was taken back meanwhile."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from bot.shop.people.models import Person
from bot.shop.tasks.actions import ask_again, ask_people
from bot.shop.tasks.models import Task


def ask_anew(
    db: Session,
    *,
    kind: str,
    dedupe: str,
    person: Person | None,
    why: str,
    words: str,
    due: datetime,
    staff: str | None,
    store: str | None,
) -> bool:
    """Write a task, or open it again for who is to do it now; return whether it is new for her."""
    asked = {"kind": kind, "dedupe": dedupe, "why": why, "words": words}
    if ask_people(db, **asked, person=person, due=due, staff=staff, store=store):
        return True
    if not ask_again(db, dedupe, why=why, due=due):
        return False
    hers = update(Task).where(Task.dedupe == dedupe)
    db.execute(hers.values(staff=staff, store=store, words=words))
    return True
