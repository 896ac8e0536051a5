"""Table of journeys: how far each has been planned, and as which version."""

from datetime import date

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from bot.db import Base


class Planned(Base):
    """That a journey, as its file was then, is planned to the end of a day."""

    __tablename__ = "journey_planned"

    journey: Mapped[str] = mapped_column(String(20), primary_key=True)
    version: Mapped[str] = mapped_column(String(16))
    until: Mapped[date] = mapped_column()
