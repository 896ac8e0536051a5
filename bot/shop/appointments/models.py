"""Tables of appointments, and of the quarters of an hour that they take."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.db import Base, BigId, Sealed, UtcDateTime

STATES = ("booked", "kept", "missed", "cancelled")


class Visit(Base):
    """One visit: hers to a store, or a specialist's to her home.

    `words` is what she said of it, `contact` where she is visited and by which phone. `moves`
    counts how often it was moved: each time has a reminder and a task of its own.
    """

    __tablename__ = "visit"
    __table_args__ = (
        CheckConstraint(f"state IN {STATES}", name="state"),
        CheckConstraint("ends > starts", name="ends_after_it_starts"),
        CheckConstraint("moves >= 0", name="moves"),
        Index("ix_visit_person_id_starts", "person_id", "starts"),
        Index("ix_visit_store_starts", "store", "starts"),
        Index("ix_visit_starts", "starts"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    service: Mapped[str] = mapped_column(String(20))
    store: Mapped[str] = mapped_column(String(60))
    specialist: Mapped[str] = mapped_column(String(60))
    starts: Mapped[datetime] = mapped_column(UtcDateTime)
    ends: Mapped[datetime] = mapped_column(UtcDateTime)
    at_home: Mapped[bool] = mapped_column(default=False)
    state: Mapped[str] = mapped_column(String(9), default="booked")
    moves: Mapped[int] = mapped_column(default=0)
    words: Mapped[Any] = mapped_column(Sealed("visit.words"), nullable=True)
    contact: Mapped[Any] = mapped_column(Sealed("visit.contact"), nullable=True)
    booked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)

    @property
    def key(self) -> str:
        """Return what the reminder and the task of this time are known by."""
        return f"visit:{self.id}:{self.moves}"


class BookedQuarter(Base):
    """A quarter of an hour of one specialist: whoever inserts it first has it."""

    __tablename__ = "booked_quarter"

    starts: Mapped[datetime] = mapped_column(UtcDateTime, primary_key=True)
    specialist: Mapped[str] = mapped_column(String(60), primary_key=True)
    visit_id: Mapped[int] = mapped_column(ForeignKey("visit.id"), index=True)
