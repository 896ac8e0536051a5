"""Whose data somebody may see, as SQL asks it; which records were joined."""

from sqlalchemy import ColumnElement, or_, select, true
from sqlalchemy.orm import Session

from bot.shop.people.models import Merge, Person
from bot.shop.staff.rules import EVERYWHERE, OF_A_STORE, Actor


def seen_by(who: Actor) -> ColumnElement[bool]:
    """Return what finds the customers of a colleague: the same ones as `may_talk` says."""
    if who.role in EVERYWHERE:
        return true()
    hers = Person.guide == who.login
    if who.role not in OF_A_STORE:
        return hers
    return true() if who.store is None else or_(hers, _of(who.store))


def _of(store: str) -> ColumnElement[bool]:
    return or_(Person.store.is_(None), Person.store == store)


def merges_into(db: Session, person_id: int) -> list[Merge]:
    """Return which records were merged into hers and may be taken apart, the latest first."""
    hers = (Merge.into_person == person_id) & Merge.undone_at.is_(None)
    return list(db.scalars(select(Merge).where(hers).order_by(Merge.id.desc())))
