"""Which values stand ready for a text's `{blanks}`: declared with examples in `blanks.toml`."""

import re
from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from bot.texts import Line, Rendered, Texts, blanks, read_toml
from bot.texts_check.book import Fault, Text, line_of

FILE = "blanks.toml"
_BLANK = re.compile(r"\{\w+\}")
_BRACE = re.compile(r"[{}｛｝]")


class Blanks:
    """The declared values: some for every text to a customer, more for single texts."""

    def __init__(self, folder: Path) -> None:
        declared = read_toml(folder / FILE) if (folder / FILE).exists() else {}
        self._bare: list[str] = declared.get("bare", [])  # type: ignore[assignment]
        self._to_her: dict[str, str] = _table(declared, "to_her")
        self.more: dict[str, dict[str, str]] = _table(declared, "more")
        self._families = [each for each in self.more.items() if "*" in each[0]]

    def examples(self, key: str, *, to_staff: bool) -> dict[str, str]:
        """Return an example for each value that a text may use."""
        is_bare = to_staff or any(fnmatchcase(key, pattern) for pattern in self._bare)
        found = {} if is_bare else dict(self._to_her)
        for pattern, examples in self._families:
            found |= examples if fnmatchcase(key, pattern) else {}
        return found | self.more.get(key, {})


def example_of(text: Text, known: Blanks) -> str:
    """Return a wording as she could see it, filled in with examples."""
    values = known.examples(text.key, to_staff=text.reader == "staff")
    shown = {name: Rendered(value) for name, value in values.items()}
    return Texts({text.key: (text.words,)}).render(Line(text.key, shown))


def blank_faults(texts: list[Text], folder: Path) -> Iterator[Fault]:
    """Find blanks that nobody fills, and declared ones that no text has."""
    known = Blanks(folder)
    for text in texts:
        for odd in _BRACE.finditer(_BLANK.sub("", text.words)):
            yield text.fault(f"{odd[0]} does not belong to a blank such as {{name}}")
        ready = known.examples(text.key, to_staff=text.reader == "staff")
        for name in sorted(blanks(text.words) - set(ready)):
            at_hand = "、".join(f"{{{each}}}" for each in ready) or "nothing"
            yield text.fault(f"nobody fills {{{name}}} here: this text may use {at_hand}")
    keys = {text.key for text in texts}
    for pattern in known.more:
        if not any(fnmatchcase(key, pattern) for key in keys):
            source = (folder / FILE).read_text(encoding="utf-8")
            yield Fault(FILE, line_of(source, pattern), f"no text is called {pattern}: remove it")


def _table(declared: Mapping[str, object], name: str) -> dict[str, Any]:
    table = declared.get(name, {})
    return dict(table) if isinstance(table, dict) else {}
