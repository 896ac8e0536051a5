"""Traditional and simplified characters: read both, answer in the one she writes.

The tables are OpenCC's, as they lie in the package opencc-purepy. They are read as files, each
when it is first needed: the package itself reads all of its tables at once, which takes most of
a second and thirty megabytes.
"""

from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path


def simplified(text: str) -> str:
    """Return the text in simplified characters, one for one."""
    return text.translate(_to_simplified())


def is_traditional(text: str) -> bool | None:
    """Say whether she writes traditional characters; None where nothing in the text tells."""
    old = sum(ord(char) in _to_simplified() for char in text)
    new = sum(char in _only_simplified() for char in text)
    return old > new if old or new else None


def traditional(text: str) -> str:
    """Return the text in traditional characters, the longest known words first."""
    table, longest = _to_traditional()
    written, at = [], 0
    while at < len(text):
        most = min(longest.get(text[at], 1), len(text) - at)
        word = next((w for n in range(most, 1, -1) if (w := text[at : at + n]) in table), text[at])
        written.append(table.get(word, word))
        at += len(word)
    return "".join(written)


@cache
def _to_simplified() -> dict[int, str]:
    return {ord(old): new[0] for old, new in _rows("TSCharacters") if old not in new}


@cache
def _only_simplified() -> frozenset[str]:
    return frozenset(old for old, new in _rows("STCharacters") if old not in new)


@cache
def _to_traditional() -> tuple[dict[str, str], dict[str, int]]:
    """Return what becomes what, and how long the longest word is that begins with a character."""
    table = {old: new[0] for name in ("STCharacters", "STPhrases") for old, new in _rows(name)}
    longest: dict[str, int] = {}
    for word in table:
        longest[word[0]] = max(longest.get(word[0], 1), len(word))
    return table, longest


def _rows(name: str) -> Iterator[tuple[str, list[str]]]:
    """Yield each entry of one of OpenCC's tables with its renderings, the usual one first."""
    package = find_spec("opencc_purepy")
    if package is None or not package.submodule_search_locations:
        raise ModuleNotFoundError("opencc-purepy is not installed: its tables are needed")
    file = Path(package.submodule_search_locations[0], "dicts", f"{name}.txt")
    for row in file.read_text(encoding="utf-8").splitlines():
        old, _, new = row.partition("\t")
        if new and (len(old) == 1 or name == "STPhrases"):
            yield old, new.split()
