"""Table of what was handed from one colleague to another."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.db import Base, BigId, UtcDateTime


class Handover(Base):
    """That a customer went from `giver` to `heir` by hand, with the ids of what moved with her.

    Without a person it is what else lay with the giver. No giver, no heir: the people of her
    store. `press` is the form it came by: one press is undone by one. `served_at` is what stood
    on her record before.
    """

    __tablename__ = "handover"
    __table_args__ = (
        CheckConstraint("giver IS NOT NULL OR heir IS NOT NULL", name="somebody"),
        Index("ix_handover_giver_at", "giver", "at"),
        Index("ix_handover_press", "press"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    giver: Mapped[str | None] = mapped_column(String(60))
    heir: Mapped[str | None] = mapped_column(String(60))
    press: Mapped[str] = mapped_column(String(120))
    by: Mapped[str] = mapped_column(String(60))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    served_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    moved: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    undone_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
