"""Which words fit: the trade's before everybody's, for her item and the month, none twice."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import Field, ValidationError

from bot.journeys.plans import FOLDER
from bot.shop.stores.parts import Part
from bot.texts import CONTENT, TextError, Texts, blanks, read_toml

ITEM = "item"
Month = Annotated[int, Field(ge=1, le=12)]


class About(Part):
    """What a text is for: goods by a word of their category or name, and months of the year."""

    goods: tuple[str, ...] = ()
    months: tuple[Month, ...] = ()


@dataclass(frozen=True)
class Item:
    """Something she bought and kept."""

    name: str
    category: str = ""

    def is_one_of(self, goods: Sequence[str]) -> bool:
        return any(word in self.name or word in self.category for word in goods)


@dataclass(frozen=True)
class Wording:
    """A text that a journey may say, with what it is for."""

    key: str
    about: About
    names_item: bool

    def item(self, items: Sequence[Item]) -> Item | None:
        """Return the one thing it speaks of."""
        fitting = [item for item in items if item.is_one_of(self.about.goods)]
        if not self.about.goods:
            fitting = list(items)
        return fitting[0] if len(fitting) == 1 else None

    def fits(self, items: Sequence[Item], month: int) -> bool:
        """Say whether it suits what she has, in a month."""
        if self.about.months and month not in self.about.months:
            return False
        if self.about.goods and not any(item.is_one_of(self.about.goods) for item in items):
            return False
        return not self.names_item or self.item(items) is not None


class Wordings:
    """The texts of every journey's pools, for one trade."""

    def __init__(self, texts: Texts, trade: str, folder: Path = CONTENT / FOLDER) -> None:
        self._trade = trade
        self._pools: defaultdict[str, list[Wording]] = defaultdict(list)
        abouts = _abouts(folder)
        for key, wordings in texts.items():
            names_item = any(ITEM in blanks(each) for each in wordings)
            wording = Wording(key, abouts.get(key, About()), names_item)
            for name in _pools_of(key):
                self._pools[name].append(wording)

    def pool(self, journey: str, pool: str) -> Sequence[Wording]:
        """Return the texts of a pool: the trade's own, else those for every shop."""
        own = f"{self._trade}.{journey}_{pool}"
        return self._pools.get(own) or self._pools.get(f"{journey}.{pool}", [])

    def choose(
        self,
        journey: str,
        pools: Sequence[str],
        *,
        items: Sequence[Item],
        month: int,
        used: Collection[str],
        seed: int,
    ) -> Wording | None:
        """Return a text of the first pool that has one; what was said already is not said again.

        What is for her own item goes before what is for everybody.
        """
        for pool in pools:
            fitting = [
                each
                for each in self.pool(journey, pool)
                if each.key not in used and each.fits(items, month)
            ]
            special = [each for each in fitting if each.about.goods or each.about.months]
            if found := special or fitting:
                return found[seed % len(found)]
        return None


def _pools_of(key: str) -> Iterator[str]:
    """Give the pools a text belongs to: `day3.own_ring` is of `day3.own_ring` and `day3.own`."""
    file, _, name = key.partition(".")
    parts = name.split("_")
    for count in range(1, len(parts) + 1):
        yield f"{file}.{'_'.join(parts[:count])}"


def _abouts(folder: Path) -> Mapping[str, About]:
    found = {}
    for file in sorted(folder.glob("*.toml")):
        told = read_toml(file).get("about", {})
        if not isinstance(told, dict):
            raise TextError(f"{file.name}: [about] must be a table")
        for name, what in told.items():
            try:
                found[f"{file.stem}.{name}"] = About.model_validate(what)
            except ValidationError as error:
                why = error.errors()[0]["msg"]
                raise TextError(f"{file.name}: about.{name}: {why}") from error
    return found
