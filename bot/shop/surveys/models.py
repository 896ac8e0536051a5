"""Table of surveys."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.db import Base, BigId, Sealed, UtcDateTime

ABOUT = ("purchase", "visit", "work", "said")
ASKS = ("score", "why", "call")


class Survey(Base):
    """One question how she liked something, and her answer.

    `key` is also that of the message that asks it, which knows when it left: nobody is asked twice
    about one thing. Where she told it unasked, it is about what she `said`. `asks` is what she has
    not answered yet.
    """

    __tablename__ = "survey"
    __table_args__ = (
        CheckConstraint(f"about IN {ABOUT}", name="about"),
        CheckConstraint(f"asks IN {ASKS}", name="asks"),
        CheckConstraint("score BETWEEN 1 AND 5", name="score"),
        Index("ix_survey_person_id", "person_id"),
        Index("ix_survey_about_id", "about_id"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    key: Mapped[str] = mapped_column(String(200), unique=True)
    about: Mapped[str] = mapped_column(String(8))
    about_id: Mapped[int | None] = mapped_column(BigId)
    store: Mapped[str | None] = mapped_column(String(60))
    guide: Mapped[str | None] = mapped_column(String(60))
    asks: Mapped[str | None] = mapped_column(String(5), default="score")
    score: Mapped[int | None] = mapped_column()
    words: Mapped[Any] = mapped_column(Sealed("surveys.words"), nullable=True)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
