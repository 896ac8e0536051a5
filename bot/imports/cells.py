"""The columns of a table with how their cells are read, and whether a row is whole."""

from collections.abc import Callable
from typing import Any, Generic, TypeVar

from bot.imports.tables import Cell, Row, Table
from bot.imports.unfit import Unfit

T = TypeVar("T")
MOST_KNOWN = 20_000


class Column(Generic[T]):
    """Reads one field of each row. The same cell stands in many rows: it is read once.

    Where a table has no such column, and where a cell is empty, it is None.
    """

    def __init__(
        self, table: Table, field: str, reader: Callable[..., T | None], **more: Any
    ) -> None:
        self._place = table.columns.get(field)
        self.title = "" if self._place is None else table.titles[self._place]
        self._reader = reader
        self._more = more
        self._known: dict[Cell, T | None] = {}

    def __call__(self, row: Row) -> T | None:
        if self._place is None:
            return None
        cell = row.cells[self._place]
        try:
            return self._known[cell]
        except KeyError:
            read = self._reader(cell, self.title, **self._more)
            if len(self._known) < MOST_KNOWN:
                self._known[cell] = read
            return read

    def raw(self, row: Row) -> Cell:
        """Return the cell as it is; a cut row may lack it."""
        is_there = self._place is not None and self._place < len(row.cells)
        return row.cells[self._place] if is_there and self._place is not None else ""

    def needed(self, row: Row) -> T:
        """Read a field that no row may lack."""
        read = self(row)
        if read is None:
            raise Unfit("imports.missing", column=self.title)
        return read


def check_shape(table: Table, row: Row) -> None:
    """Raise Unfit for a row that was cut off, or in which the cells have moved."""
    if row.is_cut:
        raise Unfit("imports.row_long")
    columns = len(table.header.cells)
    if len(row.cells) == columns:
        return
    is_short = len(row.cells) <= max(table.columns.values())
    if is_short or any(cell != "" for cell in row.cells[columns:]):
        raise Unfit("imports.row_cells", cells=len(row.cells), columns=columns)
