"""Read surveys."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.shop.people.actions import living
from bot.shop.surveys.models import Survey


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
