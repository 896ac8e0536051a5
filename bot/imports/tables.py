"""A shop's file as rows of cells, CSV or XLSX, with its header found and understood."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import NamedTuple, Protocol

from bot.imports.headers import Columns, Wanted, columns_in
from bot.imports.unfit import Unusable
from bot.texts import Line, line

Cell = str | float | bool | datetime | date | time | timedelta

ROWS_ABOVE = 20  # titles and empty rows that may stand above the header
MOST_SHOWN = 30


class Row(NamedTuple):
    """One row, the number it has in the file, and whether it was too long to be kept whole."""

    number: int
    cells: Sequence[Cell]
    is_cut: bool = False


class Sheet(Protocol):
    """Rows that can be read again and again."""

    def rows(self) -> Iterator[Row]: ...


@dataclass(frozen=True)
class Table:
    """The rows below a header, and where each field stands."""

    sheet: Sheet
    header: Row
    columns: Columns

    def rows(self) -> Iterator[Row]:
        """Return the rows that say anything."""
        for row in self.sheet.rows():
            if row.number > self.header.number and any(cell != "" for cell in row.cells):
                yield row

    @cached_property
    def titles(self) -> list[str]:
        return [str(cell).strip() for cell in self.header.cells]

    def unused(self) -> list[str]:
        """Return the titles of the columns that nothing is taken from."""
        used = set(self.columns.values())
        return [title for place, title in enumerate(self.titles) if title and place not in used]


def open_table(file: Path, wanted: Wanted) -> Table:
    """Find the header of a file; raise Unusable, with what is missing and what was found."""
    rows: list[Row] = []
    for sheet in _sheets(file, wanted):
        for row in islice(sheet.rows(), ROWS_ABOVE):
            rows.append(row)
            columns = columns_in(row.cells, wanted.names)
            if not wanted.missing(columns):
                return Table(sheet, row, columns)
    raise Unusable(_what_is_wrong([row for row in rows if any(row.cells)], wanted))


def _sheets(file: Path, wanted: Wanted) -> Iterator[Sheet]:
    """Return what may hold the table: the sheets of a workbook, or the one of a text file."""
    with file.open("rb") as opened:
        begins = opened.read(8)
    if begins.startswith(b"PK\x03\x04"):
        from bot.imports.xlsx import sheets_of

        yield from sheets_of(file)
    elif begins.startswith(
        b"\xd0\xcf\x11\xe0"
    ):  # an OLE file: the old .xls, or one with a password
        raise Unusable(line("imports.file_old"))
    elif not begins:
        raise Unusable(line("imports.file_empty"))
    else:
        from bot.imports.delimited import sheet_of

        yield sheet_of(file, wanted.names)


def _what_is_wrong(rows: Sequence[Row], wanted: Wanted) -> Line:
    """Say what is missing, measured at the row that looks most like a header."""
    if not rows:
        return line("imports.file_empty")
    likeliest = max(rows, key=lambda row: len(columns_in(row.cells, wanted.names)))
    missing = wanted.missing(columns_in(likeliest.cells, wanted.names))
    return line(
        "imports.file_columns",
        missing="、".join(missing),
        found="、".join(_shown(likeliest.cells)),
    )


def _shown(cells: Sequence[Cell]) -> list[str]:
    """Return the titles, each short and without signs that would move a terminal."""
    titles = ["".join(filter(str.isprintable, str(cell)))[:MOST_SHOWN] for cell in cells]
    return [title for title in titles if title.strip()][:MOST_SHOWN]
