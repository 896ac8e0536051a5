"""Table of what SMS cost: one row a day, debited before anything leaves."""

from datetime import date

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.db import Base


class SmsDay(Base):
    """How many SMS of a day were taken for sending, their segments, and what they cost."""

    __tablename__ = "sms_day"
    __table_args__ = (
        CheckConstraint("numbers >= 0 AND segments >= 0 AND fen >= 0", name="counts"),
    )

    day: Mapped[date] = mapped_column(primary_key=True)
    numbers: Mapped[int] = mapped_column(default=0)
    segments: Mapped[int] = mapped_column(default=0)
    fen: Mapped[int] = mapped_column(default=0)
