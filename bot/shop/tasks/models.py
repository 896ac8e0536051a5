"""Table of tasks."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from bot.db import Base, BigId, Sealed, UtcDateTime

DONE = text("done_at IS NOT NULL")


class Task(Base):
    """Something a person of the shop must do, with the words to say and a deadline."""

    __tablename__ = "task"
    __table_args__ = (
        Index("ix_task_done_at", "done_at", sqlite_where=DONE, postgresql_where=DONE),
        Index(
            "ix_task_open",
            "due",
            sqlite_where=text("done_at IS NULL"),
            postgresql_where=text("done_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    dedupe: Mapped[str] = mapped_column(String(200), unique=True)
    kind: Mapped[str] = mapped_column(String(20))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    store: Mapped[str | None] = mapped_column(String(60))
    staff: Mapped[str | None] = mapped_column(String(60), index=True)
    why: Mapped[str] = mapped_column(String(300))
    words: Mapped[Any] = mapped_column(Sealed("task.words"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    due: Mapped[datetime] = mapped_column(UtcDateTime)
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    done_by: Mapped[str | None] = mapped_column(String(60))
    result: Mapped[Any] = mapped_column(Sealed("task.result"), nullable=True)


class TaskRoom(Base):
    """How many tasks of care somebody, or a store's people, got on a day: there is an end to it."""

    __tablename__ = "task_room"

    whose: Mapped[str] = mapped_column(String(80), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    made: Mapped[int] = mapped_column()
