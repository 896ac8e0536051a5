"""Table of notices to people of the shop."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from bot.db import Base, BigId, Sealed, UtcDateTime

PLANNED = text("state = 'planned'")


class Notice(Base):
    """One notice by one door: to the robot of the work group, or to one colleague's mail."""

    __tablename__ = "staff_notice"
    __table_args__ = (
        CheckConstraint("door IN ('robot','mail')", name="door"),
        CheckConstraint("state IN ('planned','sent','skipped','failed','uncertain')", name="state"),
        CheckConstraint("claimed_until IS NULL OR state = 'planned'", name="claim_is_open"),
        Index("ix_staff_notice_look_at", "look_at", sqlite_where=PLANNED, postgresql_where=PLANNED),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    dedupe: Mapped[str] = mapped_column(String(200), unique=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    door: Mapped[str] = mapped_column(String(5))
    staff: Mapped[str | None] = mapped_column(String(60))
    key: Mapped[str] = mapped_column(String(60))
    params: Mapped[Any] = mapped_column(Sealed("staff_notice.params"))
    not_after: Mapped[datetime] = mapped_column(UtcDateTime)
    look_at: Mapped[datetime] = mapped_column(UtcDateTime)
    state: Mapped[str] = mapped_column(String(9), default="planned")
    reason: Mapped[str | None] = mapped_column(String(300))
    attempts: Mapped[int] = mapped_column(default=0)
    claimed_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
