"""What a score leads to, and the shop's own terms for surveys: pure."""

from typing import Literal

from pydantic import Field

from bot.shop.stores.parts import Part

BEST = 5
Next = Literal["score", "why", "call"] | None


class Surveys(Part):
    """When she is asked, how long her answer is waited for, which scores are low, what it brings.

    So many days after a visit, or after she fetched what was made for her, she is asked; after a
    purchase the journey `survey` asks.
    """

    after_days: int = Field(2, ge=1, le=30)

    listens_days: int = Field(7, ge=1, le=90)
    low: int = Field(2, ge=1, le=4)
    points: int = Field(0, ge=0, le=10_000)

    def is_low(self, score: int | None) -> bool:
        """Say whether somebody should call her."""
        return score is not None and score <= self.low

    def next_question(self, score: int, *, told_why: bool) -> Next:
        """Return what is asked after a score: why, once, and where it is low about a call."""
        if not told_why and score < BEST:
            return "why"
        return "call" if self.is_low(score) else None
