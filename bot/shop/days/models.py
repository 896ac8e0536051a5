"""Tables of what one day has of its own, with who has said so and when."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.db import Base, UtcDateTime


class RainyDay(Base):
    """That it rains at a store, since a moment; `until` is empty while it still does."""

    __tablename__ = "rainy_day"
    __table_args__ = (CheckConstraint("until IS NULL OR until >= since", name="until"),)

    store: Mapped[str] = mapped_column(String(60), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    since: Mapped[datetime] = mapped_column(UtcDateTime)
    until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    by: Mapped[str] = mapped_column(String(60))
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class GoldPrice(Base):
    """The price of gold on a day, in fen a gram: what customers hear who ask."""

    __tablename__ = "gold_price"
    __table_args__ = (CheckConstraint("fen > 0", name="fen"),)

    day: Mapped[date] = mapped_column(primary_key=True)
    fen: Mapped[int] = mapped_column()
    by: Mapped[str] = mapped_column(String(60))
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class OtherHours(Base):
    """The hours that a store keeps on one day instead of its usual ones; "" where it is shut."""

    __tablename__ = "other_hours"

    store: Mapped[str] = mapped_column(String(60), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    hours: Mapped[str] = mapped_column(String(11))
    why: Mapped[str] = mapped_column(String(60))
    by: Mapped[str] = mapped_column(String(60))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
