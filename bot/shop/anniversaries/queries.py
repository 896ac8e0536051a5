"""Read the days she told us of."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.lunar import Birthday
from bot.shop.anniversaries.models import Anniversary


def days_of(db: Session, person_id: int) -> list[tuple[str, Birthday]]:
    """Return what each day of hers is to her, with the day, in the order of the year."""
    hers = select(Anniversary).where(Anniversary.person_id == person_id)
    rows = db.scalars(hers.order_by(Anniversary.md, Anniversary.id))
    return [(row.what, _day(row)) for row in rows]


def _day(row: Anniversary) -> Birthday:
    month, day = divmod(row.md, 100)
    return Birthday("lunar" if row.calendar == "lunar" else "solar", month, day, row.leap)
