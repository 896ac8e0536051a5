"""Find API keys."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.db import fingerprint
from bot.shop.keys.actions import FIELD
from bot.shop.keys.models import ApiKey


def role_of_key(db: Session, given: str) -> str | None:
    """Return the role of a key that is good; None for every other word."""
    hashed = fingerprint(given, field=FIELD)
    return db.scalar(
        select(ApiKey.role).where(ApiKey.key_hash == hashed, ApiKey.revoked_at.is_(None))
    )


def all_keys(db: Session) -> list[ApiKey]:
    """Return every key there ever was, the good ones first."""
    order = ApiKey.revoked_at.is_not(None), ApiKey.id.desc()
    return list(db.scalars(select(ApiKey).order_by(*order)))
