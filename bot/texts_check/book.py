"""Every text with the place where it stands, and the faults found there."""

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

Reader = Literal["customer", "child", "staff"]
_AT_LINE = re.compile(r"at line (\d+)")
_NAMED = re.compile(r'\s*\[*"?([^"\]=\s]+)"?(?:\]|\s*=)')


@dataclass(frozen=True)
class Fault:
    """What is wrong at one place, and what to do about it."""

    file: str
    line: int
    sentence: str


@dataclass(frozen=True)
class Text:
    """One wording of one text; `part` marks words that stand inside another text."""

    file: str
    line: int
    key: str
    words: str
    reader: Reader
    part: bool

    def fault(self, sentence: str) -> Fault:
        return Fault(self.file, self.line, sentence)


def read_texts(folder: Path) -> tuple[list[Text], list[Fault]]:
    """Return every wording under `folder`, and the files that can't be read."""
    texts, faults = [], []
    for file in sorted(folder.rglob("*.toml")):
        place = str(file.relative_to(folder))
        try:
            source = file.read_text(encoding="utf-8")
            texts += list(_texts(place, source, tomllib.loads(source)))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            at = _AT_LINE.search(str(error))
            faults.append(Fault(place, int(at[1]) if at else 1, f"this is no TOML: {error}"))
        except ShapeError as error:
            faults.append(Fault(place, line_of(source, error.name), str(error)))
    return texts, faults


class ShapeError(Exception):
    """A file holds something else than texts where texts belong."""

    def __init__(self, name: str, sentence: str) -> None:
        super().__init__(sentence)
        self.name = name


def line_of(source: str, name: str, words: str = "") -> int:
    """Return the line on which a name is given its value; several wordings have a line each."""
    lines, places = _lines(source)
    start = places.get(name, 0)
    opening = words.strip().partition("\n")[0][:24]
    behind = (n for n in range(start, len(lines)) if opening and opening in lines[n])
    return next(behind, start) + 1


@lru_cache(maxsize=4)
def _lines(source: str) -> tuple[list[str], dict[str, int]]:
    """Return the lines of a file, and on which of them each name stands first."""
    lines = source.splitlines()
    places: dict[str, int] = {}
    for number, words in enumerate(lines):
        if named := _NAMED.match(words):
            places.setdefault(named[1], number)
    return lines, places


def _texts(place: str, source: str, parsed: dict[str, Any]) -> Iterator[Text]:
    says = parsed.get("says", {})
    if not isinstance(says, dict):
        raise ShapeError("says", "[says] must be a table of texts")
    stem = Path(place).stem
    for name, value in says.items():
        for words in _wordings(name, value):
            line = line_of(source, name, words)
            part = _is_in(name, parsed.get("parts", ()))
            yield Text(place, line, f"{stem}.{name}", words, _reader(parsed, name), part)
    for setting in ("parts", "to_children"):
        for pattern in parsed.get(setting, ()):
            if not any(_is_in(name, [pattern]) for name in says):
                raise ShapeError(setting, f"{setting} names {pattern}, and no text is called so")


def _wordings(name: str, value: object) -> list[str]:
    wordings = [value] if isinstance(value, str) else value
    if not isinstance(wordings, list) or not wordings:
        raise ShapeError(name, f"{name} must be a text or a list of texts")
    if any(not isinstance(words, str) or not words.strip() for words in wordings):
        raise ShapeError(name, f"{name} must not be empty")
    return wordings


def _reader(parsed: dict[str, Any], name: str) -> Reader:
    if parsed.get("to_staff"):
        return "staff"
    return "child" if _is_in(name, parsed.get("to_children", ())) else "customer"


def _is_in(name: str, patterns: Iterable[str]) -> bool:
    return any(fnmatchcase(name, pattern) for pattern in patterns)
