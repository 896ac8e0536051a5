"""Sentences of customers with what they want: those that teach, and those that only measure.

A file is named by its intent and holds a sentence a line; in `several.tsv` the intent and further
wishes follow the sentence. All of `fresh`, `sealed` and `natural` measures, and of `said` a
part that is drawn by a hash of the sentence; the rest teaches.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from zlib import crc32

FOLDER = Path(__file__).parent
_ONE_IN = 6


@dataclass(frozen=True)
class Example:
    """A sentence, what it wants most, and what else."""

    text: str
    intent: str
    also: tuple[str, ...] = ()

    @property
    def is_held(self) -> bool:
        """Say whether a sentence of `said` never teaches."""
        return crc32(self.text.encode()) % _ONE_IN == 0


def teaching() -> list[Example]:
    return [example for example in _read("said") if not example.is_held]


def drawn() -> list[Example]:
    """Return the part of `said` that only measures."""
    return [example for example in _read("said") if example.is_held]


def fresh() -> list[Example]:
    """Return what was written apart, in other words than what teaches."""
    return list(_read("fresh"))


def sealed() -> list[Example]:
    """Return what somebody wrote who never saw the rest."""
    return list(_read("sealed"))


def natural() -> list[Example]:
    """Return what a year's talks may hold, by somebody who never saw the rest: mostly plain."""
    return list(_read("natural"))


def _read(folder: str) -> Iterator[Example]:
    for file in sorted((FOLDER / folder).iterdir()):
        for row in file.read_text(encoding="utf-8").splitlines():
            text, *more = row.split("\t")
            if file.suffix == ".txt":
                more.insert(0, file.stem)
            yield Example(text, more[0], tuple(" ".join(more[1:]).split()))
