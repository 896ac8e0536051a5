"""What a gift is, who may have it, and which ones she is told of: pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated, Self

from pydantic import AliasChoices, Field, model_validator

from bot.shop.stores.parts import Key, Part, Word

AT_MOST = 3
PICTURE = r"^[a-z0-9_-]{1,40}\.(png|jpg)$"


class GiftPrice(Part):
    """What a gift costs `from` a day on; it is told until then."""

    starts: date = Field(validation_alias=AliasChoices("from", "starts"))
    points: int = Field(ge=1, le=10_000_000)


class Gift(Part):
    """One gift of the shop's file; `stock` counts all there ever were, not what is left.

    A `special` one is not for sale, a `bookable` one is a service that wants an hour. An empty
    `levels` or `stores` means all, `per_person` 0 any number. `anywhere` lets another store than
    those hand it over.
    """

    word: Key
    name: Word
    points: int = Field(ge=1, le=10_000_000)
    stock: int = Field(ge=0, le=10_000_000)
    what: str = Field("", max_length=120)
    picture: Annotated[str, Field(pattern=PICTURE)] | None = None
    levels: tuple[Key, ...] = ()
    stores: tuple[Word, ...] = ()
    anywhere: bool = True
    per_person: int = Field(0, ge=0)
    keep_days: int = Field(30, ge=1, le=366)
    special: bool = False
    bookable: bool = False
    next: GiftPrice | None = None
    first: date | None = None
    last: date | None = None

    @model_validator(mode="after")
    def _begins_before_it_ends(self) -> Self:
        if self.first and self.last and self.first > self.last:
            raise ValueError("must begin before it ends")
        return self

    def on(self, day: date) -> "Gift":
        """Return the gift at the price of a day."""
        if self.next is None or day < self.next.starts:
            return self
        return self.model_copy(update={"points": self.next.points, "next": None})

    def is_on(self, day: date) -> bool:
        """Say whether it can be had on a day."""
        return (self.first or day) <= day <= (self.last or day)

    def good_until(self, today: date) -> date:
        """Return the last day on which it is kept for who takes it today."""
        return today + timedelta(days=self.keep_days)


@dataclass(frozen=True)
class Taker:
    """What of her counts for a gift: points, level, and how many of each gift she has had."""

    points: int
    level: str
    had: Mapping[str, int]


@dataclass(frozen=True)
class Offer:
    """What she is told of: what she can have now, and the nearest that she can't have yet."""

    now: Sequence[Gift]
    next: Gift | None

    @property
    def shown(self) -> list[Gift]:
        return [*self.now, *([self.next] if self.next else [])]


def why_not(gift: Gift, taker: Taker, *, left: int, count: int, today: date) -> str | None:
    """Return the word of what stands in the way of so many pieces, or None; points come last."""
    if not gift.is_on(today):
        return "gift_over"
    if gift.levels and taker.level not in gift.levels:
        return "gift_level"
    if left < count:
        return "gift_few" if left else "gift_gone"
    if gift.per_person and taker.had.get(gift.word, 0) + count > gift.per_person:
        return "gift_limit"
    return "points_short" if taker.points < gift.points * count else None


def choose_offer(
    gifts: Sequence[Gift], taker: Taker, *, left: Mapping[str, int], today: date
) -> Offer:
    """Choose at most three gifts she can have, the dearest, and the nearest out of reach."""
    whys = {
        gift.word: why_not(gift, taker, left=left[gift.word], count=1, today=today)
        for gift in gifts
    }
    now = sorted((g for g in gifts if whys[g.word] is None), key=lambda gift: -gift.points)
    short = [gift for gift in gifts if whys[gift.word] == "points_short"]
    return Offer(now[:AT_MOST], min(short, key=lambda gift: gift.points, default=None))
