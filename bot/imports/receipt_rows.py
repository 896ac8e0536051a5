"""Rows of a sales file: each is one item, or a whole receipt; together they make receipts."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import groupby
from typing import NamedTuple

from bot import clock
from bot.imports.cells import Column, check_shape
from bot.imports.items import LONGEST_WORD, Item, ItemReader
from bot.imports.member_rows import guide_of
from bot.imports.parcels import Parcel, Refuse
from bot.imports.tables import Cell, Row, Table
from bot.imports.unfit import Unfit
from bot.imports.values import BIGGEST, fen, mobile, moment, text, words
from bot.shop.purchases.actions import Sale
from bot.shop.stores.rules import Shop
from bot.texts import line
from bot.usecases.importing.purchases import PastSale

NEEDED = {
    "imports.column_receipt": ("receipt",),
    "imports.column_at": ("at",),
    "imports.column_amount": ("amount", "price", "total"),
}
NO_TILL = "import"
MOST_ROWS = 500
LONGEST_RECEIPT = 80
CLOCKS_DIFFER = timedelta(days=1)


class Entry(NamedTuple):
    """What one row says of its receipt, and the item on it."""

    row: Row
    at: datetime
    phone: str | None
    total: int | None
    item: Item


class WrongRow(Exception):
    """A receipt can't be taken because of one of its rows."""

    def __init__(self, row: Row, unfit: Unfit) -> None:
        super().__init__(unfit.why.key)
        self.row = row
        self.why = unfit.why


class ReceiptReader:
    """Reads a sales file by the shop's rules."""

    def __init__(self, table: Table, shop: Shop) -> None:
        self._table = table
        self._scattered: set[int] = set()
        self._receipt = Column(table, "receipt", words, longest=LONGEST_RECEIPT)
        self._till = Column(table, "till", words, longest=LONGEST_WORD)
        self._store = Column(table, "store", words, longest=LONGEST_WORD)
        self._guide = Column(table, "guide", guide_of, shop=shop)
        self._at = Column(table, "at", moment)
        self._hour = Column(table, "hour", text)
        self._phone = Column(table, "phone", mobile)
        self._total = Column(table, "total", fen)
        self._items = ItemReader(table)

    def survey(self) -> int:
        """Read the file once to its end; return how many rows it has.

        What can't be read to its end raises Unusable, before anything was taken.
        """
        seen: set[int] = set()
        count = 0
        for key, group in groupby(self._table.rows(), key=self._key):
            (self._scattered if key in seen else seen).add(key)
            count += sum(1 for _ in group)
        return count

    def parcels(self, refuse: Refuse) -> Iterator[Parcel[PastSale]]:
        """Return receipt after receipt; what can't be taken is refused, with all its rows."""
        for rows in self._receipts():
            try:
                sale, repeats = self._read(rows)
            except WrongRow as wrong:
                _refuse_all(rows, wrong, refuse)
            else:
                yield Parcel(rows, sale, repeats)

    def _receipts(self) -> Iterator[list[Row]]:
        """Return the rows of each receipt; those that stand apart come together at the end."""
        apart: dict[int, list[Row]] = {}
        for key, group in groupby(self._table.rows(), key=self._key):
            if key in self._scattered:
                apart.setdefault(key, []).extend(group)
            else:
                yield list(group)
        yield from apart.values()

    def _read(self, rows: Sequence[Row]) -> tuple[PastSale, int]:
        """Return the sale of a receipt's rows, and how many of them only repeat another.

        Raise WrongRow: where a row can't be taken the receipt can't, for its total would be wrong.
        """
        if len(rows) > MOST_ROWS:
            raise WrongRow(rows[MOST_ROWS], Unfit("imports.receipt_many", longest=MOST_ROWS))
        entries = [self._entry(row) for row in rows]
        for entry in entries[1:]:
            self._check_same(entries[0], entry)
        kept = _without_repeats(entries)
        return self._sale(kept), len(entries) - len(kept)

    def _key(self, row: Row) -> int:
        """Return a number for the receipt of a row; each row without one is alone."""
        receipt = self._receipt.raw(row)
        if receipt == "":
            return hash(("", row.number))
        return hash((self._till.raw(row), self._store.raw(row), receipt))

    def _entry(self, row: Row) -> Entry:
        try:
            check_shape(self._table, row)
            return Entry(
                row=row,
                at=self._when(row),
                phone=self._phone(row),
                total=self._total(row),
                item=self._items.read(row),
            )
        except Unfit as unfit:
            raise WrongRow(row, unfit) from None

    def _when(self, row: Row) -> datetime:
        at = self._at.needed(row)
        if hour := self._hour.raw(row):
            at = moment(self._at.raw(row), self._at.title, hour) or at
        if at > clock.now() + CLOCKS_DIFFER:
            raise Unfit("imports.future", column=self._at.title)
        return at

    def _check_same(self, first: Entry, other: Entry) -> None:
        """Raise WrongRow where two rows of one receipt tell of two sales."""
        same_day = clock.local(first.at).date() == clock.local(other.at).date()
        for column, is_same in (
            (self._at, same_day),
            (self._phone, not (first.phone and other.phone) or first.phone == other.phone),
            (self._total, None in (first.total, other.total) or first.total == other.total),
        ):
            if not is_same:
                raise WrongRow(other.row, Unfit("imports.receipt_mixed", column=column.title))

    def _sale(self, entries: Sequence[Entry]) -> PastSale:
        first = entries[0]
        try:
            store = self._store(first.row)
            sale = Sale(
                till=self._till(first.row) or store or NO_TILL,
                receipt=self._receipt.needed(first.row),
                at=first.at,
                total_fen=_total(entries),
                lines=[entry.item.line for entry in entries if entry.item.line],
                store=store,
                guide=self._guide(first.row),
            )
        except Unfit as unfit:
            raise WrongRow(first.row, unfit) from None
        return PastSale(sale, next((entry.phone for entry in entries if entry.phone), None))


def _refuse_all(rows: Sequence[Row], wrong: WrongRow, refuse: Refuse) -> None:
    """Refuse all rows of a receipt: the wrong one with its reason, the others because of it."""
    for row in rows:
        other = line("imports.receipt_other", row=wrong.row.number)
        refuse(row, wrong.why if row is wrong.row else other)


def _without_repeats(entries: Sequence[Entry]) -> Sequence[Entry]:
    """Leave out rows that say the very same again, unless the receipt's total counts them."""
    if len(entries) == 1:
        return entries
    kept: dict[tuple[Cell, ...], Entry] = {}
    for entry in entries:
        kept.setdefault(tuple(entry.row.cells), entry)
    is_counted = entries[0].total == sum(entry.item.amount or 0 for entry in entries)
    return entries if is_counted and entries[0].item.line else list(kept.values())


def _total(entries: Sequence[Entry]) -> int:
    """Return what was paid: the receipt's own total, else the sum of its rows."""
    told = next((entry.total for entry in entries if entry.total is not None), None)
    total = told if told is not None else sum(entry.item.amount or 0 for entry in entries)
    if total > BIGGEST:
        raise Unfit("imports.out_of_range")
    if told is None and entries[0].item.amount is None:
        raise Unfit("imports.no_amount")
    return total
