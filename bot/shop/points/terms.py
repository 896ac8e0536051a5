"""The shop's own terms for points: how they are earned, how long they last, what changes when."""

from datetime import date
from typing import Self

from pydantic import AliasChoices, Field, model_validator

from bot.shop.stores.parts import Part


class PointChange(Part):
    """What will be otherwise `from` a day on; told until then; it counts for what follows."""

    starts: date = Field(validation_alias=AliasChoices("from", "starts"))
    per_yuan: int | None = Field(None, ge=0, le=1000)
    expire_months: int | None = Field(None, ge=0, le=120)

    @model_validator(mode="after")
    def _changes_something(self) -> Self:
        if self.per_yuan is None and self.expire_months is None:
            raise ValueError("must say what changes: per_yuan, expire_months, or both")
        return self


class TillRules(Part):
    """Points as money at the till: how many are one yuan, and how much of a bill they may pay.

    Something is always left to pay: that is what a return goes by.
    """

    points_per_yuan: int = Field(ge=1, le=100_000)
    most_percent: int = Field(ge=1, le=90)

    def worth(self, points: int) -> int:
        """Return what points pay, in fen."""
        return points * 100 // self.points_per_yuan

    def most(self, paid_fen: int) -> int:
        """Return how many may be used where so much was paid beside them."""
        most_fen = paid_fen * self.most_percent // (100 - self.most_percent)
        return most_fen * self.points_per_yuan // 100


class PointRules(Part):
    """How points are earned, how long they last, and when she is told that some end.

    Fewer than `warn_from` are not worth a message.
    """

    per_yuan: int = Field(1, ge=0, le=1000)
    expire_months: int = Field(24, ge=0, le=120)
    warn_days: int = Field(30, ge=3, le=366)
    warn_from: int = Field(50, ge=1)
    next: PointChange | None = None
    till: TillRules | None = None

    def on(self, day: date) -> "PointRules":
        """Return the rules of a day: what was earned before a change keeps its own."""
        if self.next is None or day < self.next.starts:
            return self
        changed = self.next.model_dump(include={"per_yuan", "expire_months"}, exclude_none=True)
        return self.model_copy(update=changed)

    def to_come(self, today: date) -> PointChange | None:
        """Return the change that is not in force yet."""
        return self.next if self.next and today < self.next.starts else None


def is_worse(before: PointRules, after: PointRules) -> bool:
    """Say whether members get less by the new rules: fewer points, or a shorter time."""
    forever = 10**6
    lasted, lasts = before.expire_months or forever, after.expire_months or forever
    return after.per_yuan < before.per_yuan or lasts < lasted
