"""A copy of the shop's texts to break, one thing at a time."""

import shutil
from collections.abc import Iterable
from pathlib import Path

from bot.texts import CONTENT
from bot.texts_check.book import Fault, Text, read_texts


def copied(folder: Path) -> Path:
    """Copy all of `content/`; return the copy."""
    return Path(shutil.copytree(CONTENT, folder / "content"))


def break_text(content: Path, file: str, old: str, new: str) -> int:
    """Change one place of a file; return the line of the change."""
    path = content / file
    source = path.read_text(encoding="utf-8")
    assert old in source, f"{file} does not hold {old}"
    path.write_text(source.replace(old, new, 1), encoding="utf-8")
    return source[: source.index(old)].count("\n") + 1


def texts_of(content: Path) -> list[Text]:
    """Read the texts of a folder in which every file can be read."""
    texts, unreadable = read_texts(content)
    assert unreadable == []
    return texts


def shown(faults: Iterable[Fault]) -> list[str]:
    """Return faults as the check prints them, without the folder."""
    return [f"{fault.file}:{fault.line}: {fault.sentence}" for fault in faults]
