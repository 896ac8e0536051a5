"""How many points, how long they last, which lots a spending uses: pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple


class Lot(NamedTuple):
    """What is left of one earning."""

    id: int
    left: int
    expires_on: date | None

    def has_ended(self, today: date) -> bool:
        return self.expires_on is not None and self.expires_on < today


@dataclass(frozen=True)
class Purse:
    """What she has on a day: balance and debt as they are stored, and her open lots."""

    person_id: int
    balance: int
    debt: int
    lots: Sequence[Lot]
    today: date

    @property
    def ended(self) -> list[Lot]:
        """Lots whose end is not booked yet: they pay nothing."""
        return [lot for lot in self.lots if lot.has_ended(self.today)]

    @property
    def lasting(self) -> list[Lot]:
        return [lot for lot in self.lots if not lot.has_ended(self.today)]

    @property
    def points(self) -> int:
        """What she can spend."""
        return self.balance - sum(lot.left for lot in self.ended)


def points_for(total_fen: int, per_yuan: int) -> int:
    """Return the points of a purchase: whole yuan count, the rest of a yuan doesn't."""
    return total_fen // 100 * per_yuan


def expiry(earned: date, months: int) -> date | None:
    """Return the day a lot ends: the last day of the month, `months` after it was earned.

    A whole month is easier to remember than a day, and a month's end always exists.
    """
    if not months:
        return None
    year, month = divmod(earned.year * 12 + earned.month - 1 + months + 1, 12)
    return date.fromordinal(date(year, month + 1, 1).toordinal() - 1)


def lost_after_the_end(given: int, before: int, after: int, *, ended: int, in_time: int) -> int:
    """Return what a return still takes of points of which some have `ended` unused.

    `given` are those of the purchase, `before` and `after` what it deserves around this return,
    `in_time` what it deserved when they ended: returns until then took theirs in full.
    """
    taken = max(given - max(in_time, before), given - before - ended)
    return max(taken, given - after - ended) - taken


def use_oldest(lots: Iterable[Lot], amount: int) -> list[tuple[Lot, int]]:
    """Say how much of which lot pays `amount`: what expires first goes first."""
    in_order = sorted(lots, key=lambda lot: (lot.expires_on or date.max, lot.id))
    used = []
    for lot in in_order:
        if not amount:
            break
        take = min(lot.left, amount)
        used.append((lot, take))
        amount -= take
    if amount:
        raise ValueError("the lots hold less than the balance says")
    return used
