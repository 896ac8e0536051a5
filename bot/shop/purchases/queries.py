"""Read purchases."""

from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.shop.purchases.models import Purchase


def spend_since(db: Session, person_id: int, since: date) -> int:
    """Return what she spent and kept from a day on, in fen."""
    kept = func.coalesce(func.sum(Purchase.total_fen - Purchase.returned_fen), 0)
    found = select(kept).where(Purchase.person_id == person_id, Purchase.day >= since)
    return int(db.scalar(found) or 0)


def purchases_of(db: Session, person_id: int) -> list[Purchase]:
    """Return all purchases of a person, oldest first."""
    hers = select(Purchase).where(Purchase.person_id == person_id).order_by(Purchase.at)
    return list(db.scalars(hers))
