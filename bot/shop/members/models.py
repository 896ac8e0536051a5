"""Table of members."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.db import Base, UtcDateTime


class Member(Base):
    """A person who registered.

    `level_until` is the last day of a level that she was told she loses.
    """

    __tablename__ = "member"
    __table_args__ = (
        CheckConstraint("status IN ('member','closed')", name="status"),
        CheckConstraint("birthday_calendar IN ('solar','lunar')", name="birthday_calendar"),
        CheckConstraint(
            "(birthday_calendar IS NULL) = (birthday_md IS NULL)", name="whole_birthday"
        ),
    )

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    status: Mapped[str] = mapped_column(String(8), default="member")
    joined_at: Mapped[datetime] = mapped_column(UtcDateTime)
    level: Mapped[str] = mapped_column(String(20))
    level_since: Mapped[datetime] = mapped_column(UtcDateTime)
    level_until: Mapped[date | None] = mapped_column(index=True)
    birthday_calendar: Mapped[str | None] = mapped_column(String(5))
    birthday_year: Mapped[int | None] = mapped_column()
    birthday_md: Mapped[int | None] = mapped_column(index=True)
    birthday_leap: Mapped[bool] = mapped_column(default=False)
    birthday_told_on: Mapped[date | None] = mapped_column()
