"""Find pictures and voices; their bytes are read only where they are asked for."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.shop.media.models import Media


def media_of(db: Session, person_id: int, *, since: datetime | None = None) -> list[Media]:
    """Return what she sent, oldest first."""
    hers = select(Media).where(Media.person_id == person_id)
    if since is not None:
        hers = hers.where(Media.at >= since)
    return list(db.scalars(hers.order_by(Media.at, Media.id)))


def media_by_keys(db: Session, keys: Collection[str]) -> dict[str, Media]:
    """Return what came with each of these messages."""
    return {media.key: media for media in db.scalars(select(Media).where(Media.key.in_(keys)))}


def is_media_wanted(db: Session, now: datetime) -> bool:
    """Say whether something is to be fetched now."""
    due = select(Media.id).where(Media.state == "wanted", Media.look_at <= now).limit(1)
    return db.scalar(due) is not None
