"""Text files with a separator: CSV as Excel, WPS and tills write it, in UTF-8 or GB18030."""

import codecs
import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from bot.imports.headers import Names, columns_in
from bot.imports.tables import ROWS_ABOVE, Row
from bot.imports.unfit import Unusable
from bot.texts import line

SEPARATORS = ",;\t|，"
LONGEST_LINE = 100_000  # characters; a row of ours has a few hundred
_KEPT_OF_CUT = 100
_CHUNK = 1 << 20
_MARKED = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}


@dataclass(frozen=True)
class DelimitedSheet:
    """The rows of a text file."""

    file: Path
    encoding: str
    separator: str

    def rows(self) -> Iterator[Row]:
        """Read row by row; a line too long is cut, a quote left open raises Unusable."""
        with self.file.open(encoding=self.encoding, errors="replace", newline="") as opened:
            lines = _Lines(opened)
            reader = csv.reader(lines, delimiter=self.separator, strict=True)
            begins = 1
            try:
                for cells in reader:
                    yield Row(begins, cells, is_cut=lines.last_cut >= begins)
                    begins = reader.line_num + 1
            except csv.Error as error:
                raise Unusable(line("imports.file_quote", line=begins)) from error


@dataclass
class _Lines:
    """Lines as they come, but never longer than we can use; remembers which was cut last."""

    opened: TextIO
    number: int = 0
    last_cut: int = 0

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        read = self.opened.readline(LONGEST_LINE)
        if not read:
            raise StopIteration
        self.number += 1
        if len(read) == LONGEST_LINE and not read.endswith("\n"):
            self._skip_rest()
            self.last_cut = self.number
            return read[:_KEPT_OF_CUT].replace('"', "") + "\n"
        return read

    def _skip_rest(self) -> None:
        while (more := self.opened.readline(_CHUNK)) and not more.endswith("\n"):
            pass


def sheet_of(file: Path, names: Names) -> DelimitedSheet:
    """Find out encoding and separator; the one under which most columns are known."""
    encoding = _encoding(file)
    sheets = [DelimitedSheet(file, encoding, separator) for separator in SEPARATORS]
    return max(sheets, key=lambda sheet: _known_columns(sheet, names))


def _known_columns(sheet: DelimitedSheet, names: Names) -> int:
    known = 0
    try:
        for row in sheet.rows():
            known = max(known, len(columns_in(row.cells, names)))
            if row.number > ROWS_ABOVE:
                break
    except Unusable:  # a quote that is none under this separator
        pass
    return known


def _encoding(file: Path) -> str:
    """Return UTF-8 or GB18030, whichever the whole file is; its last letter may be cut off."""
    with file.open("rb") as opened:
        begins = opened.read(4)
    for mark, name in _MARKED.items():
        if begins.startswith(mark):
            return name
    for name in ("utf-8", "gb18030"):
        if _decodes(file, name):
            return name
    raise Unusable(line("imports.file_encoding"))


def _decodes(file: Path, name: str) -> bool:
    decoder = codecs.getincrementaldecoder(name)()
    with file.open("rb") as opened:
        try:
            while chunk := opened.read(_CHUNK):
                decoder.decode(chunk)
        except UnicodeDecodeError:
            return False
    return True
