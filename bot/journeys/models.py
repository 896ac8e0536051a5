"""Tables of journeys: how far each is planned, and what it would take too long to find anew."""

from datetime import date

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.db import Base, BigId


class Planned(Base):
    """That a journey, as its file was then, is planned to the end of a day."""

    __tablename__ = "journey_planned"

    journey: Mapped[str] = mapped_column(String(20), primary_key=True)
    version: Mapped[str] = mapped_column(String(16))
    until: Mapped[date] = mapped_column()


class TopSpender(Base):
    """Who bought and kept the most of all in a region, in the year before a day."""

    __tablename__ = "top_spender"
    __table_args__ = (UniqueConstraint("day", "region"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    day: Mapped[date] = mapped_column()
    region: Mapped[str] = mapped_column(String(60))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    spent_fen: Mapped[int] = mapped_column(BigId)


class Supply(Base):
    """When what was bought of a category will be used up."""

    __tablename__ = "supply"

    purchase_id: Mapped[int] = mapped_column(ForeignKey("purchase.id"), primary_key=True)
    category: Mapped[str] = mapped_column(String(60), primary_key=True)
    ends_on: Mapped[date] = mapped_column(index=True)
