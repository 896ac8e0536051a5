"""The claim of an SMS: its place among the day's, its price, our id of the call it goes with."""

from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from bot import clock
from bot.channels import Sms
from bot.channels.wechat.errors import until_midnight
from bot.outbox.actions import pause_door
from bot.outbox.hours import OFFERS
from bot.outbox.looks import Look
from bot.outbox.models import Message
from bot.outbox.parcels import Parcel, Price
from bot.outbox.sms.spending import Budget, take_place
from bot.shop.people.models import Person

KINDS = ("notice", "marketing")


def take_sms(db: Session, look: Look, budget: Budget, *, once: str) -> Parcel | None:
    """Debit an SMS and fill its parcel; None where the day or the month is full: then it waits.

    A code goes alone, so that somebody who claims another's number shares nothing with her.
    """
    message, filled = look.message, look.sms
    if full := take_place(db, budget, filled.kind, filled.segments):
        _pause(db, full)
        return None
    message.out_id = f"{once}-{message.id}" if filled.kind == "code" else once
    message.segments, message.fen = filled.segments, budget.cost(filled.kind, filled.segments)
    message.tried_at = clock.real_now()
    return Parcel(
        message.id,
        look.person.id,
        "sms",
        phone_for(message, look.person),
        sms=replace(filled.sms, once=message.out_id),
        latest=_latest(filled.kind),
        price=Price(clock.today(), filled.segments, message.fen),
    )


def ask_about(message: Message, phone: str) -> Parcel:
    """Return the parcel that asks the gateway whether it took one whose answer was lost."""
    price = Price(clock.today(), message.segments or 0, message.fen or 0)
    return Parcel(
        message.id,
        message.person_id,
        "sms",
        phone,
        sms=Sms("", once=message.out_id or ""),
        price=price,
        again=True,
        since=message.tried_at,
    )


def phone_for(message: Message, person: Person) -> str:
    """Return the phone an SMS goes to: a code proves the one it brings, all else goes to hers."""
    brought = (message.params or {}).get("phone") if message.purpose == "code" else None
    return brought or person.phone or ""


def _latest(kind: str) -> datetime | None:
    """Return when the hours of marketing end today: what is late then waits for the morning."""
    if kind != "marketing":
        return None
    return clock.at(clock.today(), OFFERS.begins)


def _pause(db: Session, full: str) -> None:
    if full == "day":
        pause_door(db, "sms", until_midnight(), "day cap")
        return
    for kind in KINDS:
        pause_door(db, f"sms:{kind}", _until_next_month(), "month bound")


def _until_next_month() -> timedelta:
    today = clock.today()
    first = (today.replace(day=1) + timedelta(days=32)).replace(day=1)
    return timedelta(days=(first - today).days - 1) + until_midnight()
