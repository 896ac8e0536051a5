"""Table of codes that were sent to phones."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.db import Base, BigId, UtcDateTime


class PhoneCode(Base):
    """A code that was sent to a number for somebody; number and code are kept as hashes.

    `minute` is when it was made: no number gets two in one, whoever asks.
    """

    __tablename__ = "phone_code"
    __table_args__ = (
        CheckConstraint("tries >= 0", name="tries"),
        UniqueConstraint("phone_hash", "minute"),
        Index("ix_phone_code_person_id_made_at", "person_id", "made_at"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    phone_hash: Mapped[str] = mapped_column(String(64))
    minute: Mapped[datetime] = mapped_column(UtcDateTime)
    code_hash: Mapped[str] = mapped_column(String(64))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    tries: Mapped[int] = mapped_column(default=0)
    proved_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
