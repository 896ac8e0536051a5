"""Table of staff."""

from datetime import datetime

from sqlalchemy import CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.db import Base, Sealed, UtcDateTime

ROLES = ("guide", "store_manager", "regional_manager", "head_office", "engineer")


class Staff(Base):
    """Somebody who works for the shop; without a password she can't log in."""

    __tablename__ = "staff"
    __table_args__ = (
        CheckConstraint(
            "role IN ('guide','store_manager','regional_manager','head_office','engineer')",
            name="role",
        ),
    )

    login: Mapped[str] = mapped_column(String(60), primary_key=True)
    name: Mapped[str] = mapped_column(String(60))
    role: Mapped[str] = mapped_column(String(16))
    store: Mapped[str | None] = mapped_column(String(60), index=True)
    password_hash: Mapped[str | None] = mapped_column(String(255))
    confirmed: Mapped[bool] = mapped_column(default=True)
    active: Mapped[bool] = mapped_column(default=True)
    # where she hears of what waits, besides the robot of the shop's work group
    openid: Mapped[str | None] = mapped_column(String(64), unique=True)
    email: Mapped[str | None] = mapped_column(Sealed("staff.email"))
    bind_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    bind_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
