"""What goes with what she has, in the shop's trade: the pairs that `content/fits.toml` names."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Annotated, NamedTuple

from pydantic import Field, TypeAdapter, ValidationError, model_validator

from bot.shop.stores.parts import Part, Word
from bot.texts import CONTENT, TextError, read_toml

FILE = "fits.toml"
MOST = 3
Month = Annotated[int, Field(ge=1, le=12)]


class Pair(NamedTuple):
    """Something of hers, and what would go with it: of the same metal, or worn as `how` says."""

    metal: str | None
    has: str
    fits: str
    how: str = ""


class Goes(Part):
    """That one kind of thing goes with another: how, and in which months, all where none stand."""

    has: Word
    fits: Word
    how: Annotated[str, Field(max_length=80)] = ""
    months: tuple[Month, ...] = ()


class Fits(Part):
    """How one trade tells its kinds of things by words in their names, and which go together.

    Where there are `metals`, a thing must say its own, and only the same one goes with it;
    elsewhere each pair says how. A name with a word of `others` is something else. Of several
    words in a name the longest counts.
    """

    metals: tuple[Word, ...] = ()
    others: tuple[Word, ...] = ()
    kinds: dict[Word, tuple[Word, ...]] = Field(default_factory=dict)
    pairs: tuple[Goes, ...] = ()

    @model_validator(mode="after")
    def _pairs_are_of_kinds(self) -> "Fits":
        named = {kind for pair in self.pairs for kind in (pair.has, pair.fits)}
        if strange := named - {*self.kinds}:
            raise ValueError(f"pairs: no kind is called {'、'.join(sorted(strange))}")
        if any(bool(pair.how) == bool(self.metals) for pair in self.pairs):
            raise ValueError("pairs: each says how, unless the same metal goes with a thing")
        return self

    def metal_of(self, item: str) -> str | None:
        """Return the metal that an item's name says; None where it says none."""
        return max((each for each in self.metals if each in item), key=len, default=None)

    def kind_of(self, item: str) -> str | None:
        """Return what kind of thing an item's name says; None where it says none, or several."""
        if any(each in item for each in self.others):
            return None
        found = {word: kind for kind, words in self.kinds.items() for word in words if word in item}
        whole = {
            kind
            for word, kind in found.items()
            if not any(word in other for other in found if other != word)
        }
        return whole.pop() if len(whole) == 1 else None


def fitting(items: Sequence[str], fits: Fits, month: int) -> list[Pair]:
    """Return what goes with her things this month and she has not bought here.

    The newest of hers goes first. What a name does not say is not guessed: without a kind, or a
    metal where metals matter, nothing fits.
    """
    known = [(fits.metal_of(item), fits.kind_of(item)) for item in items]
    found: dict[tuple[str | None, str], Pair] = {}
    for metal, kind in known:
        for pair in _pairs_of(metal, kind, fits, month):
            if (pair.metal, pair.fits) not in known:
                found.setdefault((pair.metal, pair.fits), pair)
    return list(found.values())[:MOST]


def read_fits(folder: Path = CONTENT) -> Mapping[str, Fits]:
    """Read which things go together in each trade; raise TextError with what is wrong."""
    try:
        return TypeAdapter(dict[str, Fits]).validate_python(read_toml(folder / FILE))
    except ValidationError as error:
        place = error.errors()[0]
        where = ".".join(str(each) for each in place["loc"])
        raise TextError(f"{FILE}: {where}: {place['msg'].removeprefix('Value error, ')}") from error


@cache
def fits_of(trade: str) -> Fits:
    """Return which things go together in a trade, none where its file names none; read once."""
    return read_fits().get(trade, Fits())


def _pairs_of(metal: str | None, kind: str | None, fits: Fits, month: int) -> Iterator[Pair]:
    if fits.metals and metal is None:
        return
    for each in fits.pairs:
        if each.has == kind and (not each.months or month in each.months):
            yield Pair(metal, each.has, each.fits, each.how)
