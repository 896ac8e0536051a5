"""Table of API keys."""

from datetime import datetime

from sqlalchemy import CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.db import Base, UtcDateTime
from bot.shop.staff.rules import RANKS


class ApiKey(Base):
    """A program that may call the API, and the role that bounds what it does for anybody.

    The key itself is shown once and kept as its keyed hash alone.
    """

    __tablename__ = "api_key"
    __table_args__ = (CheckConstraint(f"role IN {RANKS}", name="role"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(60))
    role: Mapped[str] = mapped_column(String(16))
    key_hash: Mapped[str] = mapped_column(String(64), unique=True)
    made_by: Mapped[str] = mapped_column(String(60))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
