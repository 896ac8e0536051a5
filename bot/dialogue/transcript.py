"""What was said in a talk, by whom: messages with their replies, and what was sent besides."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from bot import clock
from bot.dialogue.models import Inbox
from bot.outbox.models import Message
from bot.shop.media.models import Media
from bot.shop.media.queries import media_by_keys

ARRIVED = ("sent", "delivered", "uncertain")
# WeChat tells seconds only: within one, a bubble's number says what came first
PLACES = 1_000_000
MORE = 50
# what people wrote is shown before it has left, but not what is to go later or was taken back
_TAKEN_BACK = (Message.state == "skipped") & (Message.due > Message.created_at)
_WRITTEN = (Message.kind == "staff") & ~_TAKEN_BACK


@dataclass(frozen=True)
class Said:
    """One bubble; `place` is where it stands in the talk."""

    place: int
    at: datetime
    sender: str
    kind: str
    text: str
    state: str
    staff: str | None = None
    media: Media | None = None


def transcript(db: Session, person_id: int, *, before: int | None = None, limit: int) -> list[Said]:
    """Return what was said, newest first; what she did without words is told by its kind."""
    until = datetime.fromtimestamp(before // PLACES, UTC) + timedelta(seconds=1) if before else None
    messages, sent = _hers(db, person_id, until, limit), _ours(db, person_id, until, limit)
    media = media_by_keys(db, [message.key for message in messages])
    found = [said for message in messages for said in _turn(message, media.get(message.key))]
    found += [_sent(message) for message in sent]
    fitting = [said for said in found if before is None or said.place < before]
    return sorted(fitting, key=lambda said: said.place, reverse=True)[:limit]


def _hers(db: Session, person_id: int, until: datetime | None, limit: int) -> list[Inbox]:
    hers = select(Inbox).where(Inbox.person_id == person_id)
    if until:
        hers = hers.where(Inbox.at < until)
    return list(db.scalars(hers.order_by(Inbox.at.desc(), Inbox.id.desc()).limit(limit + MORE)))


def _ours(db: Session, person_id: int, until: datetime | None, limit: int) -> list[Message]:
    """Return what was sent to her, and what people wrote, sent or not."""
    when = func.coalesce(Message.sent_at, Message.created_at)
    ours = select(Message).where(
        Message.person_id == person_id,
        Message.purpose != "staff",
        or_(_WRITTEN & (Message.due <= clock.now()), Message.state.in_(ARRIVED)),
        Message.door.is_distinct_from("passive"),  # that stands in a reply
    )
    if until:
        ours = ours.where(when < until)
    return list(db.scalars(ours.order_by(when.desc(), Message.id.desc()).limit(limit + MORE)))


def _turn(message: Inbox, media: Media | None) -> Iterator[Said]:
    place = _place(message.at, message.id)
    words = str(message.said.get("text", ""))
    yield Said(place, message.at, "customer", message.kind, words, message.state, media=media)
    if message.reply:
        words = str(message.reply["text"])
        yield Said(place + 1, message.at, "bot", "reply", words, message.state)


def _sent(message: Message) -> Said:
    at = message.sent_at or message.created_at
    by = message.params.get("by") if message.kind == "staff" else None
    words = message.text or message.params.get("words", "")
    sender = "staff" if message.kind == "staff" else "bot"
    return Said(_place(at, message.id), at, sender, message.kind, words, message.state, by)


def _place(at: datetime, number: int) -> int:
    return int(at.timestamp()) * PLACES + at.microsecond // 1000 * 1000 + number * 2 % 1000
