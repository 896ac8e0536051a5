"""Read the audit log."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.shop.audit.models import Audit


def audit_page(
    db: Session,
    *,
    login: str | None = None,
    person_id: int | None = None,
    before: int | None = None,
    limit: int,
) -> list[Audit]:
    """Return lines of the log, newest first; those of one colleague, or about one customer."""
    wanted = select(Audit)
    if login:
        wanted = wanted.where(Audit.login == login)
    if person_id is not None:
        wanted = wanted.where(Audit.person_id == person_id)
    if before is not None:
        wanted = wanted.where(Audit.id < before)
    return list(db.scalars(wanted.order_by(Audit.id.desc()).limit(limit)))
