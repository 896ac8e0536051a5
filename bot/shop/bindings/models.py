"""Table of member codes."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.db import Base, BigId, UtcDateTime


class MemberCode(Base):
    """A code that shows for some minutes who stands at the till; only its hash is kept."""

    __tablename__ = "member_code"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    code_hash: Mapped[str] = mapped_column(String(64), unique=True)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    proved_phone_hash: Mapped[str | None] = mapped_column(String(64))
    proved_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
