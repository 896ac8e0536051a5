"""How long a level is kept, and when it is lost: pure."""

from datetime import date
from typing import Literal

from pydantic import Field

from bot.shop.stores.parts import Part

Fate = Literal["stays", "is_warned", "waits", "falls"]


class LevelRules(Part):
    """For how many months a level is kept at least, and how long before its loss she is told."""

    keep_months: int = Field(12, ge=1, le=120)
    notice_days: int = Field(30, ge=1, le=366)


def fate_of(*, deserves_it: bool, until: date | None, today: date) -> Fate:
    """Say what becomes of a level: who no longer reaches it is told, keeps it a while, loses it.

    `until` is the last day she was told.
    """
    if deserves_it:
        return "stays"
    if until is None:
        return "is_warned"
    return "waits" if today <= until else "falls"


def months_before(day: date, months: int) -> date:
    """Return the first of the month so many months before a day's month."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, 1)
