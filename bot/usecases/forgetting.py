"""She unfollowed: after a day of grace what her chat told us is erased.

WeChat asks for it on the unsubscribe event:
https://developers.weixin.qq.com/doc/service/guide/product/message/Receiving_event_pushes.html
"""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, literal_column, select, update
from sqlalchemy.orm import Session

from bot import clock
from bot.db import fingerprint, insert_once
from bot.dialogue.models import Conversation, Inbox
from bot.outbox.actions import forget_messages
from bot.outbox.models import DoorGrant, ReminderCredit
from bot.outbox.notices.actions import forget_notices
from bot.shop.complaints.actions import forget_complaints
from bot.shop.complaints.queries import open_complaints, open_for
from bot.shop.consent.actions import withdraw_all
from bot.shop.coupons.actions import forget_coupons
from bot.shop.events.actions import note
from bot.shop.events.models import Event
from bot.shop.gifts.actions import forget_redemptions
from bot.shop.media.models import Media
from bot.shop.members.actions import close_membership
from bot.shop.members.models import Member
from bot.shop.notes.models import Note
from bot.shop.people.actions import lock_person
from bot.shop.people.models import Identity, Person
from bot.shop.points.models import PointAccount, PointEntry, PointUse
from bot.shop.surveys.actions import forget_surveys
from bot.shop.tasks.actions import forget_tasks
from bot.shop.traits.models import Trait
from bot.usecases.visiting import forget_visits

GRACE = timedelta(hours=24)
LONGEST = timedelta(days=30)  # an open complaint is closed by phone first
# written out, not a blank, so that a server may use its index; only followers of WeChat leave
_LEFT: ColumnElement[bool] = literal_column("identity.reach = 'left'")


def who_left(db: Session, now: datetime, limit: int) -> list[int]:
    """Return identities that have not followed for longer than the grace."""
    waits = open_for(Identity.person_id).exists() & (Identity.reach_since > now - LONGEST)
    gone = select(Identity.id).where(_LEFT, Identity.reach_since <= now - GRACE, ~waits)
    return list(db.scalars(gone.order_by(Identity.reach_since).limit(limit)))


def forget(db: Session, identity_id: int, *, why: str) -> bool:
    """Erase the openid, the chat and the profile of who left; return whether it was done.

    Purchases stay with the till. Points stay where her phone was proved, and come back by proof;
    points of a membership that was never proved go with it. What was not sent is taken back with
    `why`.
    """
    identity = db.get(Identity, identity_id, populate_existing=True)
    person = lock_person(db, identity.person_id) if identity else None
    if identity is None or person is None:
        return False
    db.refresh(identity)
    if identity.reach != "left" or identity.reach_since > clock.now() - GRACE:
        return False  # she came back while we waited
    if open_complaints(db, person.id) and identity.reach_since > clock.now() - LONGEST:
        return False
    if not _is_here_otherwise(db, person.id):
        _forget_profile(db, person)
        _forget_chat(db, person.id, why)
    db.delete(identity)
    note(db, "forgot", person_id=person.id)
    return True


def _is_here_otherwise(db: Session, person_id: int) -> bool:
    """Say whether she follows with another WeChat: then only the old openid goes."""
    follows = select(Identity.id).where(
        Identity.person_id == person_id, Identity.channel == "wechat", Identity.reach == "open"
    )
    return db.scalar(follows.limit(1)) is not None


def _forget_profile(db: Session, person: Person) -> None:
    proved = person.phone_state == "verified"
    if proved and person.phone:
        key = {"channel": "till", "external_id": fingerprint(person.phone, field="phone")}
        reach = {"reach": "unknown", "reach_since": clock.now()}
        insert_once(db, Identity, person_id=person.id, **key, **reach)
        person.phone_state = "till"
    member = db.get(Member, person.id)
    if member:
        close_membership(db, person, member, why="unfollowed")
    if not proved:
        _drop_points(db, person.id)
    withdraw_all(db, person.id)


def _forget_chat(db: Session, person_id: int, why: str) -> None:
    forget_visits(db, person_id)
    for table in (Inbox, Media, Conversation, DoorGrant, ReminderCredit, Note, Trait):
        db.execute(delete(table).where(table.person_id == person_id))
    forget_messages(db, [person_id], why=why)
    forget_notices(db, [person_id], why=why)
    forget_tasks(db, [person_id])
    forget_complaints(db, person_id)
    forget_surveys(db, person_id)
    db.execute(update(Event).where(Event.person_id == person_id).values(detail=None))


def _drop_points(db: Session, person_id: int) -> None:
    forget_redemptions(db, person_id)
    forget_coupons(db, person_id)
    hers = select(PointEntry.id).where(PointEntry.person_id == person_id)
    db.execute(delete(PointUse).where(PointUse.spend_id.in_(hers)))
    db.execute(delete(PointEntry).where(PointEntry.person_id == person_id))
    db.execute(delete(PointAccount).where(PointAccount.person_id == person_id))
