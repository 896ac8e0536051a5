"""The points of one member as the shop's rules book them, replayed in the order of time."""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cache
from operator import itemgetter
from typing import Any

from bot import clock
from bot.demo_data.shopping import Receipt
from bot.shop.points.rules import Lot, expiry, points_for, use_oldest
from bot.shop.points.terms import PointRules


@dataclass
class Entry:
    """One line of the ledger. `takes` says how much of which earlier ones it used, `ends` which
    one it ended; both name them by their place.
    """

    at: datetime
    change: int
    kind: str
    source: str
    about: dict[str, Any]
    expires_on: date | None = None
    left: int = 0
    takes: list[tuple[int, int]] = field(default_factory=list)
    ends: int | None = None


@dataclass
class Ledger:
    """Entries in the order of time."""

    rules: PointRules
    entries: list[Entry] = field(default_factory=list)
    open: deque[int] = field(default_factory=deque)

    @classmethod
    def of(cls, receipts: Sequence[Receipt], rules: PointRules, until: date) -> "Ledger":
        """Book what these receipts and returns bring, and what ended by a day."""
        ledger = cls(rules)
        happened = [(one.at, ledger._earn, one) for one in receipts]
        happened += [(one.back.at, ledger._take_back, one) for one in receipts if one.back]
        for at, book, receipt in sorted(happened, key=itemgetter(0)):
            ledger._expire(clock.local(at).date())
            book(receipt)
        ledger._expire(until)
        return ledger

    @property
    def balance(self) -> int:
        return sum(entry.change for entry in self.entries)

    @property
    def earned(self) -> int:
        """Return what counts for a level: purchases less returns."""
        return sum(e.change for e in self.entries if e.kind in ("purchase", "return"))

    def _earn(self, receipt: Receipt) -> None:
        points = points_for(receipt.total_fen, self.rules.per_yuan)
        if not points:
            return
        self.open.append(len(self.entries))
        self.entries.append(
            Entry(
                at=receipt.at,
                change=points,
                kind="purchase",
                source=f"purchase:{receipt.till}:{receipt.receipt}",
                about={"receipt": receipt.receipt, "fen": receipt.total_fen},
                expires_on=_ends_on(receipt.day, self.rules.expire_months),
                left=points,
            )
        )

    def _take_back(self, receipt: Receipt) -> None:
        back = receipt.back
        assert back  # only receipts with a return come here
        per_yuan = self.rules.per_yuan
        points = points_for(receipt.total_fen, per_yuan) - points_for(receipt.kept_fen, per_yuan)
        points = min(points, self.balance)
        if not points:
            return
        entry = Entry(
            at=back.at,
            change=-points,
            kind="return",
            source=f"return:{receipt.till}:{receipt.receipt}:{back.key}",
            about={"receipt": receipt.receipt, "fen": back.amount_fen},
        )
        for lot, used in use_oldest(self._lots(), points):
            self.entries[lot.id].left -= used
            entry.takes.append((lot.id, used))
        self.entries.append(entry)

    def _expire(self, today: date) -> None:
        """End lots; they were earned, and so they end, in the order of the list."""
        while self.open:
            lot = self.entries[self.open[0]]
            if lot.left and (lot.expires_on is None or lot.expires_on >= today):
                return
            place = self.open.popleft()
            if lot.left and lot.expires_on:
                self._end(place, lot.expires_on + timedelta(days=1))

    def _end(self, place: int, day: date) -> None:
        lot = self.entries[place]
        self.entries.append(
            Entry(
                at=clock.at(day, time(0, 1)),
                change=-lot.left,
                kind="expired",
                source="expiry",
                about=lot.about,
                ends=place,
            )
        )
        lot.left = 0

    def _lots(self) -> list[Lot]:
        opened = ((place, self.entries[place]) for place in self.open)
        return [Lot(place, entry.left, entry.expires_on) for place, entry in opened if entry.left]


_ends_on = cache(expiry)
