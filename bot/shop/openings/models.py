"""Table of opening balances."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.db import Base, BigId, UtcDateTime


class Opening(Base):
    """The points that came with a phone, once; what she bought before `at` is in them."""

    __tablename__ = "opening"
    __table_args__ = (CheckConstraint("points >= 0", name="points"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    phone_hash: Mapped[str] = mapped_column(String(64), unique=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    points: Mapped[int] = mapped_column()
