"""FILE.refused.csv: the rows that were not taken, as they stood, and why.

It can be put right and imported like any other file. No cell of it is a formula: what begins like
one gets an apostrophe, as https://owasp.org/www-community/attacks/CSV_Injection asks for.
"""

import csv
import os
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

from bot.imports.tables import Cell, Row
from bot.imports.unfit import Unusable
from bot.texts import Line, Texts, line

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "|", "%")
_OWNER_ONLY = 0o600  # it holds names and phones


class Refusals:
    """Writes row after row; after a run without refusals there is no such file."""

    def __init__(self, file: Path, texts: Texts, header: Sequence[str]) -> None:
        self.path = file.with_name(f"{file.name}.refused.csv")
        self.count = 0
        self._texts = texts
        try:
            self._open = open(  # noqa: SIM115 - closed when the run ends
                self.path, "w", encoding="utf-8-sig", errors="replace", newline="", opener=_private
            )
        except OSError as error:
            why = line("imports.file_unwritable", file=str(self.path), why=error.strerror or "")
            raise Unusable(why) from error
        self._rows = csv.writer(self._open)
        titles = (texts.render(line(key)) for key in ("imports.row_number", "imports.row_reason"))
        self._write([*header, *titles])

    def __enter__(self) -> "Refusals":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._open.close()
        if not self.count:
            self.path.unlink(missing_ok=True)

    def add(self, row: Row, why: Line) -> None:
        """Write one row with its number and the reason."""
        self.count += 1
        self._write([*row.cells, row.number, self._texts.render(why)])

    def _write(self, cells: Sequence[Any]) -> None:
        self._rows.writerow([_harmless(cell) for cell in cells])


def _harmless(cell: Cell | int) -> str:
    """Return a cell as text that no spreadsheet takes for a formula; numbers keep their digits."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    shown = str(cell).replace("\0", "")
    return f"'{shown}" if shown.startswith(_FORMULA) else shown


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, _OWNER_ONLY)
