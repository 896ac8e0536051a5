"""What goes with what she has: pairs of the same metal, as `content/sheets.toml` names them."""

from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from pydantic import Field, ValidationError, model_validator

from bot.shop.stores.parts import Part, Word
from bot.texts import CONTENT, TextError, read_toml

FILE = "sheets.toml"
MOST = 3


class Pair(NamedTuple):
    """Something of hers, and what would go with it: a metal, two kinds of things."""

    metal: str
    has: str
    fits: str


class Fits(Part):
    """The metals, by the words that stand in a name; the kinds of things; which go together.

    Of several metals in a name the longest word counts.
    """

    metals: tuple[Word, ...] = ()
    kinds: dict[Word, tuple[Word, ...]] = Field(default_factory=dict)
    pairs: dict[Word, tuple[Word, ...]] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _pairs_are_of_kinds(self) -> "Fits":
        named = {*self.pairs, *(kind for others in self.pairs.values() for kind in others)}
        if strange := named - {*self.kinds}:
            raise ValueError(f"pairs: no kind is called {'、'.join(sorted(strange))}")
        return self

    def metal_of(self, item: str) -> str | None:
        """Return the metal that an item's name says; None where it says none."""
        return max((each for each in self.metals if each in item), key=len, default=None)

    def kind_of(self, item: str) -> str | None:
        """Return what kind of thing an item's name says; None where it says none, or several."""
        found = [kind for kind, words in self.kinds.items() if any(each in item for each in words)]
        return found[0] if len(found) == 1 else None


def fitting(items: Sequence[str], fits: Fits) -> list[Pair]:
    """Return what goes with her things and she has not bought here, the newest of hers first.

    What a name does not say is not guessed: without a metal and a kind nothing fits.
    """
    known = [(fits.metal_of(item), fits.kind_of(item)) for item in items]
    found: dict[tuple[str, str], Pair] = {}
    for metal, kind in known:
        for pair in _pairs_of(metal, kind, fits):
            if (pair.metal, pair.fits) not in known:
                found.setdefault((pair.metal, pair.fits), pair)
    return list(found.values())[:MOST]


def read_fits(folder: Path = CONTENT) -> Fits:
    """Read which things go together; raise TextError with what is wrong."""
    try:
        return Fits.model_validate(read_toml(folder / FILE).get("fits", {}))
    except ValidationError as error:
        place = error.errors()[0]
        raise TextError(f"{FILE}: {place['msg'].removeprefix('Value error, ')}") from error


@cache
def fits_here() -> Fits:
    """Return which things go together in this shop; read when a call sheet is first shown."""
    return read_fits()


def _pairs_of(metal: str | None, kind: str | None, fits: Fits) -> Iterator[Pair]:
    if metal and kind:
        for other in fits.pairs.get(kind, ()):
            yield Pair(metal, kind, other)
