"""How a customer buys: new, growing, active, cooling, to be won back, lost. Pure."""

from datetime import date, timedelta
from typing import Literal, NamedTuple, get_args

from pydantic import Field, model_validator

from bot.shop.stores.parts import Part

Segment = Literal["new", "growing", "active", "cooling", "high_win_back", "low_win_back", "lost"]
SEGMENTS: tuple[Segment, ...] = get_args(Segment)


class Buying(NamedTuple):
    """How often she bought, how often of that before the last `near` days, and when last."""

    times: int
    before: int
    last: date


class Segments(Part):
    """Within how many days of her last purchase a customer is near, cools, may be won back.

    A day on the border belongs to the nearer class. A trade in which people buy seldom takes
    longer spans.
    """

    near: int = Field(45, ge=1, le=3650)
    cooling: int = Field(90, ge=1, le=3650)
    high: int = Field(180, ge=1, le=3650)
    low: int = Field(360, ge=1, le=3650)

    @model_validator(mode="after")
    def _one_after_the_other(self) -> "Segments":
        if not self.near < self.cooling < self.high < self.low:
            raise ValueError("near, cooling, high and low must each be more than the one before")
        return self

    def of(self, bought: Buying, today: date) -> Segment:
        """Return the class of somebody who has bought."""
        days = (today - bought.last).days
        if days > self.low:
            return "lost"
        if days > self.high:
            return "low_win_back"
        if days > self.cooling:
            return "high_win_back"
        if days > self.near:
            return "cooling"
        if bought.times == 1:
            return "new"
        return "active" if bought.before >= 2 else "growing"

    def last_bought(self, segment: Segment, today: date) -> tuple[date | None, date]:
        """Return from when, None for ever since, to when those of a class have bought last."""
        spans: dict[Segment, tuple[int | None, int]] = {
            "cooling": (self.cooling, self.near + 1),
            "high_win_back": (self.high, self.cooling + 1),
            "low_win_back": (self.low, self.high + 1),
            "lost": (None, self.low + 1),
        }
        longest, shortest = spans.get(segment, (self.near, 0))
        first = None if longest is None else today - timedelta(days=longest)
        return first, today - timedelta(days=shortest)
