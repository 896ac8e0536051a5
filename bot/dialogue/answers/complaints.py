"""What a complaint says: its thing, what went wrong, her feeling, her wish, and how grave it is."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from bot.dialogue.answers.context import Unclear
from bot.dialogue.answers.spelling import plain
from bot.dialogue.answers.yesno import yes_no
from bot.shop.complaints.rules import Heard
from bot.texts import CONTENT, read_toml

Words = tuple[str, ...]
LONGEST = 30
_NOT = ("没", "不是", "没有", "不会", "不", "没再", "没有再", "再没", "不再")
_STOPS = "，。！？、；,.!?; \n"
_BREATH = re.compile(f"[^{_STOPS}]+")


@dataclass(frozen=True)
class ComplaintEar:
    """The words of `content/complaint.toml` by which a complaint is understood."""

    kinds: Mapping[str, Mapping[str, Any]]
    goods: Words
    grave: Mapping[str, Words]
    faults: Mapping[str, Words]
    feelings: Mapping[str, Words]
    wishes: Mapping[str, Words]
    talk: Mapping[str, Words]

    @classmethod
    def load(cls) -> "ComplaintEar":
        told, kinds = read_toml(CONTENT / "complaint.toml"), read_toml(CONTENT / "kinds.toml")
        goods = sorted(str(kinds["goods"]).split(), key=len, reverse=True)
        return cls(
            kinds=_table(told, "kinds"),
            goods=tuple(goods),
            grave=_words(told, "grave"),
            faults=_words(told, "faults"),
            feelings=_words(told, "feelings"),
            wishes=_words(told, "wishes"),
            talk=_words(told, "talk"),
        )

    def hear(self, text: str) -> Heard:
        """Return what a message says; what it does not say is None."""
        said = plain(text)
        thing, fault = self._thing(said), _first(self.faults, said)
        kind = self._kind(said, fault=fault, thing=thing)
        if kind and not self.kinds[kind].get("goods", True):
            thing = fault = None
        usual = self.kinds[kind or "other"]
        return Heard(
            words=text,
            kind=kind,
            thing=thing,
            trouble=_trouble(thing, fault, usual) if thing or fault else None,
            feeling=_first(self.feelings, said),
            wish=_first(self.wishes, said),
            angry=_any(self.talk["angry"], said) or said.count("!") > 1,
            matters=tuple(word for word, words in self.grave.items() if _any(words, said)),
            tells=self._tells(said),
        )

    def usual(self, kind: str | None) -> dict[str, Any]:
        """Return how a kind is called where she has not said more, and how grave it is."""
        names = ("thing", "trouble", "feeling", "severity")
        return {name: self.kinds[kind or "other"][name] for name in names}

    def asks_progress(self, text: str) -> bool:
        return _any(self.talk["progress"], plain(text))

    def lets_go(self, text: str) -> bool:
        """Say whether she gives up: that is not peace."""
        return _any(self.talk["lets_go"], plain(text))

    def is_content(self, text: str) -> bool | None:
        """Say whether she is content with what was done; None where she does not say."""
        said = plain(text)
        for sound in self.talk["sound"]:
            said = said.replace(sound, "好")
        if _any(self.talk["bad"], said) or _first(self.faults, said):
            return False
        if _any(self.talk["good"], said):
            return True
        try:
            return yes_no(text)
        except Unclear:
            return None

    def _kind(self, said: str, *, fault: str | None, thing: str | None) -> str | None:
        """Return the kind with the most words of hers; a broken thing is a matter of quality."""
        found = {
            kind: sum(word in said for word in str(table["words"]).split())
            for kind, table in self.kinds.items()
        }
        best = max(found, key=lambda kind: found[kind])
        if found[best]:
            return best
        return "quality" if fault or thing else None

    def _thing(self, said: str) -> str | None:
        """Return the first thing she names; a material only where she names nothing else."""
        named = [word for word in self.goods if word in said and word[0] not in "这那"]
        whole = [word for word in named if word not in self.talk["materials"]]
        return min(whole, key=said.index, default=None)

    def _tells(self, said: str) -> bool:
        """Say whether there is more in it than that she complains."""
        for word in sorted(self.talk["bare"], key=len, reverse=True):
            said = said.replace(word, "")
        return len([char for char in said if char.isalnum()]) >= 3


@cache
def complaint_ear() -> ComplaintEar:
    """Return the ear; it is read from `content/` when a complaint is first heard."""
    return ComplaintEar.load()


def in_short(text: str) -> str:
    """Return her words for a quotation: on one line; of a long message what tells most."""
    flat = " ".join(text.split()).strip(_STOPS)
    if len(flat) <= LONGEST:
        return flat
    breaths = [(breath.start(), breath.end()) for breath in _BREATH.finditer(flat)]
    begin, end = max(breaths, key=lambda span: _telling(flat[slice(*span)]))
    for start, stop in breaths:
        wider = (min(begin, start), max(end, stop))
        if (start == end + 1 or stop == begin - 1) and wider[1] - wider[0] <= LONGEST:
            begin, end = wider
    return flat[begin : min(end, begin + LONGEST)]


def _telling(words: str) -> int:
    """Count what a part of a message names: the thing, and what went wrong."""
    heard = complaint_ear().hear(words)
    return 2 * bool(heard.trouble) + bool(heard.thing) + bool(heard.kind)


def _trouble(thing: str | None, fault: str | None, usual: Mapping[str, Any]) -> str:
    called = thing or str(usual["thing"])
    return f"{called}{fault}" if fault else str(usual["trouble"]).replace(usual["thing"], called)


def _first(table: Mapping[str, Words], said: str) -> str | None:
    """Return the row whose word she said first, unless she said that it is not so."""
    found = {
        row: min((said.index(word) for word in words if _is_said(word, said)), default=-1)
        for row, words in table.items()
    }
    heard = {row: at for row, at in found.items() if at >= 0}
    return min(heard, key=lambda row: heard[row], default=None)


def _is_said(word: str, said: str) -> bool:
    at = said.find(word)
    return at >= 0 and not said[:at].endswith(_NOT)


def _any(words: Words, said: str) -> bool:
    return any(_is_said(word, said) for word in words)


def _words(told: Mapping[str, Any], name: str) -> dict[str, Words]:
    return {row: tuple(str(words).lower().split()) for row, words in _table(told, name).items()}


def _table(told: Mapping[str, Any], name: str) -> dict[str, Any]:
    table = told[name]
    assert isinstance(table, dict)  # content is checked before it is used
    return table
