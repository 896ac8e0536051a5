"""The cells of one row by the names of their fields."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from bot.imports.tables import Cell, Row, Table
from bot.imports.unfit import Unfit

T = TypeVar("T")


@dataclass(frozen=True)
class Cells:
    """What a table's columns hold in one row."""

    table: Table
    row: Row

    def __getitem__(self, field: str) -> Cell:
        place = self.table.columns.get(field)
        return "" if place is None else self.row.cells[place]

    def read(self, field: str, reader: Callable[..., T], **more: Any) -> T | None:
        """Read a field; None where the table has no such column."""
        place = self.table.columns.get(field)
        if place is None:
            return None
        return reader(self.row.cells[place], self.table.titles[place], **more)

    def column(self, field: str) -> str:
        """Return the title of a field's column, as the file writes it."""
        return self.table.titles[self.table.columns[field]]


def check_shape(table: Table, row: Row) -> None:
    """Raise Unfit for a row that was cut off, or in which the cells have moved."""
    if row.is_cut:
        raise Unfit("imports.row_long")
    columns = len(table.header.cells)
    is_short = len(row.cells) <= max(table.columns.values())
    if is_short or any(cell != "" for cell in row.cells[columns:]):
        raise Unfit("imports.row_cells", cells=len(row.cells), columns=columns)
