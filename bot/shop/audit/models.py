"""Table of the audit log."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from bot.db import Base, BigId, UtcDateTime


class Audit(Base):
    """One line: who did what, when, of whom. The database lets nobody change or delete it.

    It holds no word of a customer: `person_id` stays a bare number when she is erased. Kept for
    six months at least (Cybersecurity Law, article 21).
    """

    __tablename__ = "audit"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    login: Mapped[str] = mapped_column(String(60), index=True)
    verb: Mapped[str] = mapped_column(String(40))
    person_id: Mapped[int | None] = mapped_column(BigId, index=True)
    about: Mapped[str | None] = mapped_column(String(120))
