"""Table of consents: one row for a person, a purpose and a channel."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, false
from sqlalchemy.orm import Mapped, mapped_column

from bot.db import Base, UtcDateTime

PURPOSES = ("service", "care", "promotion")
CHANNELS = ("wechat", "sms", "email", "call")


class Consent(Base):
    """What she said last about one purpose by one channel, and to which wording.

    What is `taken_back` was a yes before she stopped it: 恢复 brings it back, and nothing else.
    """

    __tablename__ = "consent"
    __table_args__ = (
        CheckConstraint("purpose IN ('service','care','promotion')", name="purpose"),
        CheckConstraint("channel IN ('wechat','sms','email','call')", name="channel"),
        CheckConstraint("NOT (granted AND taken_back)", name="taken_back_is_a_no"),
    )

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    purpose: Mapped[str] = mapped_column(String(9), primary_key=True)
    channel: Mapped[str] = mapped_column(String(6), primary_key=True)
    granted: Mapped[bool] = mapped_column()
    taken_back: Mapped[bool] = mapped_column(server_default=false())
    wording: Mapped[str] = mapped_column(String(20))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
