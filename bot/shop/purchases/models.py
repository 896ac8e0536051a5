"""Tables of purchases, their lines and what came back. Money is whole fen."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from bot.db import Base, BigId, UtcDateTime

SECRET = text("secret_until IS NOT NULL")


class Purchase(Base):
    """One receipt of one till.

    Until the day `secret_until` nothing of it is told to whom it is for: `recipient_id`, else the
    owner of the account. The day is emptied once it has come and what waited for it is given.
    """

    __tablename__ = "purchase"
    __table_args__ = (
        UniqueConstraint("till", "receipt"),
        CheckConstraint("total_fen >= 0", name="total"),
        CheckConstraint("returned_fen >= 0 AND returned_fen <= total_fen", name="returned"),
        Index("ix_purchase_person_id_day", "person_id", "day"),
        Index("ix_purchase_day", "day", "id", "store", "total_fen"),  # a day's sums, too
        Index(
            "ix_purchase_secret_until",
            "secret_until",
            sqlite_where=SECRET,
            postgresql_where=SECRET,
        ),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    till: Mapped[str] = mapped_column(String(60))
    receipt: Mapped[str] = mapped_column(String(80))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    day: Mapped[date] = mapped_column()
    total_fen: Mapped[int] = mapped_column()
    returned_fen: Mapped[int] = mapped_column(default=0)
    store: Mapped[str | None] = mapped_column(String(60))
    guide: Mapped[str | None] = mapped_column(String(60))
    gift: Mapped[bool] = mapped_column(default=False)
    rain: Mapped[bool] = mapped_column(default=False)
    secret_until: Mapped[date | None] = mapped_column()
    # no foreign key: what is meant for her is not among what we show her as hers
    recipient_id: Mapped[int | None] = mapped_column(BigId)


class PurchaseLine(Base):
    """One item on a receipt."""

    __tablename__ = "purchase_line"
    __table_args__ = (
        CheckConstraint("quantity > 0", name="quantity"),
        CheckConstraint("returned >= 0 AND returned <= quantity", name="returned"),
    )

    purchase_id: Mapped[int] = mapped_column(ForeignKey("purchase.id"), primary_key=True)
    number: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    sku: Mapped[str] = mapped_column(String(60))
    name: Mapped[str] = mapped_column(String(120))
    category: Mapped[str | None] = mapped_column(String(60))
    quantity: Mapped[int] = mapped_column()
    price_fen: Mapped[int] = mapped_column()
    list_price_fen: Mapped[int | None] = mapped_column()
    cost_fen: Mapped[int | None] = mapped_column()
    returned: Mapped[int] = mapped_column(default=0)


class PurchaseReturn(Base):
    """One return; its key keeps a repeated report from counting twice."""

    __tablename__ = "purchase_return"
    __table_args__ = (UniqueConstraint("till", "receipt", "return_key"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    purchase_id: Mapped[int] = mapped_column(ForeignKey("purchase.id"), index=True)
    till: Mapped[str] = mapped_column(String(60))
    receipt: Mapped[str] = mapped_column(String(80))
    return_key: Mapped[str] = mapped_column(String(80))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    amount_fen: Mapped[int] = mapped_column()
