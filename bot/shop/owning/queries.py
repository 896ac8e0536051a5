"""Read whose customers there are, why, and who has to be looked after by others."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from bot import clock
from bot.shop.events.models import Event
from bot.shop.owning.actions import MOVED
from bot.shop.owning.models import Handover
from bot.shop.owning.rules import Owning
from bot.shop.people.models import Person
from bot.shop.purchases.models import Purchase
from bot.shop.staff.models import Staff


def why_kept(db: Session, person_id: int) -> Event | None:
    """Return the line of the journal that says why she is whose she is."""
    hers = select(Event).where(Event.person_id == person_id, Event.verb == MOVED)
    return db.scalars(hers.order_by(Event.id.desc()).limit(1)).one_or_none()


def who_falls(db: Session, rule: Owning, *, after: int, limit: int) -> list[int]:
    """Return customers whose guide has them no longer by the rule, in the order of their ids."""
    now = clock.now()
    gone = select(Staff.login).where(
        Staff.active.is_(False), Staff.left_at <= now - timedelta(days=rule.leaver_days)
    )
    falls: ColumnElement[bool] = Person.guide.in_(gone)
    if rule.pool_days:
        left = select(Staff.login).where(Staff.active.is_(False))
        served = func.coalesce(Person.served_at, Person.created_at)
        idle = (served <= now - timedelta(days=rule.pool_days)) & Person.guide.not_in(left)
        falls = falls | (Person.guide.is_not(None) & idle)
    living = Person.merged_into.is_(None) & (Person.id > after)
    return list(db.scalars(select(Person.id).where(living, falls).order_by(Person.id).limit(limit)))


def customers_of(db: Session, login: str, *, after: int = 0, limit: int) -> list[Person]:
    """Return whom a colleague looks after, in the order of their ids."""
    hers = select(Person).where(Person.guide == login, Person.merged_into.is_(None))
    return list(db.scalars(hers.where(Person.id > after).order_by(Person.id).limit(limit)))


def how_many(db: Session, logins: Collection[str]) -> dict[str, int]:
    """Return how many customers each of these colleagues looks after."""
    hers = Person.guide.in_(logins) & Person.merged_into.is_(None)
    rows = db.execute(select(Person.guide, func.count()).where(hers).group_by(Person.guide))
    return {guide: number for guide, number in rows if guide}


def last_served_by(
    db: Session, person_ids: Collection[int], logins: Collection[str]
) -> dict[int, str]:
    """Return which of these colleagues sold to each of these customers last."""
    sold = select(Purchase.person_id, Purchase.guide, func.max(Purchase.at).label("at"))
    theirs = Purchase.person_id.in_(person_ids) & Purchase.guide.in_(logins)
    rows = db.execute(sold.where(theirs).group_by(Purchase.person_id, Purchase.guide)).all()
    in_order = sorted(rows, key=lambda row: row[2])
    return {person_id: guide for person_id, guide, _ in in_order if person_id and guide}


def pressed(db: Session, press: str, *, of: int | None = None, limit: int) -> Sequence[Handover]:
    """Return what one press has moved, `of` one customer or all, and nobody has taken back."""
    rows = select(Handover).where(Handover.press == press, Handover.undone_at.is_(None))
    if of is not None:
        rows = rows.where(Handover.person_id == of)
    return db.scalars(rows.order_by(Handover.id).limit(limit)).all()


def latest_press(db: Session, giver: str, *, since: datetime) -> str | None:
    """Return the last press that moved something of a colleague's and may be taken back."""
    hers = select(Handover.press).where(
        Handover.giver == giver, Handover.at >= since, Handover.undone_at.is_(None)
    )
    return db.scalar(hers.order_by(Handover.id.desc()).limit(1))


def many_moved(db: Session, press: str) -> int:
    """Return how many customers one press has moved that nobody has taken back."""
    hers = (Handover.press == press) & Handover.person_id.is_not(None)
    standing = hers & Handover.undone_at.is_(None)
    return db.scalar(select(func.count(Handover.id)).where(standing)) or 0


def may_be_undone(db: Session, person_id: int, *, since: datetime) -> Handover | None:
    """Return the last time she was handed over, where that may be taken back."""
    hers = select(Handover).where(Handover.person_id == person_id, Handover.at >= since)
    last = db.scalars(hers.order_by(Handover.id.desc()).limit(1)).one_or_none()
    return last if last and last.undone_at is None else None
