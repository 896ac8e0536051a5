"""Messages whose time for a passive reply had passed: a worker answers them by the outbox."""

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from bot.channels.incoming import Incoming
from bot.db import insert_once
from bot.dialogue.models import Inbox
from bot.dialogue.turn import fail_turn, inbox_row, take_turn
from bot.dialogue.voice import Voice
from bot.shop.people.models import Identity


def keep_for_later(db: Session, incoming: Incoming) -> bool:
    """Keep a message whose turn could not begin, since she is held by somebody else.

    It waits for nobody; return whether it could be kept, which needs a known writer.
    """
    known_by = {"channel": incoming.channel, "external_id": incoming.external_id}
    writer = select(Identity.person_id, Identity.id).filter_by(**known_by)
    if (found := db.execute(writer).one_or_none()) is None:
        return False
    insert_once(db, Inbox, **inbox_row(incoming, *found, "pending"))
    return True


def answer_late(db: Session, voice: Voice, inbox_id: int) -> None:
    """Answer a message that was kept: its words leave by the outbox, once."""
    if incoming := _kept(db, inbox_id):
        take_turn(db, voice, incoming, late=True)


def fail_late(db: Session, voice: Voice, inbox_id: int) -> None:
    """Close a kept message whose turn broke; the apology leaves by the outbox."""
    if incoming := _kept(db, inbox_id):
        fail_turn(db, voice, incoming, late=True)


def _kept(db: Session, inbox_id: int) -> Incoming | None:
    """Return a message that still waits for its turn, as it came in."""
    pending = db.get(Inbox, inbox_id)
    identity = db.scalar(_wechat_identity(pending)) if pending else None
    if pending is None or identity is None or pending.state != "pending":
        return None
    db.expire(pending)
    return Incoming(
        channel="wechat",
        external_id=identity,
        key=pending.key,
        kind=pending.kind,
        at=pending.at,
        text=pending.said.get("text", ""),
        detail=pending.said.get("detail", {}),
    )


def _wechat_identity(pending: Inbox) -> Select[str]:
    """Select the openid she wrote from; where it is forgotten, the newest she has."""
    hers = (Identity.person_id == pending.person_id) & (Identity.channel == "wechat")
    wrote = (Identity.id == pending.identity_id).desc()
    newest = (Identity.reach == "open").desc(), Identity.reach_since.desc()
    return select(Identity.external_id).where(hers).order_by(wrote, *newest).limit(1)
