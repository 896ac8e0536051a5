"""Tables of what came in and of where each talk stands."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from bot.db import Base, BigId, Sealed, UtcDateTime

PENDING = text("state = 'pending'")
FAILED = text("state = 'failed'")
HELD = text("holder = 'staff'")


class Inbox(Base):
    """One message or event of a customer with the reply it got; a repeat finds that reply."""

    __tablename__ = "inbox"
    __table_args__ = (
        CheckConstraint("state IN ('done','pending','failed')", name="state"),
        Index("ix_inbox_person_id_at", "person_id", "at"),
        Index("ix_inbox_failed", "id", sqlite_where=FAILED, postgresql_where=FAILED),
        Index("ix_inbox_pending", "id", sqlite_where=PENDING, postgresql_where=PENDING),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    key: Mapped[str] = mapped_column(String(200), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    # the openid she wrote from; no foreign key, for it may be forgotten while the person stays
    identity_id: Mapped[int | None] = mapped_column(BigId)
    kind: Mapped[str] = mapped_column(String(12))
    said: Mapped[Any] = mapped_column(Sealed("inbox.said"))
    reply: Mapped[Any] = mapped_column(Sealed("inbox.reply"), nullable=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    state: Mapped[str] = mapped_column(String(7))


class Conversation(Base):
    """Where the talk with one person stands: the open flow, its answers, what is asked."""

    __tablename__ = "conversation"
    __table_args__ = (
        CheckConstraint("holder IN ('bot','staff')", name="holder"),
        Index("ix_conversation_staff", "staff", sqlite_where=HELD, postgresql_where=HELD),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), unique=True)
    flow: Mapped[str | None] = mapped_column(String(20))
    asks: Mapped[str | None] = mapped_column(String(20))
    answers: Mapped[Any] = mapped_column(Sealed("conversation.answers"), default=dict)
    parked: Mapped[Any] = mapped_column(Sealed("conversation.parked"), default=list)
    misses: Mapped[int] = mapped_column(default=0)
    holder: Mapped[str] = mapped_column(String(5), default="bot")
    staff: Mapped[str | None] = mapped_column(String(60))
    returns_at: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)
    waiting_since: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)
    traditional: Mapped[bool] = mapped_column(default=False)
