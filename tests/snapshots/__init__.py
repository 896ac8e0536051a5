"""Every text as it is read, for the eyes of who reviews a change."""

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from bot.outbox.cards import Cards, words_on
from bot.texts import CONTENT
from bot.texts_check.blanks import Blanks, example_of
from bot.texts_check.book import Text, read_texts
from bot.texts_check.templates import NOW

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
    return "\n".join([*pages, "\n## templates.toml\n", *_cards(known)])


def _entry(key: str, wordings: list[Text], known: Blanks) -> list[str]:
    first = wordings[0]
    about = READERS[first.reader] + ("（接在别的话里）" if first.part else "")
    shown = [f"```\n{example_of(text, known).strip()}\n```" for text in wordings]
    return [f"**{key.partition('.')[2]}**{about}", *shown, ""]


def _cards(known: Blanks) -> Iterator[str]:
    examples = known.examples("", to_staff=False) | NOW
    for name, template in Cards.load().templates.items():
        for word in template.when or [None]:
            shown = words_on(template, word, examples | template.brings)
            lines = "\n".join(f"{key}　{value}" for key, value in shown.items())
            yield f"**{name}{f'.{word}' if word else ''}**（服务通知）"
            yield f"```\n【{template.title}】\n{lines}\n```\n"
