"""Every text as it is read, for the eyes of who reviews a change."""

from itertools import groupby
from pathlib import Path

from bot.texts import CONTENT
from bot.texts_check.blanks import Blanks, example_of
from bot.texts_check.book import Text, read_texts

FILE = Path(__file__).parent / "texts.md"
HEAD = """\
# What the bot says

Every text of `content/`, filled in with the examples of `content/blanks.toml`. Read it aloud.
`python -m tests.snapshots` writes it anew.
"""
READERS = {"customer": "", "child": "（对孩子说）", "staff": "（给店里的人看）"}


def snapshot() -> str:
    """Return all texts as one page."""
    texts, unreadable = read_texts(CONTENT)
    assert unreadable == []
    known = Blanks(CONTENT)
    pages = [HEAD]
    for file, of_file in groupby(texts, key=lambda text: text.file):
        pages.append(f"\n## {file}\n")
        for key, wordings in groupby(of_file, key=lambda text: text.key):
            pages += _entry(key, list(wordings), known)
    return "\n".join(pages)


def _entry(key: str, wordings: list[Text], known: Blanks) -> list[str]:
    first = wordings[0]
    about = READERS[first.reader] + ("（接在别的话里）" if first.part else "")
    shown = [f"```\n{example_of(text, known).strip()}\n```" for text in wordings]
    return [f"**{key.partition('.')[2]}**{about}", *shown, ""]
