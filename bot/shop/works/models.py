"""Table of works."""

from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from bot import clock
from bot.db import Base, BigId, UtcDateTime

KINDS = ("repair", "order")
UNDONE = text("done_at IS NULL")
PUT_BACK = "put_back"  # the stage of what was taken in by a slip: it is over, and was nothing


class Work(Base):
    """One thing that is made or mended for her: who answers for it, by when, how far it is.

    `number` is the shop's own, where it has one. The stages of each kind stand in
    `content/works.toml`; each change of stage is an event of the journal.
    """

    __tablename__ = "work"
    __table_args__ = (
        CheckConstraint(f"kind IN {KINDS}", name="kind"),
        Index("ix_work_person_id", "person_id"),
        Index("ix_work_owner", "owner", sqlite_where=UNDONE, postgresql_where=UNDONE),
        Index("ix_work_promised", "promised", sqlite_where=UNDONE, postgresql_where=UNDONE),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[str] = mapped_column(String(6))
    number: Mapped[str | None] = mapped_column(String(32), unique=True)
    item: Mapped[str] = mapped_column(String(60))
    store: Mapped[str | None] = mapped_column(String(60))
    owner: Mapped[str | None] = mapped_column(String(60))
    stage: Mapped[str] = mapped_column(String(20))
    promised: Mapped[date | None] = mapped_column()
    photos: Mapped[list[int]] = mapped_column(JSON, default=list)
    began_at: Mapped[datetime] = mapped_column(UtcDateTime)
    moved_at: Mapped[datetime] = mapped_column(UtcDateTime)
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    @property
    def shown_number(self) -> str:
        """Return the number on her card: the shop's, else the day it began and our own."""
        return self.number or f"{clock.local(self.began_at):%Y%m%d}-{self.id:03}"
