"""Table of coupons. Money is whole fen."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from bot.db import Base, BigId, Sealed, UtcDateTime

OPEN = text("state = 'open'")


class Coupon(Base):
    """One coupon of one customer, with the terms it was given with; `source` gives it once."""

    __tablename__ = "coupon"
    __table_args__ = (
        UniqueConstraint("person_id", "source"),
        CheckConstraint("state IN ('open','used','expired','taken_back')", name="state"),
        CheckConstraint("off_fen >= 0 AND from_fen >= 0", name="terms"),
        CheckConstraint("(state = 'open') = (closed_at IS NULL)", name="closed"),
        CheckConstraint("state <> 'used' OR receipt IS NOT NULL", name="receipt"),
        Index("ix_coupon_open", "good_until", sqlite_where=OPEN, postgresql_where=OPEN),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    rule: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(60))
    what: Mapped[str] = mapped_column(String(120), default="")
    off_fen: Mapped[int] = mapped_column(default=0)
    from_fen: Mapped[int] = mapped_column(default=0)
    source: Mapped[str] = mapped_column(String(200))
    code_hash: Mapped[str] = mapped_column(String(64), unique=True)
    code: Mapped[str] = mapped_column(Sealed("coupon.code"))
    given_at: Mapped[datetime] = mapped_column(UtcDateTime)
    good_until: Mapped[date] = mapped_column()
    state: Mapped[str] = mapped_column(String(10), default="open")
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_by: Mapped[str | None] = mapped_column(String(60))
    till: Mapped[str | None] = mapped_column(String(60))
    receipt: Mapped[str | None] = mapped_column(String(80))
