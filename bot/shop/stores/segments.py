"""How a customer buys: new, growing, active, cooling, to be won back, lost. Pure."""

from datetime import date
from typing import Literal, NamedTuple

from pydantic import Field, model_validator

from bot.shop.stores.parts import Part

Segment = Literal["new", "growing", "active", "cooling", "high_win_back", "low_win_back", "lost"]


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
