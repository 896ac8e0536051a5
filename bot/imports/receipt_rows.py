"""Rows of a sales file: each is one item, or a whole receipt; together they make receipts."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import groupby
from typing import NamedTuple

from bot import clock
from bot.imports.cells import Cells, check_shape
from bot.imports.parcels import Parcel, Refuse
from bot.imports.tables import Row, Table
from bot.imports.unfit import Unfit
from bot.imports.values import BIGGEST, fen, mobile, moment, text, whole, words
from bot.shop.purchases.actions import Sale, SoldLine
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
LONGEST_WORD, LONGEST_NAME, LONGEST_RECEIPT = 60, 120, 80
CLOCKS_DIFFER = timedelta(days=1)

Key = tuple[str, str]


class Entry(NamedTuple):
    """What one row says of its receipt, and the item on it."""

    row: Row
    at: datetime
    phone: str | None
    store: str | None
    guide: str | None
    total: int | None
    amount: int | None
    line: SoldLine | None
    number: str | None


class WrongRow(Exception):
    """A receipt can't be taken because of one of its rows."""

    def __init__(self, row: Row, unfit: Unfit) -> None:
        super().__init__(unfit.why.key)
        self.row = row
        self.why = unfit.why


@dataclass(frozen=True)
class ReceiptReader:
    """Reads a sales file by the shop's rules."""

    table: Table
    shop: Shop
    scattered: set[int] = field(default_factory=set)

    def survey(self) -> int:
        """Read the file once to its end; return how many rows it has.

        What can't be read to its end raises Unusable, before anything was taken.
        """
        seen: set[int] = set()
        count = 0
        for key, group in groupby(self.table.rows(), key=self._key):
            (self.scattered if key in seen else seen).add(key)
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
        for key, group in groupby(self.table.rows(), key=self._key):
            if key in self.scattered:
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
        said = [str(self._cell(row, field)).strip() for field in ("till", "store", "receipt")]
        return hash(tuple(said)) if said[-1] else hash(("", row.number))

    def _cell(self, row: Row, field: str) -> object:
        place = self.table.columns.get(field, len(row.cells))
        return row.cells[place] if place < len(row.cells) else ""

    def _entry(self, row: Row) -> Entry:
        try:
            check_shape(self.table, row)
            return self._read_entry(Cells(self.table, row))
        except Unfit as unfit:
            raise WrongRow(row, unfit) from None

    def _read_entry(self, cells: Cells) -> Entry:
        at = cells.read("at", moment, hour=cells["hour"])
        if at is None:
            raise Unfit("imports.missing", column=cells.column("at"))
        if at > clock.now() + CLOCKS_DIFFER:
            raise Unfit("imports.future", column=cells.column("at"))
        pieces = _pieces(cells)
        price, amount = cells.read("price", fen), cells.read("amount", fen)
        total = cells.read("total", fen)
        if amount is None and price is not None:
            amount = price * pieces
        if amount is None and total is None:
            raise Unfit("imports.no_amount")
        each = price if price is not None else (amount or 0) // pieces
        return Entry(
            row=cells.row,
            at=at,
            phone=cells.read("phone", mobile),
            store=cells.read("store", words, longest=LONGEST_WORD),
            guide=self._guide(cells),
            total=total,
            amount=amount,
            line=_item(cells, pieces, each),
            number=cells.read("number", text),
        )

    def _guide(self, cells: Cells) -> str | None:
        said = cells.read("guide", words, longest=LONGEST_WORD)
        colleague = self.shop.colleague(said)
        return colleague.login if colleague else said

    def _check_same(self, first: Entry, other: Entry) -> None:
        """Raise WrongRow where two rows of one receipt tell of two sales."""
        same = {
            "at": clock.local(first.at).date() == clock.local(other.at).date(),
            "phone": not other.phone or not first.phone or other.phone == first.phone,
            "total": other.total is None or first.total is None or other.total == first.total,
        }
        for name, is_same in same.items():
            if not is_same:
                title = Cells(self.table, other.row).column(name)
                raise WrongRow(other.row, Unfit("imports.receipt_mixed", column=title))

    def _sale(self, entries: Sequence[Entry]) -> PastSale:
        first = entries[0]
        try:
            till, receipt = self._names(Cells(self.table, first.row))
            total = _total(entries)
        except Unfit as unfit:
            raise WrongRow(first.row, unfit) from None
        sale = Sale(
            till=till,
            receipt=receipt,
            at=first.at,
            total_fen=total,
            lines=[entry.line for entry in entries if entry.line],
            store=first.store,
            guide=first.guide,
        )
        return PastSale(sale, next((entry.phone for entry in entries if entry.phone), None))

    def _names(self, cells: Cells) -> Key:
        """Return till and receipt; where the file has no tills its stores stand for them."""
        receipt = cells.read("receipt", words, longest=LONGEST_RECEIPT)
        if receipt is None:
            raise Unfit("imports.missing", column=cells.column("receipt"))
        till = cells.read("till", words, longest=LONGEST_WORD)
        store = cells.read("store", words, longest=LONGEST_WORD)
        return till or store or NO_TILL, receipt


def _refuse_all(rows: Sequence[Row], wrong: WrongRow, refuse: Refuse) -> None:
    """Refuse all rows of a receipt: the wrong one with its reason, the others because of it."""
    for row in rows:
        other = line("imports.receipt_other", row=wrong.row.number)
        refuse(row, wrong.why if row is wrong.row else other)


def _pieces(cells: Cells) -> int:
    try:
        pieces = cells.read("quantity", whole)
    except Unfit:
        pieces = 0
    if pieces == 0:
        raise Unfit("imports.quantity", column=cells.column("quantity"))
    return pieces or 1


def _item(cells: Cells, pieces: int, price_fen: int) -> SoldLine | None:
    """Return what was sold; None where the file knows sums only."""
    sku = cells.read("sku", words, longest=LONGEST_WORD)
    name = cells.read("item", words, longest=LONGEST_NAME)
    if not (sku or name):
        return None
    return SoldLine(
        sku=sku or (name or "")[:LONGEST_WORD],
        name=name or sku or "",
        quantity=pieces,
        price_fen=price_fen,
        category=cells.read("category", words, longest=LONGEST_WORD),
        list_price_fen=cells.read("list_price", fen),
        cost_fen=cells.read("cost", fen),
    )


def _without_repeats(entries: Sequence[Entry]) -> Sequence[Entry]:
    """Leave out rows that say the very same again, unless the receipt's total counts them."""
    kept: dict[tuple[str, ...], Entry] = {}
    for entry in entries:
        kept.setdefault(tuple(map(str, entry.row.cells)), entry)
    total = entries[0].total
    counted = total is not None and sum(entry.amount or 0 for entry in entries) == total
    return entries if counted and entries[0].line else list(kept.values())


def _total(entries: Sequence[Entry]) -> int:
    """Return what was paid: the receipt's own total, else the sum of its rows."""
    told = next((entry.total for entry in entries if entry.total is not None), None)
    total = told if told is not None else sum(entry.amount or 0 for entry in entries)
    if total > BIGGEST:
        raise Unfit("imports.out_of_range")
    return total
