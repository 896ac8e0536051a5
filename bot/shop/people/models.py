"""Tables of who is who."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from bot.db import Base, BigId, Sealed, UtcDateTime

MERGED = text("merged_into IS NOT NULL")
LEFT = text("reach = 'left'")
OWNED_PHONE = text("phone_state IN ('till', 'verified') AND merged_into IS NULL")


class Person(Base):
    """Somebody the shop met: by chat, at the till, or both."""

    __tablename__ = "person"
    __table_args__ = (
        CheckConstraint("phone_state IN ('none','claimed','till','verified')", name="phone_state"),
        CheckConstraint("phone_trouble IN ('empty','refused','changed')", name="phone_trouble"),
        CheckConstraint("merged_into IS NULL OR merged_into <> id", name="not_into_itself"),
        Index(
            "uq_person_owned_phone",
            "phone_hash",
            unique=True,
            sqlite_where=OWNED_PHONE,
            postgresql_where=OWNED_PHONE,
        ),
        Index("ix_person_phone_hash", "phone_hash"),
        Index("ix_person_guide", "guide"),
        Index("ix_person_merged_into", "merged_into", sqlite_where=MERGED, postgresql_where=MERGED),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    name: Mapped[str | None] = mapped_column(Sealed("person.name"))
    name_hash: Mapped[str | None] = mapped_column(String(64), index=True)
    phone: Mapped[str | None] = mapped_column(Sealed("person.phone"))
    phone_hash: Mapped[str | None] = mapped_column(String(64))
    phone_tail_hash: Mapped[str | None] = mapped_column(String(64), index=True)
    phone_state: Mapped[str] = mapped_column(String(8), default="none")
    # what carriers said of it: nobody has it, it takes nothing, it was nobody's and is again used
    phone_trouble: Mapped[str | None] = mapped_column(String(7))
    phone_trouble_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    address: Mapped[str | None] = mapped_column(Sealed("person.address"))
    email: Mapped[str | None] = mapped_column(Sealed("person.email"))
    email_refused: Mapped[datetime | None] = mapped_column(UtcDateTime)
    store: Mapped[str | None] = mapped_column(String(60))
    guide: Mapped[str | None] = mapped_column(String(60))
    # when her guide served her last or got her; without a guide: when she fell to her store
    served_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    scene: Mapped[str | None] = mapped_column(String(64))
    merged_into: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class Identity(Base):
    """One way a person is known: an openid, a phone at the till."""

    __tablename__ = "identity"
    __table_args__ = (
        UniqueConstraint("channel", "external_id"),
        CheckConstraint("channel IN ('wechat','till','sms')", name="channel"),
        CheckConstraint("reach IN ('open','left','muted','blocked','unknown')", name="reach"),
        Index("ix_identity_left", "reach_since", sqlite_where=LEFT, postgresql_where=LEFT),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    channel: Mapped[str] = mapped_column(String(8))
    external_id: Mapped[str] = mapped_column(String(64))
    reach: Mapped[str] = mapped_column(String(8), default="unknown")
    reach_since: Mapped[datetime] = mapped_column(UtcDateTime)


class Merge(Base):
    """That two persons were found to be one, and which rows moved, so that it can be undone."""

    __tablename__ = "merge"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    from_person: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    into_person: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by: Mapped[str] = mapped_column(String(60))
    moved: Mapped[Any] = mapped_column(Sealed("merge.moved"))
    undone_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
