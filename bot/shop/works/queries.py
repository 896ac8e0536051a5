"""Read works: hers, all, those that will be late."""

from datetime import date, datetime

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from bot.shop.people.actions import living
from bot.shop.works.models import PUT_BACK, Work
from bot.shop.works.rules import courses


def works_of(db: Session, person_id: int, *, since: datetime) -> list[Work]:
    """Return what is made or mended for a person, or was done since a moment, oldest first."""
    hers = (Work.person_id == person_id) & (Work.stage != PUT_BACK)
    lately = or_(Work.done_at.is_(None), Work.done_at >= since)
    return list(db.scalars(select(Work).where(hers, lately).order_by(Work.id)))


def works_page(
    db: Session,
    *,
    person_id: int | None = None,
    open_only: bool | None = None,
    before: int | None = None,
    limit: int,
) -> list[Work]:
    """Return works, newest first; `open_only` False means the done ones."""
    wanted = select(Work)
    if person_id is not None:
        person = living(db, person_id)
        wanted = wanted.where(Work.person_id == (person.id if person else person_id))
    if open_only is not None:
        wanted = wanted.where(Work.done_at.is_(None) == open_only)
    if before is not None:
        wanted = wanted.where(Work.id < before)
    return list(db.scalars(wanted.order_by(Work.id.desc()).limit(limit)))


def works_late_by(db: Session, day: date, *, after: int, limit: int) -> list[int]:
    """Return works promised for a day or before it that are not ready, in the order of ids."""
    unkept = or_(
        *(and_(Work.kind == kind, Work.stage.in_(each.unkept)) for kind, each in courses().items())
    )
    late = (Work.promised <= day) & Work.done_at.is_(None) & unkept & (Work.id > after)
    return list(db.scalars(select(Work.id).where(late).order_by(Work.id).limit(limit)))
