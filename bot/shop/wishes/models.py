"""Table of wishes: one row for a person and a thing she said a yes or a no to."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.db import Base, UtcDateTime

# What she may wish about: everything, a topic, a journey of its own, a channel.
TOPICS = ("greeting", "upkeep", "company", "offer")
JOURNEYS = ("birthday", "holiday", "cleaning")
CHANNELS = ("call", "sms", "email")
ABOUT = ("all", *TOPICS, *JOURNEYS, *CHANNELS)


class Wish(Base):
    """What she said last about one thing: `wanted` or not, for good or before the day `until`."""

    __tablename__ = "wish"
    __table_args__ = (CheckConstraint(f"about IN {ABOUT}", name="about"),)

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    about: Mapped[str] = mapped_column(String(8), primary_key=True)
    wanted: Mapped[bool] = mapped_column()
    until: Mapped[date | None] = mapped_column()
    at: Mapped[datetime] = mapped_column(UtcDateTime)
