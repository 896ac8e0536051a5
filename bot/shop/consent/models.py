"""Table of consents: one row for a person, a purpose and a channel."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.db import Base, UtcDateTime

PURPOSES = ("service", "care", "promotion")
CHANNELS = ("wechat", "sms", "email", "call")


class Consent(Base):
    """What she said last about one purpose by one channel, and to which wording."""

    __tablename__ = "consent"
    __table_args__ = (
        CheckConstraint("purpose IN ('service','care','promotion')", name="purpose"),
        CheckConstraint("channel IN ('wechat','sms','email','call')", name="channel"),
    )

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    purpose: Mapped[str] = mapped_column(String(9), primary_key=True)
    channel: Mapped[str] = mapped_column(String(6), primary_key=True)
    granted: Mapped[bool] = mapped_column()
    wording: Mapped[str] = mapped_column(String(20))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
