"""The item on a row of a sales file."""

from typing import NamedTuple

from bot.imports.cells import Column
from bot.imports.tables import Cell, Row, Table
from bot.imports.unfit import Unfit
from bot.imports.values import fen, whole, words
from bot.shop.purchases.actions import SoldLine

LONGEST_WORD, LONGEST_NAME = 60, 120


class Item(NamedTuple):
    """What was sold on a row, and for how much; files that know sums only have no line."""

    line: SoldLine | None
    amount: int | None


class ItemReader:
    """Reads the columns that tell of goods."""

    def __init__(self, table: Table) -> None:
        self._sku = Column(table, "sku", words, longest=LONGEST_WORD)
        self._name = Column(table, "item", words, longest=LONGEST_NAME)
        self._category = Column(table, "category", words, longest=LONGEST_WORD)
        self._pieces = Column(table, "quantity", _pieces)
        self._price = Column(table, "price", fen)
        self._amount = Column(table, "amount", fen)
        self._list_price = Column(table, "list_price", fen)
        self._cost = Column(table, "cost", fen)

    def read(self, row: Row) -> Item:
        """Return the item of a row; what its columns leave open follows from the others."""
        pieces, price, amount = self._pieces(row) or 1, self._price(row), self._amount(row)
        if amount is None and price is not None:
            amount = price * pieces
        sku, name = self._sku(row), self._name(row)
        if not (sku or name):
            return Item(None, amount)
        line = SoldLine(
            sku=sku or (name or "")[:LONGEST_WORD],
            name=name or sku or "",
            quantity=pieces,
            price_fen=price if price is not None else (amount or 0) // pieces,
            category=self._category(row),
            list_price_fen=self._list_price(row),
            cost_fen=self._cost(row),
        )
        return Item(line, amount)


def _pieces(cell: Cell, column: str) -> int | None:
    try:
        pieces = whole(cell, column)
    except Unfit:
        pieces = 0
    if pieces == 0:
        raise Unfit("imports.quantity", column=column)
    return pieces
