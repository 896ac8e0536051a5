"""Which of the things she was offered she means: by its place in the list, or by its name."""

import re
from collections.abc import Mapping
from difflib import SequenceMatcher
from itertools import pairwise

from bot.dialogue.answers.context import Context, Unclear
from bot.dialogue.answers.numerals import number
from bot.dialogue.answers.spelling import plain

_CIRCLED = {ord(sign): str(place) for place, sign in enumerate("①②③④⑤⑥⑦⑧⑨", start=1)}
_PLACE = re.compile(r"第\s*([0-9]{1,2}|[一二三四五六七八九十]{1,3})\s*[个样件款种张项位]?")
_BARE = re.compile(r"(?:我?[要换选拿]|就)?\s*([0-9]{1,2}|[一二三四五六七八九十])\s*号?(?:吧|的)?")
_LAST = re.compile(r"最后(?:面|头)?[那的一]*[个样件款种张项位]?")
_SHORTEST = 2  # a single character says too little
_SIGNS = re.compile(r"\W+")
_WRITTEN = re.compile("[\u4e00-\u9fff]{2}")


def choice(text: str, context: Context) -> str:
    """Return the word of what she chose; raise Unclear where it may be none or several."""
    said = plain(text.translate(_CIRCLED))
    place = _place_of(said, len(context.offered))
    if place is not None:
        return context.offered[place][0]
    found = _named(said, context)
    if len(found) > 1:
        raise Unclear("choice_which")
    if not found:
        raise Unclear("choice_unclear")
    return found[0]


def spot_choice(text: str, context: Context) -> str | None:
    """Return the word of what she names; a place in a list she has not seen yet says nothing."""
    found = _named(plain(text), context)
    return found[0] if len(found) == 1 else None


def _place_of(said: str, count: int) -> int | None:
    if _LAST.search(said):
        return count - 1 if count else None
    found = _PLACE.search(said) or _BARE.fullmatch(said.strip(" ,.。，!！"))
    place = number(found[1]) - 1 if found else -1
    return place if 0 <= place < count else None


def _named(said: str, context: Context) -> list[str]:
    """Return what shares most of its name with her words; several may share as much.

    A piece that stands in every name, such as 礼盒, tells nothing; where pieces do not tell, two
    characters may, such as 雨伞 for 晴雨两用伞.
    """
    names = {word: _SIGNS.sub("", plain(name)) for word, name in context.offered}
    shared = {word: _shared(said, name, among=list(names.values())) for word, name in names.items()}
    most = max(shared.values(), default=0)
    found = [word for word, size in shared.items() if most and size == most]
    if len(found) == 1:
        return found
    short = _shortened(said, {word: names[word] for word in found or names})
    return short if len(short) == 1 else found


def _shortened(said: str, names: Mapping[str, str]) -> list[str]:
    """Return the words whose names hold most neighbours among her characters, in their order."""
    both = [pair for pair in map("".join, pairwise(said)) if _WRITTEN.fullmatch(pair)]
    held = {
        word: sum(name.rfind(pair[1]) > name.find(pair[0]) >= 0 for pair in both)
        for word, name in names.items()
    }
    most = max(held.values(), default=0)
    return [word for word, count in held.items() if most and count == most]


def _shared(said: str, name: str, *, among: list[str]) -> int:
    """Return how many characters of a name she said in pieces of two or more, if one tells."""
    blocks = SequenceMatcher(None, said, name, autojunk=False).get_matching_blocks()
    pieces = [name[block.b : block.b + block.size] for block in blocks if block.size >= _SHORTEST]
    tells = any(len(among) == 1 or not all(piece in other for other in among) for piece in pieces)
    return sum(map(len, pieces)) if tells else 0
