"""What a provider says later about what it took: delivered, or not and why.

It may come before our own call has returned, twice, days late, or about a send of another
program with the same account.
"""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from bot import clock
from bot.channels import Outcome
from bot.db import insert_once, put
from bot.outbox.doors import CARDS, REFUSAL_LASTS
from bot.outbox.models import DoorGrant, Message, Receipt

log = logging.getLogger(__name__)

STRANGERS_KEPT = timedelta(days=3)


def note_sent(db: Session, door: str, provider_id: str, message: Message) -> None:
    """Keep that a provider took a message under this id, and hear what it has said already."""
    receipt = _halves(db, door, provider_id)
    receipt.message_id = receipt.message_id or message.id
    if receipt.outcome and receipt.message_id == message.id:
        _settle(db, message, receipt)


def hear_receipt(
    db: Session, door: str, provider_id: str, outcome: Outcome, *, why: str = ""
) -> bool:
    """Keep what a provider says about a send; what it has said before counts.

    Return whether we know by now what was sent under this id.
    """
    receipt = _halves(db, door, provider_id)
    if receipt.outcome:
        return receipt.message_id is not None
    receipt.outcome, receipt.why = outcome, why or None
    if receipt.message_id:
        message = db.get_one(Message, receipt.message_id, with_for_update=True)
        _settle(db, message, receipt)
    else:
        _drop_strangers(db, clock.real_now())
    return receipt.message_id is not None


def heard_before(db: Session, door: str, provider_ids: Sequence[str]) -> set[str]:
    """Return of which sends a provider has said already what became of them."""
    theirs = (Receipt.door == door) & Receipt.provider_id.in_(provider_ids)
    return set(db.scalars(select(Receipt.provider_id).where(theirs, Receipt.outcome.is_not(None))))


def _halves(db: Session, door: str, provider_id: str) -> Receipt:
    """Hold the row where both halves meet: who comes second waits here for the first's commit."""
    keys = {"door": door, "provider_id": provider_id}
    insert_once(db, Receipt, **keys, at=clock.real_now())
    return db.get_one(Receipt, (door, provider_id), with_for_update=True, populate_existing=True)


def _settle(db: Session, message: Message, receipt: Receipt) -> None:
    """Let the outcome count; what did not arrive is decided about anew, without this door."""
    if message.state != "sent" or message.door != receipt.door or message.text is None:
        return  # it was said otherwise since, or she was forgotten
    if receipt.outcome == "arrived":
        message.state = "delivered"
        return
    log.warning("message %s did not arrive: %s", message.id, receipt.outcome)
    message.state, message.sent_at, message.look_at = "waiting", None, clock.now()
    if receipt.outcome == "refused" and receipt.door == "template":
        refuse_cards(db, message.person_id)


def refuse_cards(db: Session, person_id: int) -> None:
    """Note that she takes no service notices, for a while."""
    keys = {"person_id": person_id, "cause": CARDS}
    put(db, DoorGrant, keys, until=clock.now() + REFUSAL_LASTS, left=0)


def _drop_strangers(db: Session, now: datetime) -> None:
    """Forget what was said about sends that are not ours."""
    old = Receipt.message_id.is_(None) & (Receipt.at < now - STRANGERS_KEPT)
    db.execute(delete(Receipt).where(old))
