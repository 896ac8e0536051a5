"""What is said: texts from `content/`, found by key, with the values of one customer filled in."""

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

CONTENT = Path(__file__).resolve().parent.parent / "content"
_BLANK = re.compile(r"\{(\w+)\}")
_PEOPLE = frozenset({"name", "guide", "colleague", "person", "customer", "helper", "manager"})


class TextError(Exception):
    """A text is missing, or lacks a value it names."""


class Rendered(str):
    """Words that were rendered already: what is markup in them stays markup."""

    __slots__ = ()


@dataclass(frozen=True)
class Line:
    """One thing to say: the key of a text and the values for its blanks.

    A value may be a line itself, or several, which then stand one below the other. A line inside
    another may use the outer one's values too. `pick` chooses its wording where there are several.
    """

    key: str
    values: Mapping[str, object]
    pick: int | None = None


def line(key: str, **values: object) -> Line:
    """Name a text and its values; it is rendered when the talk's turn ends."""
    return Line(key, values)


# What is said in every trade in its own words: the day's thanks, how to keep a thing beautiful.
OF_TRADE = ("thanks.", "care_advice.")


class Texts:
    """Every text by key (`file.name`), each with one wording or several."""

    def __init__(
        self, wordings: Mapping[str, tuple[str, ...]], spell: Callable[[str], str] = str
    ) -> None:
        self._wordings, self._spell = wordings, spell

    @classmethod
    def load(cls, folder: Path = CONTENT) -> "Texts":
        """Read the `[says]` table of each file under `folder`."""
        return cls(dict(_wordings(folder)))

    def spelled(self, spell: Callable[[str], str]) -> "Texts":
        """Return the same texts in another spelling; people's names stay as they are on file."""
        return Texts(self._wordings, spell)

    def __contains__(self, key: str) -> bool:
        return key in self._wordings

    def is_for_all(self, key: str) -> bool:
        """Say whether no wording of a text names a person."""
        wordings = self._wordings.get(key, ())
        return bool(wordings) and not any(blanks(each) & _PEOPLE - {"helper"} for each in wordings)

    def of_trade(self, trade: str) -> "Texts":
        """Return the same texts, where a trade that has its own says thanks and advice in them."""
        own = {
            key: self._wordings.get(f"{trade}.{key.replace('.', '_', 1)}", wordings)
            for key, wordings in self._wordings.items()
            if key.startswith(OF_TRADE)
        }
        return Texts({**self._wordings, **own}, self._spell)

    def items(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        yield from self._wordings.items()

    def render(self, said: Line, *, pick: int = 0) -> Rendered:
        """Fill in one wording; `pick` chooses among several, the same number the same one."""
        try:
            wordings = self._wordings[said.key]
        except KeyError as error:
            raise TextError(f"no text is named {said.key}") from error
        chosen = pick if said.pick is None else said.pick
        wording = self._spell(wordings[chosen % len(wordings)])
        return Rendered(_BLANK.sub(lambda blank: self._value(said, blank[1]), wording))

    def _value(self, said: Line, name: str) -> str:
        if name not in said.values:
            raise TextError(f"{said.key} needs a value for {{{name}}}")
        spell = str if name in _PEOPLE else self._spell
        return self._shown(said.values[name], said.values, spell)

    def _shown(
        self, value: object, around: Mapping[str, object], spell: Callable[[str], str]
    ) -> str:
        match value:
            case Line():
                return self.render(Line(value.key, {**around, **value.values}, value.pick))
            case list() | tuple():
                return "\n".join(self._shown(each, around, spell) for each in value)
            case Rendered():
                return value
        # < and > are markup in a bubble: what a person typed must never become a link
        return spell(str(value)).replace("<", "＜").replace(">", "＞")


def blanks(wording: str) -> set[str]:
    """Return the names of the values a wording needs."""
    return set(_BLANK.findall(wording))


def blanks_in_order(wording: str) -> tuple[str, ...]:
    """Return the same names in the order in which they stand, each once."""
    return tuple(dict.fromkeys(_BLANK.findall(wording)))


def read_toml(file: Path) -> dict[str, object]:
    """Read one content file; an error names the file."""
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise TextError(f"{file.name}: {error}") from error


def _wordings(folder: Path) -> Iterator[tuple[str, tuple[str, ...]]]:
    for file in sorted(folder.rglob("*.toml")):
        says = read_toml(file).get("says", {})
        if not isinstance(says, dict):
            raise TextError(f"{file.name}: [says] must be a table")
        for name, value in says.items():
            yield f"{file.stem}.{name}", tuple([value] if isinstance(value, str) else value)
