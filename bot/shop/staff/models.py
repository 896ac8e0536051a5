"""Table of staff."""

from sqlalchemy import CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.db import Base

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
