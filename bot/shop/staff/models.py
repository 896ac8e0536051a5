"""Tables of staff: who they are, where they are logged in, who tried in vain."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
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
    left_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    # where she hears of what waits, besides the robot of the shop's work group
    openid: Mapped[str | None] = mapped_column(String(64), unique=True)
    email: Mapped[str | None] = mapped_column(Sealed("staff.email"))
    bind_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    bind_until: Mapped[datetime | None] = mapped_column(UtcDateTime)


class StaffSession(Base):
    """That somebody is logged in at one browser; both times are real ones, not the shop's."""

    __tablename__ = "staff_session"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    login: Mapped[str] = mapped_column(ForeignKey("staff.login"), index=True)
    began: Mapped[datetime] = mapped_column(UtcDateTime)
    seen: Mapped[datetime] = mapped_column(UtcDateTime)


class LoginTry(Base):
    """How often a login was tried, or an address tried, until a real moment."""

    __tablename__ = "login_try"

    whose: Mapped[str] = mapped_column(String(64), primary_key=True)
    count: Mapped[int] = mapped_column(default=0)
    until: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
