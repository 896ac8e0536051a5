"""Table of notes."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.db import Base, BigId, Sealed, UtcDateTime


class Note(Base):
    """What a colleague noted about a customer; she may read it when she asks what is kept."""

    __tablename__ = "note"
    __table_args__ = (Index("ix_note_person_id_at", "person_id", "at"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    login: Mapped[str] = mapped_column(String(60))
    words: Mapped[str] = mapped_column(Sealed("note.words"))
    once: Mapped[str] = mapped_column(String(120), unique=True)
