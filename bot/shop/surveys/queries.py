"""Read surveys."""

from datetime import datetime

from sqlalchemy import ColumnElement, SQLColumnExpression, select
from sqlalchemy.orm import Session

from bot.shop.appointments.models import Visit
from bot.shop.people.actions import living
from bot.shop.surveys.models import Survey
from bot.shop.works.models import PUT_BACK, Work


def surveys_page(
    db: Session,
    *,
    person_id: int | None = None,
    store: str | None = None,
    guide: str | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    answered: bool | None = None,
    before: int | None = None,
    limit: int,
) -> list[Survey]:
    """Return surveys, newest first."""
    wanted = select(Survey)
    if person_id is not None:
        person = living(db, person_id)
        wanted = wanted.where(Survey.person_id == (person.id if person else person_id))
    if store is not None:
        wanted = wanted.where(Survey.store == store)
    if guide is not None:
        wanted = wanted.where(Survey.guide == guide)
    if since is not None:
        wanted = wanted.where(Survey.made_at >= since)
    if until is not None:
        wanted = wanted.where(Survey.made_at < until)
    if answered is not None:
        wanted = wanted.where(Survey.answered_at.is_not(None) == answered)
    if before is not None:
        wanted = wanted.where(Survey.id < before)
    return list(db.scalars(wanted.order_by(Survey.id.desc()).limit(limit)))


def visits_to_ask_about(
    db: Session, first: datetime, last: datetime, *, after: int, limit: int
) -> list[int]:
    """Return visits kept between two moments that nobody was asked about, in the order of ids."""
    kept = (Visit.state == "kept") & Visit.ends.between(first, last) & (Visit.id > after)
    wanted = select(Visit.id).where(kept, ~_asked("visit", Visit.id))
    return list(db.scalars(wanted.order_by(Visit.id).limit(limit)))


def works_to_ask_about(
    db: Session, first: datetime, last: datetime, *, after: int, limit: int
) -> list[int]:
    """Return works done between two moments that nobody was asked about, in the order of ids."""
    done = Work.done_at.between(first, last) & (Work.stage != PUT_BACK) & (Work.id > after)
    wanted = select(Work.id).where(done, ~_asked("work", Work.id))
    return list(db.scalars(wanted.order_by(Work.id).limit(limit)))


def _asked(about: str, subject: SQLColumnExpression[int]) -> ColumnElement[bool]:
    known = (Survey.about == about) & (Survey.about_id == subject)
    return select(Survey.id).where(known).exists()
