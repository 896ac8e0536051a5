"""A press is taken back: each customer returns with what nobody has touched since."""

from datetime import timedelta
from typing import NamedTuple

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot import clock
from bot.db import change
from bot.shop.owning.actions import give
from bot.shop.owning.models import Handover
from bot.shop.owning.queries import pressed
from bot.shop.people.actions import lock_person
from bot.shop.people.models import Person
from bot.shop.refusal import Refused
from bot.shop.tasks.actions import close_task
from bot.shop.tasks.models import Task
from bot.usecases.handing_over.hands import Hands
from bot.usecases.handing_over.hello import greeting_of
from bot.usecases.handing_over.returning import return_things

SLICE = 50


class Undone(NamedTuple):
    """How much of a press was looked at; how many customers and other things did not return."""

    looked_at: int = 0
    customers: int = 0
    things: int = 0

    def and_then(self, more: "Undone") -> "Undone":
        """Return both slices as one."""
        return Undone(*map(sum, zip(self, more, strict=True)))


def take_back(hands: Hands, *, of: int | None = None) -> Undone:
    """Take back a slice of a press, or one customer `of` it; nothing is looked at once all is.

    A customer whom somebody has served or greeted since stays there with all that is hers.
    """
    found, customers, things = pressed(hands.db, hands.press, of=of, limit=SLICE), 0, 0
    for each in found:
        check_in_time(hands, each)
        person = lock_person(hands.db, each.person_id) if each.person_id else None
        if not _mark(hands.db, each):
            continue
        if person and _was_met(hands.db, each, person):
            customers += 1
            continue
        things += return_things(hands, each)
        if person:
            close_task(hands.db, greeting_of(each.press, person.id), result=None)
            give(hands.db, person, each.giver, why="undone", by=hands.by, shop=hands.shop)
            person.served_at = each.served_at
    hands.db.flush()
    return Undone(len(found), customers, things)


def check_in_time(hands: Hands, handover: Handover) -> None:
    """Raise Refused where it is too late to take it back."""
    lasts = hands.shop.owning.undo_days
    if handover.at < clock.now() - timedelta(days=lasts):
        raise Refused("handover_too_late", days=lasts)


def _mark(db: Session, handover: Handover) -> bool:
    standing = update(Handover).where(Handover.id == handover.id, Handover.undone_at.is_(None))
    return bool(change(db, standing.values(undone_at=clock.now())))


def _was_met(db: Session, handover: Handover, person: Person) -> bool:
    """Say whether she has gone to somebody else since, or was served or greeted."""
    if person.guide != handover.heir or person.served_at != handover.at:
        return True
    greeted = select(Task.id).where(
        Task.dedupe == greeting_of(handover.press, person.id), Task.done_by != "bot"
    )
    return db.scalar(greeted) is not None
