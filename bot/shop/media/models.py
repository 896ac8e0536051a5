"""Table of pictures and voices that customers sent."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from bot.db import Base, BigId, SealedBytes, UtcDateTime

WANTED = text("state = 'wanted'")


class Media(Base):
    """One picture or voice, found by the key of the message it came with.

    `wanted` until it was fetched (`kept`), or never can be: `gone` on the platform's side, or
    `refused` by us for its size or its kind.
    """

    __tablename__ = "media"
    __table_args__ = (
        CheckConstraint("state IN ('wanted','kept','gone','refused')", name="state"),
        CheckConstraint("(state = 'kept') = (content IS NOT NULL)", name="kept"),
        Index("ix_media_wanted", "look_at", sqlite_where=WANTED, postgresql_where=WANTED),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    key: Mapped[str] = mapped_column(String(200), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    kind: Mapped[str] = mapped_column(String(12))
    source: Mapped[str] = mapped_column(String(200))
    state: Mapped[str] = mapped_column(String(7), default="wanted")
    content_type: Mapped[str | None] = mapped_column(String(40))
    content: Mapped[bytes | None] = mapped_column(SealedBytes("media_file"), deferred=True)
    size: Mapped[int | None] = mapped_column()
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    look_at: Mapped[datetime] = mapped_column(UtcDateTime)
    attempts: Mapped[int] = mapped_column(default=0)
