"""Tables of personal codes, and of newcomers with who brought them."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from bot.db import Base, BigId, UtcDateTime

STATES = ("met", "joined", "bought", "rewarded", "reversed", "void")
BOUGHT = text("state = 'bought'")


class ReferralCode(Base):
    """The word of a member's own code: her friends arrive by it."""

    __tablename__ = "referral_code"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    word: Mapped[str] = mapped_column(String(20), unique=True)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Referral(Base):
    """A newcomer and who brought her; nobody is brought twice.

    `may_tell` is what the newcomer answered to whether her friend may know that she came; None
    until she was asked. `due` is when the reward may be given: the purchase can't be returned then.
    """

    __tablename__ = "referral"
    __table_args__ = (
        CheckConstraint(f"state IN {STATES}", name="state"),
        CheckConstraint("recommender_id <> newcomer_id", name="not_herself"),
        CheckConstraint("points >= 0", name="points"),
        CheckConstraint(
            "state NOT IN ('bought','rewarded') OR purchase_id IS NOT NULL", name="by_a_purchase"
        ),
        Index("ix_referral_due", "due", sqlite_where=BOUGHT, postgresql_where=BOUGHT),
        Index("ix_referral_joined_at", "joined_at"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    recommender_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    newcomer_id: Mapped[int] = mapped_column(ForeignKey("person.id"), unique=True)
    state: Mapped[str] = mapped_column(String(8), default="met")
    may_tell: Mapped[bool | None] = mapped_column()
    met_at: Mapped[datetime] = mapped_column(UtcDateTime)
    joined_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    purchase_id: Mapped[int | None] = mapped_column(ForeignKey("purchase.id"), index=True)
    due: Mapped[datetime | None] = mapped_column(UtcDateTime)
    points: Mapped[int] = mapped_column(default=0)
    settled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
