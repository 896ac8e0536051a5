"""How many reminders she has said yes to: kept as WeChat tells it, debited, given back.

WeChat tells each event up to three times; each counts once.
"""

from hashlib import sha256

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot import clock
from bot.channels.wechat.reminders import Heard
from bot.db import change, insert_once
from bot.outbox.models import Message, Receipt, ReminderCredit
from bot.outbox.receipts import hear_receipt
from bot.shop.people.models import Identity

DOOR = "subscribe"


def hear_reminder(db: Session, heard: Heard) -> None:
    """Keep one thing that WeChat tells, once."""
    who = select(Identity.person_id).where(
        Identity.channel == "wechat", Identity.external_id == heard.openid
    )
    person_id = db.scalar(who)
    if person_id is None or not _is_new(db, heard):
        return
    if heard.event == "subscribe_msg_sent_event":
        _hear_outcome(db, person_id, heard)
    elif heard.said == "accept":
        add_yes(db, person_id, heard.template)
    elif heard.event == "subscribe_msg_change_event":
        take_all_back(db, person_id, heard.template)


def add_yes(db: Session, person_id: int, template: str, *, count: int = 1) -> None:
    """Add to what she has said yes to."""
    hers = (ReminderCredit.person_id == person_id) & (ReminderCredit.template == template)
    insert_once(db, ReminderCredit, person_id=person_id, template=template, left=0)
    db.execute(update(ReminderCredit).where(hers).values(left=ReminderCredit.left + count))


def take_yes(db: Session, person_id: int, template: str) -> bool:
    """Use up one yes of hers; return whether there was one."""
    hers = (ReminderCredit.person_id == person_id) & (ReminderCredit.template == template)
    taking = update(ReminderCredit).where(hers, ReminderCredit.left > 0)
    return bool(change(db, taking.values(left=ReminderCredit.left - 1)))


def take_all_back(db: Session, person_id: int, template: str) -> None:
    """Note that she wants none of these any more."""
    hers = (ReminderCredit.person_id == person_id) & (ReminderCredit.template == template)
    db.execute(update(ReminderCredit).where(hers).values(left=0))


def own_number(message: Message) -> str:
    """Return what stands for WeChat's number of a reminder, of which its answer has none."""
    return f"outbox:{message.id}"


def _hear_outcome(db: Session, person_id: int, heard: Heard) -> None:
    """Let it count for the reminder on its way to her, else for the last one."""
    hers = select(Message).where(Message.person_id == person_id, Message.door == DOOR)
    newest = hers.order_by(Message.claimed_until.is_(None), Message.sent_at.desc()).limit(1)
    message = db.scalars(newest).one_or_none()
    if message:
        hear_receipt(db, DOOR, own_number(message), heard.outcome)


def _is_new(db: Session, heard: Heard) -> bool:
    told = f"{heard.openid}:{heard.at}:{heard.event}:{heard.template}:{heard.number}"
    number = sha256(told.encode()).hexdigest()
    return insert_once(db, Receipt, door=DOOR, provider_id=number, at=clock.real_now())
