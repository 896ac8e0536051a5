"""Bring what she typed into one spelling, so that the same wish looks the same."""

import re
import unicodedata

from bot.dialogue.intents.script import simplified

LONGEST = 400  # what somebody wants stands in the first few sentences
_INVISIBLE = {"Cc", "Cf", "Co", "Cs", "Mn"}
_REPEATED = re.compile(r"(.)\1{2,}")
_NUMBER = re.compile(r"\d{5,}")  # phones, orders, cards: whose it is does not matter here
_PUNCTUATION = re.compile(r"[\s，。！？、,.!?~～…;；:：\"“”‘’'（）()\[\]【】「」《》<>|*_\-—]+")
_STICKER = re.compile(r"\[(\w{1,4})\]")

# Faces and signs alone: 😊, [微笑], /:rose.
_WORDLESS = re.compile(r"(?:\[\w{1,6}\]|/:[!-~]{1,8}|[^\w\s?？]|\s)+")

# What ties a part to the one before: 另外几点关门.
_TIES = re.compile(r"^(?:另外|还有|顺便|对了|然后|再就是|请问|想问一?下|问一?下)+")

# A wish that is named only to say that it is not one: 我不是要投诉, 不用退订.
_TAKEN_BACK = re.compile(
    r"(不是|没说|没有?|不用|不要|不想|不必|不需要|并非|别)((?:[要来想说]|打算)*)"
    r"(?:给?我)?(?:投诉|退订|退货|退款|换货|注销|转?人工|催单?)(?:的意思|什么的)?"
)
TAKEN_BACK = "否"


def normal(text: str) -> str:
    """Return a message in one width, case and script, without punctuation."""
    return _PUNCTUATION.sub("", tidy(text))


def is_wordless(text: str) -> bool:
    """Say whether a message is faces and signs alone."""
    return _WORDLESS.fullmatch(text) is not None


def clauses(text: str) -> list[str]:
    """Return the message as the parts between which she took a breath, in one spelling."""
    said = _TAKEN_BACK.sub(rf"\1\2{TAKEN_BACK}", _STICKER.sub(r" \1 ", tidy(text)))
    return [part for part in _PUNCTUATION.split(said) if part]


def alone(part: str) -> str:
    """Return a part without what ties it to the one before; a tie that is all she said stays."""
    return _TIES.sub("", part) or part


def tidy(text: str) -> str:
    """Return the text in one width, case and script; long numbers and repetitions are cut."""
    flat = simplified(unicodedata.normalize("NFKC", text[:LONGEST]).casefold())
    seen = "".join(_seen(char) for char in flat)
    return _NUMBER.sub(_blank, _REPEATED.sub(r"\1", seen))


def _seen(char: str) -> str:
    if unicodedata.category(char) not in _INVISIBLE:
        return char
    return " " if char in "\n\r\t" else ""


def _blank(number: re.Match[str]) -> str:
    return number[0] if number[0] in {"12315", "12345", "12306"} else "#"
