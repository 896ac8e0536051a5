"""Which column is what: the words of a header, as the shop's own system writes them."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

Names = Mapping[str, Sequence[str]]
Columns = Mapping[str, int]

_IN_BRACKETS = re.compile(r"\([^)]*\)|\[[^\]]*\]|【[^】]*】")
_NO_WORD = re.compile(r"[\s_:*#.\-'\"]+")


@dataclass(frozen=True)
class Wanted:
    """What a table may hold, by field with all its names, and which fields it must have.

    Of the fields that stand together in `needed` one is enough; the word is how they are called.
    """

    names: Names
    needed: Mapping[str, Sequence[str]]

    def missing(self, columns: Columns) -> list[str]:
        """Return how the fields are called that no column gives."""
        return [
            called
            for called, fields in self.needed.items()
            if not any(field in columns for field in fields)
        ]


def columns_in(cells: Sequence[Any], names: Names) -> Columns:
    """Return where each field stands; of several names the first in the list counts.

    A column is one thing only: what an earlier field has taken is gone.
    """
    places: dict[str, int] = {}
    for column, cell in enumerate(cells):
        places.setdefault(plain(str(cell)), column)
    found: dict[str, int] = {}
    for field, called in names.items():
        free = (places[name] for name in map(plain, called) if name in places)
        for place in islice((each for each in free if each not in found.values()), 1):
            found[field] = place
    return found


def plain(title: str) -> str:
    """Return a title as it is compared: 手机号（必填） is 手机号, E-mail is email."""
    said = unicodedata.normalize("NFKC", title).casefold()
    return _NO_WORD.sub("", _IN_BRACKETS.sub("", said))
