"""Note that a picture or voice is to be fetched, and keep what came of it."""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot.db import insert_once
from bot.shop.media.models import Media
from bot.shop.media.rules import KINDS, next_try, type_of
from bot.shop.refusal import Refused

# so long nobody else tries: longer than a slow answer takes
TRYING = timedelta(minutes=2)


def want_media(
    db: Session, *, key: str, person_id: int, kind: str, source: str, at: datetime, now: datetime
) -> bool:
    """Note once per message that its picture or voice is to be fetched."""
    if kind not in KINDS or not source:
        return False
    return insert_once(
        db,
        Media,
        key=key,
        person_id=person_id,
        kind=kind,
        source=source,
        state="wanted",
        at=at,
        look_at=now,
        attempts=0,
    )


def take_photo(db: Session, content: bytes, *, key: str, person_id: int, now: datetime) -> int:
    """Keep a photo that people of the shop made of something of hers, once for a key; its id.

    Raise Refused where it is no picture, or too large.
    """
    content_type = type_of(content, "picture")
    if content_type is None or len(content) > KINDS["picture"].most_bytes:
        raise Refused("media_refused")
    values = {"source": "shop", "state": "kept", "content_type": content_type, "size": len(content)}
    times = {"at": now, "look_at": now, "attempts": 0}
    photo = {"kind": "picture", "content": content, **values, **times}
    insert_once(db, Media, key=key, person_id=person_id, **photo)
    return db.scalars(select(Media.id).where(Media.key == key)).one()


def drop_photos(db: Session, ids: Collection[int]) -> None:
    """Drop what people of the shop photographed by a slip; what she sent herself stays."""
    ours = (Media.id.in_(ids)) & (Media.source == "shop")
    db.execute(update(Media).where(ours).values(state="gone", content=None, size=None))


def take_wanted(db: Session, now: datetime, limit: int) -> list[Media]:
    """Return what is to be tried now; nobody else tries it meanwhile."""
    due = select(Media).where(Media.state == "wanted", Media.look_at <= now)
    taken = due.order_by(Media.look_at).limit(limit).with_for_update(skip_locked=True)
    found = list(db.scalars(taken))
    for media in found:
        media.attempts += 1
        media.look_at = now + TRYING
    return found


def keep_media(db: Session, media_id: int, content: bytes) -> str | None:
    """Keep the bytes, sealed, if they are what the kind may be; return the state.

    None where she was forgotten, or another one was first.
    """
    media = _wanted(db, media_id)
    if media is None:
        return None
    media.content_type = type_of(content, media.kind)
    if media.content_type is None:
        media.state = "refused"
    else:
        media.state, media.content, media.size = "kept", content, len(content)
    return media.state


def give_up(db: Session, media_id: int, state: str) -> str | None:
    """Close what can't be had: `gone` from the platform, or `refused` by us."""
    media = _wanted(db, media_id)
    if media:
        media.state = state
    return state if media else None


def try_later(db: Session, media_id: int, now: datetime) -> str | None:
    """Set the next attempt; where the platform will have dropped it by then, give it up."""
    media = _wanted(db, media_id)
    again = next_try(media.attempts, media.at, now) if media else None
    if media is None or again is None:
        return give_up(db, media_id, "gone")
    media.look_at = again
    return media.state


def _wanted(db: Session, media_id: int) -> Media | None:
    held = select(Media).where(Media.id == media_id, Media.state == "wanted").with_for_update()
    return db.scalars(held).one_or_none()
