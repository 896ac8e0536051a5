"""Tables of gifts: how many are taken, and each redemption with its code."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from bot.db import Base, BigId, Sealed, UtcDateTime

OPEN = text("state = 'open'")


class GiftStock(Base):
    """How many of a gift there were in all, and how many are promised or gone."""

    __tablename__ = "gift_stock"
    __table_args__ = (CheckConstraint("taken >= 0 AND taken <= stock", name="taken"),)

    gift: Mapped[str] = mapped_column(String(20), primary_key=True)
    stock: Mapped[int] = mapped_column()
    taken: Mapped[int] = mapped_column(default=0)


class Redemption(Base):
    """Points turned into a gift: whoever shows its code may fetch it, once, until a day.

    Name and price are those of the moment; `spend_id` is the ledger's line, which a cancelling
    gives back. The code is sealed for her to see again, and found by its hash.
    """

    __tablename__ = "redemption"
    __table_args__ = (
        CheckConstraint("state IN ('open','collected','cancelled','expired')", name="state"),
        CheckConstraint("count > 0", name="count"),
        CheckConstraint("points > 0", name="points"),
        CheckConstraint("(state = 'open') = (closed_at IS NULL)", name="closed"),
        Index("ix_redemption_open", "good_until", sqlite_where=OPEN, postgresql_where=OPEN),
        Index("ix_redemption_person_id_gift", "person_id", "gift"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    gift: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(60))
    count: Mapped[int] = mapped_column()
    points: Mapped[int] = mapped_column()
    spend_id: Mapped[int | None] = mapped_column(ForeignKey("point_entry.id"), index=True)
    code_hash: Mapped[str] = mapped_column(String(64), unique=True)
    code: Mapped[str] = mapped_column(Sealed("redemption.code"))
    stores: Mapped[str] = mapped_column(String(300), default="")
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    good_until: Mapped[date] = mapped_column()
    state: Mapped[str] = mapped_column(String(9), default="open")
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_by: Mapped[str | None] = mapped_column(String(60))
    store: Mapped[str | None] = mapped_column(String(60))
