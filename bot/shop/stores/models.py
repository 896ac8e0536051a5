"""Tables of stores, and of the shop's own file once it was imported."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.db import Base, BigId, UtcDateTime


class Store(Base):
    """A store that a till or the shop's file named; unconfirmed until the file names it."""

    __tablename__ = "store"

    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    confirmed: Mapped[bool] = mapped_column(default=False)
    region: Mapped[str | None] = mapped_column(String(60))


class ShopFile(Base):
    """An imported shop file, parsed; the newest counts, the older ones are its history."""

    __tablename__ = "shop_file"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    imported_at: Mapped[datetime] = mapped_column(UtcDateTime)
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
