"""Tables of texts for many, and of what WeChat counted."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from bot.db import Base, BigId, Sealed, UtcDateTime

STATES = ("gathering", "leaving", "asking", "sent", "done", "failed", "uncertain", "dropped")
GATHERING = text("state = 'gathering'")
UNSETTLED = text("state IN ('gathering', 'leaving', 'asking', 'sent')")


class MassBatch(Base):
    """One text and all who get it with one call; each has her own row in the outbox.

    It gathers them, leaves (claimed, perhaps called), is asked about where no answer came, and is
    sent once WeChat has taken it. `once` is the same for each try, so WeChat sends it once.
    """

    __tablename__ = "mass_batch"
    __table_args__ = (
        CheckConstraint(f"state IN {STATES}", name="state"),
        # who has the same words goes with the others, whichever worker finds her
        Index(
            "uq_mass_batch_gathering",
            "words_hash",
            unique=True,
            sqlite_where=GATHERING,
            postgresql_where=GATHERING,
        ),
        Index(
            "ix_mass_batch_look_at", "look_at", sqlite_where=UNSETTLED, postgresql_where=UNSETTLED
        ),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    words: Mapped[str] = mapped_column(Sealed("mass_batch.words"))
    words_hash: Mapped[str] = mapped_column(String(64))
    state: Mapped[str] = mapped_column(String(9), default="gathering")
    people: Mapped[int] = mapped_column(default=0)
    once: Mapped[str | None] = mapped_column(String(32))
    msg_id: Mapped[str | None] = mapped_column(String(40))
    attempts: Mapped[int] = mapped_column(default=0)
    not_after: Mapped[datetime | None] = mapped_column(UtcDateTime)
    look_at: Mapped[datetime] = mapped_column(UtcDateTime)
    claimed_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    called_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # real time of the first call
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reason: Mapped[str | None] = mapped_column(String(300))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class MassReport(Base):
    """What WeChat said about one call: here our half and its half find each other.

    Either may come first: `batch_id` when our call returned, `status` when it was reported.
    """

    __tablename__ = "mass_report"

    msg_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    batch_id: Mapped[int | None] = mapped_column(ForeignKey("mass_batch.id"), index=True)
    status: Mapped[str | None] = mapped_column(String(40))
    total: Mapped[int | None] = mapped_column()
    filtered: Mapped[int | None] = mapped_column()
    sent: Mapped[int | None] = mapped_column()
    errors: Mapped[int | None] = mapped_column()
    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
