"""Table of days she told us of."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.db import Base, BigId, Sealed, UtcDateTime


class Anniversary(Base):
    """A day of every year and what it is to her, without a year; told again it is changed."""

    __tablename__ = "anniversary"
    __table_args__ = (
        CheckConstraint("calendar IN ('solar','lunar')", name="calendar"),
        UniqueConstraint("person_id", "what_hash"),
        Index("ix_anniversary_md", "md"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    what: Mapped[Any] = mapped_column(Sealed("anniversaries.what"))
    what_hash: Mapped[str] = mapped_column(String(64))
    calendar: Mapped[str] = mapped_column(String(5))
    md: Mapped[int] = mapped_column()
    leap: Mapped[bool] = mapped_column(default=False)
    told_at: Mapped[datetime] = mapped_column(UtcDateTime)
