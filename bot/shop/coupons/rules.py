"""Which coupons there are, and what gives them: pure."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from bot.shop.stores.parts import Key, Part, Word

Yuan = Annotated[Decimal, Field(ge=0, le=1_000_000, decimal_places=2)]


class CouponRule(Part):
    """One coupon of the shop's file: so many yuan `off` what costs at least `least`, or `what`.

    A `purchase` gives it when it comes to `over` yuan, a birthday on the day itself; the others
    are given by hand. An empty `levels` means all.
    """

    word: Key
    name: Word
    what: str = Field("", max_length=120)
    off: Yuan = Decimal(0)
    least: Yuan = Decimal(0)
    days: int = Field(30, ge=1, le=1000)
    given: Literal["purchase", "birthday", "by_hand"] = "by_hand"
    over: Yuan | None = None
    levels: tuple[Key, ...] = ()

    @model_validator(mode="after")
    def _brings_something(self) -> Self:
        if not self.off and not self.what:
            raise ValueError("must take something off, or say what it brings")
        if (self.given == "purchase") != (self.over is not None):
            raise ValueError("over says from which amount a purchase gives it, and nothing else")
        return self

    def good_until(self, today: date) -> date:
        """Return the last day of one that is given today."""
        return today + timedelta(days=self.days)

    def is_for(self, level: str) -> bool:
        return not self.levels or level in self.levels

    def is_earned_by(self, fen: int) -> bool:
        """Say whether a purchase of so much gives it."""
        return self.over is not None and fen >= self.over * 100
