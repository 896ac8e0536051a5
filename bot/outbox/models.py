"""Tables of messages to come and sent, and of the doors that are open to each person."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from bot.db import Base, BigId, Sealed, UtcDateTime
from bot.outbox.mass.models import MassBatch

STATES = (
    "planned",
    "waiting",
    "sent",
    "delivered",
    "skipped",
    "task",
    "failed",
    "uncertain",
)
OPEN = text("state IN ('planned', 'waiting')")
CLAIMED = text("claimed_until IS NOT NULL")
SENT = text("sent_at IS NOT NULL")
TROUBLED = text("state IN ('failed', 'uncertain')")
# what she was sent though she had not asked for it: it bounds how soon she hears of us again
UNASKED = text("sent_at IS NOT NULL AND (purpose IN ('care','promotion') OR journey = 'thanks')")
# the care of some days is counted by the moment it was due
CARED = text("purpose IN ('care','promotion')")


class Message(Base):
    """One message to one person: a key and ids, not a text, until it is sent."""

    __tablename__ = "outbox"
    __table_args__ = (
        CheckConstraint(f"state IN {STATES}", name="state"),
        CheckConstraint("purpose <> 'promotion' OR not_after IS NOT NULL", name="promotion_ends"),
        CheckConstraint(
            "claimed_until IS NULL OR state IN ('planned', 'waiting')", name="claim_is_open"
        ),
        Index("ix_outbox_person_id_due", "person_id", "due"),
        Index("ix_outbox_look_at", "look_at", sqlite_where=OPEN, postgresql_where=OPEN),
        # never two open claims for one person: her messages leave one after the other
        Index(
            "uq_outbox_claim",
            "person_id",
            unique=True,
            sqlite_where=CLAIMED,
            postgresql_where=CLAIMED,
        ),
        Index("ix_outbox_troubled", "state", sqlite_where=TROUBLED, postgresql_where=TROUBLED),
        Index(
            "ix_outbox_unasked",
            "person_id",
            "sent_at",
            sqlite_where=UNASKED,
            postgresql_where=UNASKED,
        ),
        Index("ix_outbox_claimed", "claimed_until", sqlite_where=CLAIMED, postgresql_where=CLAIMED),
        Index("ix_outbox_sent_at", "sent_at", "door", sqlite_where=SENT, postgresql_where=SENT),
        Index("ix_outbox_cared", "due", sqlite_where=CARED, postgresql_where=CARED),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    # the openid that hears the answer, where she wrote from one; if it is forgotten, the newest
    identity_id: Mapped[int | None] = mapped_column(BigId)
    dedupe: Mapped[str] = mapped_column(String(200), unique=True)
    kind: Mapped[str] = mapped_column(String(20))
    journey: Mapped[str | None] = mapped_column(String(20))
    purpose: Mapped[str] = mapped_column(String(10))
    key: Mapped[str] = mapped_column(String(60))
    # what a planned message is about, and the text that was chosen for it when it was looked at
    subject_id: Mapped[int | None] = mapped_column(BigId)
    said: Mapped[str | None] = mapped_column(String(60))
    params: Mapped[Any] = mapped_column(Sealed("outbox.params"), nullable=True)
    due: Mapped[datetime] = mapped_column(UtcDateTime)
    not_after: Mapped[datetime | None] = mapped_column(UtcDateTime)
    caused_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    look_at: Mapped[datetime] = mapped_column(UtcDateTime)
    state: Mapped[str] = mapped_column(String(9), default="planned")
    reason: Mapped[str | None] = mapped_column(String(300))
    door: Mapped[str | None] = mapped_column(String(10))
    mass_id: Mapped[int | None] = mapped_column(ForeignKey(MassBatch.id), index=True)
    text: Mapped[str | None] = mapped_column(Sealed("outbox.text"))
    attempts: Mapped[int] = mapped_column(default=0)
    claimed_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    tried_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # real time: may have gone since
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    # our id of the call that an SMS went with, its length in segments, and what that costs
    out_id: Mapped[str | None] = mapped_column(String(32), index=True)
    segments: Mapped[int | None] = mapped_column()
    fen: Mapped[int | None] = mapped_column()
    in_control: Mapped[bool | None] = mapped_column()  # kept from her to learn what it brings
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class DoorGrant(Base):
    """How many messages one door still lets through to one person, and until when."""

    __tablename__ = "door_grant"
    __table_args__ = (CheckConstraint('"left" >= 0', name="left"),)

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    cause: Mapped[str] = mapped_column(String(8), primary_key=True)
    until: Mapped[datetime] = mapped_column(UtcDateTime)
    left: Mapped[int] = mapped_column()


class ReminderCredit(Base):
    """How many reminders of one template she agreed to: each yes carries one, and they add up."""

    __tablename__ = "reminder_credit"
    __table_args__ = (CheckConstraint('"left" >= 0', name="left"),)

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    template: Mapped[str] = mapped_column(String(64), primary_key=True)
    left: Mapped[int] = mapped_column()


class DoorPause(Base):
    """A whole door is shut for a while: a quota of the day, a wrong setting, a ban.

    One template is a door of its own: `template:` and its id.
    """

    __tablename__ = "door_pause"

    door: Mapped[str] = mapped_column(String(80), primary_key=True)
    until: Mapped[datetime] = mapped_column(UtcDateTime)
    why: Mapped[str] = mapped_column(String(300))


class Receipt(Base):
    """What a provider said about one of its sends: here our half and its half find each other.

    Either may come first: `message_id` when our call returned, `outcome` when it was reported.
    """

    __tablename__ = "receipt"
    __table_args__ = (
        CheckConstraint("outcome IN ('arrived','refused','empty','failed')", name="outcome"),
    )

    door: Mapped[str] = mapped_column(String(10), primary_key=True)
    provider_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    message_id: Mapped[int | None] = mapped_column(ForeignKey("outbox.id"), index=True)
    outcome: Mapped[str | None] = mapped_column(String(8))
    why: Mapped[str | None] = mapped_column(String(60))  # the carrier's own words
    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


class Switch(Base):
    """A switch of the whole house, and who pressed it last: the red button, shadow mode."""

    __tablename__ = "switch"
    __table_args__ = (CheckConstraint("name IN ('stop','shadow')", name="name"),)

    name: Mapped[str] = mapped_column(String(6), primary_key=True)
    is_on: Mapped[bool] = mapped_column()
    by: Mapped[str] = mapped_column(String(60))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
