"""Proof of phone by SMS: a code leaves at once, and who reads it to us has the phone."""

from sqlalchemy.orm import Session

from bot import clock
from bot.outbox.actions import queue
from bot.shop.people.models import Person
from bot.shop.proofs.actions import make_code
from bot.shop.proofs.rules import LIVES, Full
from bot.shop.stores.rules import Shop
from bot.usecases.binding import bind_phone


def send_code(db: Session, person: Person, phone: str) -> Full | None:
    """Send a code to a phone she says is hers; return why none was sent, if so."""
    made = make_code(db, person.id, phone)
    if not isinstance(made, tuple):
        return made
    number, code = made
    now = clock.now()
    queue(
        db,
        person.id,
        "proof.code",
        {"code": code, "phone": phone},
        kind="code",
        purpose="code",
        dedupe=f"code:{number}",
        not_after=now + LIVES,
        caused_at=now,
    )
    return None


def bind_by_sms(db: Session, person: Person, phone: str, *, shop: Shop, why: str) -> None:
    """Let the phone that she proved be hers, with what exists under it.

    Raise Refused where it belongs to somebody else who is here.
    """
    bind_phone(db, person, phone, by="sms", store=None, shop=shop, why=why)
