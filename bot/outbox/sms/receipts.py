"""What a gateway says later about an SMS: it came, it did not and why, the number is nobody's."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import clock
from bot.channels.sms.gateway import Report
from bot.db import fingerprint
from bot.outbox.models import Message
from bot.outbox.receipts import hear_receipt, heard_before
from bot.shop.people.actions import note_phone_alive, note_phone_trouble, phones_of_nobody
from bot.shop.people.models import Person

DOOR = "sms"


def key_of(name: str) -> str:
    """Return what stands for a gateway's name of an SMS, which may hold her phone."""
    return fingerprint(name, field="sms")


def hear_reports(db: Session, reports: Iterable[Report]) -> None:
    """Keep what is reported, each once, in one order always so that two never wait for each other.

    A number that nobody has or that takes nothing is shut; one that is used again must be proved.
    """
    told = sorted(set(reports), key=lambda each: (each.phone, each.name))
    before = heard_before(db, DOOR, [key_of(each.name) for each in told])
    dead = phones_of_nobody(db, [each.phone for each in told])
    for report in told:
        if key_of(report.name) in before:
            continue
        at = report.at or clock.now()
        if report.outcome in ("empty", "refused"):
            note_phone_trouble(db, report.phone, report.outcome, at)
            dead |= {report.phone} if report.outcome == "empty" else set()
        elif report.outcome == "arrived" and report.phone in dead:
            note_phone_alive(db, report.phone, at)
        known = hear_receipt(db, DOOR, key_of(report.name), report.outcome, why=report.why)
        if report.outcome == "arrived" and not known:
            _settle_doubt(db, report)


def _settle_doubt(db: Session, report: Report) -> None:
    """Let one count that nobody knew whether it went: the call's id and the phone name it."""
    once, _, phone = report.name.rpartition(":")
    hers = (Message.out_id == once) & (Message.state == "uncertain")
    rows = select(Message).join(Person, Person.id == Message.person_id).where(hers)
    known = Person.phone_hash == fingerprint(phone, field="phone")
    for message in db.scalars(rows.where(known).with_for_update(of=Message.__table__)):
        message.state, message.sent_at, message.reason = "delivered", clock.now(), None
