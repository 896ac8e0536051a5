"""How many people there are and how often each buys: the same for the same arguments."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Literal

Kind = Literal["member", "follower", "guest", "passer_by"]

HISTORY = timedelta(days=3 * 365)
FOLLOWERS = 10  # one follower who is no member yet for so many members
GUESTS = 12  # one buyer known by her phone alone for so many members
PASSERS_BY = 20  # one receipt of nobody the shop knows for so many
_OFTEN = (0, 0, 1, 1, 1, 1, 1, 2, 2, 2, 3, 3, 4, 6, 9, 15)
_MIX = 2654435761  # Knuth's multiplicative hash, The Art of Computer Programming 6.4


@dataclass(frozen=True)
class Plan:
    """What was asked for."""

    members: int
    purchases: int
    seed: int
    until: date

    @property
    def since(self) -> date:
        return self.until - HISTORY


@dataclass(frozen=True)
class Seat:
    """One person to be: who she is, which one of them, how many receipts she has."""

    kind: Kind
    number: int
    receipts: int

    def dice(self, seed: int) -> Random:
        """Return a source of chance of her own, so that nobody's life depends on another's."""
        return Random(f"{seed}:{self.kind}:{self.number}")  # noqa: S311 - an example, no secret


def seats(plan: Plan) -> Iterator[Seat]:
    """List everybody, members first; together they have exactly the receipts asked for."""
    guests = plan.members // GUESTS
    shared = plan.purchases - plan.purchases // PASSERS_BY if plan.members else 0
    weights = [_weight(plan.seed, number) for number in range(plan.members)] + [1] * guests
    for number, receipts in enumerate(_split(shared, weights)):
        if number < plan.members:
            yield Seat("member", number, receipts)
        elif receipts:  # a guest is known by what she bought
            yield Seat("guest", number - plan.members, receipts)
    for number in range(plan.members // FOLLOWERS):
        yield Seat("follower", number, 0)
    for number in range(plan.purchases - shared):
        yield Seat("passer_by", number, 1)


def _weight(seed: int, number: int) -> int:
    return _OFTEN[((seed + number + 1) * _MIX >> 11) % len(_OFTEN)]


def _split(total: int, weights: list[int]) -> Iterator[int]:
    """Split a number by weights, to whole parts whose sum it is."""
    whole = sum(weights) or 1
    passed = given = 0
    for weight in weights:
        passed += weight
        part = total * passed // whole - given
        given += part
        yield part
