"""Read until when purchases are in the balances that customers came with."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.shop.openings.models import Opening


def opened_at(db: Session, person_ids: Collection[int]) -> dict[int, datetime]:
    """Return for who has an opening balance the last moment that one stands for."""
    hers = select(Opening.person_id, Opening.at).where(Opening.person_id.in_(person_ids))
    found: dict[int, datetime] = {}
    for person_id, at in db.execute(hers):
        found[person_id] = max(at, found.get(person_id, at))
    return found
