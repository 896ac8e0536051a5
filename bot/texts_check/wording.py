"""How a text must be written: 您, full-width marks, whole sentences, no banned words."""

import re
from collections.abc import Iterator

from bot.texts_check.book import Fault, Text
from bot.texts_check.words import BY_LAW, NOT_IN_CARE, ROBOTIC, Banned

CARE = "care/"
_HAN = r"\u3400-\u9fff"
_MARKS = "，。！？、；："
_LINK = re.compile(r"</?a\b[^>]*>")
_END = re.compile(r"(?:[。！？…]|[。！？]」|\}|>>)$")
_STRAY = (
    (
        rf"(?<=[{_HAN}」）}}])[,?!:;.(]|[,?!:;)](?=[{_HAN}「（])",
        "{} is half as wide as Chinese",
    ),
    (rf"[{_MARKS}]{{2,}}|(?<!…)…(?!…)|(?<!—)—(?!—)", "{} is doubled or halved"),
    (
        rf"(?<=[{_HAN}{_MARKS}]) +(?=[{_HAN}])|(?<=[{_HAN}]) +(?=[{_MARKS}])",
        "a space inside Chinese{}",
    ),
)
_QUOTES = ("[\"“”'‘’『』]", "{}: quotes are 「」")


def wording_faults(text: Text) -> Iterator[Fault]:
    """Find what a careful editor would mark in one wording."""
    words = _LINK.sub("", text.words)
    yield from _banned(text, words)
    for pattern, sentence in _STRAY if text.reader == "staff" else (*_STRAY, _QUOTES):
        for stray in re.finditer(pattern, words):
            yield text.fault(sentence.format(stray[0].strip()))
    if words.count("「") != words.count("」") or words.count("（") != words.count("）"):
        yield text.fault("a bracket or quote is open or shut alone")
    if text.reader == "staff":
        return
    if text.reader == "customer" and "你" in words:
        yield text.fault("speaks to her as 你: write 您 (a child is named in to_children)")
    if text.reader == "child" and "您" in words:
        yield text.fault("speaks to a child as 您: write 你")
    if not text.part and not _END.search(words.rstrip()):
        yield text.fault("does not end like a sentence: add 。！？, or name it in parts")


def _banned(text: Text, words: str) -> Iterator[Fault]:
    tables: tuple[Banned, ...] = BY_LAW
    tables += ROBOTIC if text.reader != "staff" else ()
    tables += NOT_IN_CARE if text.file.startswith(CARE) else ()
    for banned in tables:
        for found in re.finditer(banned.pattern, words):
            yield text.fault(f"says {found[0]}: {banned.why}")
