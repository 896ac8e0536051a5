"""Tables of complaints: the case, its evidence, what was decided, what it comes from."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from bot.db import Base, BigId, Sealed, UtcDateTime
from bot.shop.complaints.rules import Severity

OPEN = text("status = 'open'")
WAITING = text("answered_at IS NULL")


class Complaint(Base):
    """One case: what it is about, who leads it, by when. It lives for years; the talk for days."""

    __tablename__ = "complaint_case"
    __table_args__ = (
        CheckConstraint("status IN ('open','closed')", name="status"),
        CheckConstraint("severity IN ('mild','serious','grave')", name="severity"),
        CheckConstraint(
            "rung IN ('guide','store_manager','regional_manager','head_office')", name="rung"
        ),
        CheckConstraint("(status = 'closed') = (closed_at IS NOT NULL)", name="closed"),
        Index("ix_complaint_case_person_id_status", "person_id", "status"),
        Index("ix_complaint_case_opened_at", "opened_at"),
        Index("ix_complaint_case_closed_at", "closed_at"),
        Index("ix_complaint_case_look_at", "look_at", sqlite_where=OPEN, postgresql_where=OPEN),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    status: Mapped[str] = mapped_column(String(6), default="open")
    kind: Mapped[str] = mapped_column(String(12))
    severity: Mapped[Severity] = mapped_column(String(8))
    angry: Mapped[bool] = mapped_column(default=False)
    matters: Mapped[list[str]] = mapped_column(JSON, default=list)
    # her own words for the thing, the trouble, her feeling, her wish
    about: Mapped[Any] = mapped_column(Sealed("complaint_case.about"))
    store: Mapped[str | None] = mapped_column(String(60))
    owner: Mapped[str | None] = mapped_column(String(60), index=True)
    rung: Mapped[str] = mapped_column(String(16))
    round: Mapped[int] = mapped_column(default=1)
    # what she was asked last, and how often each text was said to her in this case
    asks: Mapped[str | None] = mapped_column(String(8))
    said: Mapped[dict[str, int]] = mapped_column(JSON, default=dict)
    seed: Mapped[int] = mapped_column(BigInteger)
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    heard_at: Mapped[datetime] = mapped_column(UtcDateTime)
    spoke_at: Mapped[datetime] = mapped_column(UtcDateTime)
    deadline: Mapped[datetime | None] = mapped_column(UtcDateTime)
    promised: Mapped[datetime | None] = mapped_column(UtcDateTime)
    follow_up_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    speak_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    look_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Evidence(Base):
    """One thing that was said or done in a case, under the step it belongs to."""

    __tablename__ = "complaint_evidence"
    __table_args__ = (Index("ix_complaint_evidence_complaint_id", "complaint_id", "id"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    complaint_id: Mapped[int] = mapped_column(ForeignKey("complaint_case.id"))
    round: Mapped[int] = mapped_column()
    step: Mapped[str] = mapped_column(String(10))
    word: Mapped[str] = mapped_column(String(12))
    what: Mapped[Any] = mapped_column(Sealed("complaint_evidence.what"))
    who: Mapped[str] = mapped_column(String(60))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    # a form's own key: sent twice, it is noted once
    once: Mapped[str | None] = mapped_column(String(120), unique=True)


class Decision(Base):
    """What was decided in one round of a case, once; and that it was done, with proof."""

    __tablename__ = "complaint_decision"
    __table_args__ = (UniqueConstraint("complaint_id", "round"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    complaint_id: Mapped[int] = mapped_column(ForeignKey("complaint_case.id"))
    round: Mapped[int] = mapped_column()
    solution: Mapped[Any] = mapped_column(Sealed("complaint_decision.solution"))
    compensation: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    final_offer: Mapped[Any] = mapped_column(
        Sealed("complaint_decision.final_offer"), nullable=True
    )
    by: Mapped[str] = mapped_column(String(60))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    done_by: Mapped[str | None] = mapped_column(String(60))
    proof: Mapped[Any] = mapped_column(Sealed("complaint_decision.proof"), nullable=True)


class Approval(Base):
    """What somebody would decide beyond her limits, until who may has said yes or no.

    A yes is the decision itself; `answer` holds why it was a no.
    """

    __tablename__ = "complaint_approval"
    __table_args__ = (
        Index(
            "uq_complaint_approval_waiting",
            "complaint_id",
            unique=True,
            sqlite_where=WAITING,
            postgresql_where=WAITING,
        ),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    complaint_id: Mapped[int] = mapped_column(ForeignKey("complaint_case.id"), index=True)
    round: Mapped[int] = mapped_column()
    solution: Mapped[Any] = mapped_column(Sealed("complaint_approval.solution"))
    compensation: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    final_offer: Mapped[Any] = mapped_column(
        Sealed("complaint_approval.final_offer"), nullable=True
    )
    by: Mapped[str] = mapped_column(String(60))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    # who is asked, by login
    asked: Mapped[str] = mapped_column(String(60))
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    answered_by: Mapped[str | None] = mapped_column(String(60))
    answer: Mapped[Any] = mapped_column(Sealed("complaint_approval.answer"), nullable=True)


class Cause(Base):
    """Where a complaint comes from, so that many of them show what must be mended."""

    __tablename__ = "complaint_cause"
    __table_args__ = (Index("ix_complaint_cause_sku", "sku"),)

    complaint_id: Mapped[int] = mapped_column(
        ForeignKey("complaint_case.id"), primary_key=True, autoincrement=False
    )
    word: Mapped[str] = mapped_column(String(12))
    sku: Mapped[str | None] = mapped_column(String(60))
    item: Mapped[str | None] = mapped_column(String(120))
    batch: Mapped[str | None] = mapped_column(String(60))
    store: Mapped[str | None] = mapped_column(String(60))
    staff: Mapped[str | None] = mapped_column(String(60))
    by: Mapped[str] = mapped_column(String(60))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
