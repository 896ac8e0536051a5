"""Tables of points: account, ledger of entries, and which lots a spending used."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from bot.db import Base, BigId, UtcDateTime


class PointAccount(Base):
    """The stored balance; `debt` is what a return took that she had spent already."""

    __tablename__ = "point_account"
    __table_args__ = (
        CheckConstraint("balance >= 0", name="balance"),
        CheckConstraint("debt >= 0", name="debt"),
    )

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    balance: Mapped[int] = mapped_column(default=0)
    debt: Mapped[int] = mapped_column(default=0)


class PointEntry(Base):
    """One line of the ledger. A positive one is a lot, of which `left` is not used up yet."""

    __tablename__ = "point_entry"
    __table_args__ = (
        UniqueConstraint("person_id", "source"),
        CheckConstraint("change <> 0", name="change"),
        CheckConstraint('"left" >= 0 AND ("left" = 0 OR "left" <= change)', name="left"),
        Index(
            "ix_point_entry_open_lots",
            "person_id",
            "expires_on",
            sqlite_where=text('"left" > 0'),
            postgresql_where=text('"left" > 0'),
        ),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    change: Mapped[int] = mapped_column()
    kind: Mapped[str] = mapped_column(String(12))
    source: Mapped[str] = mapped_column(String(200))
    about: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    expires_on: Mapped[date | None] = mapped_column()
    left: Mapped[int] = mapped_column(default=0)


class PointUse(Base):
    """How much of a lot one spending took; given back to the same lot when it is undone."""

    __tablename__ = "point_use"
    __table_args__ = (CheckConstraint("amount > 0", name="amount"),)

    spend_id: Mapped[int] = mapped_column(ForeignKey("point_entry.id"), primary_key=True)
    lot_id: Mapped[int] = mapped_column(ForeignKey("point_entry.id"), primary_key=True)
    amount: Mapped[int] = mapped_column()
