"""What she wishes to hear from us, and what not: 别发活动只发保养, 三个月别发, 别打电话.

Each part of the message must be understood to its last word, or it is no wish at all: who asks
about an offer or wants to be called says something else.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from re import Match

from bot.dialogue.answers.pauses import end_of_pause
from bot.dialogue.answers.spelling import clauses, plain
from bot.dialogue.answers.wish_words import (
    ABOUT_MESSAGES,
    AS_BEFORE,
    ASKS_KINDLY,
    CALLING,
    MAY_CALL_AGAIN,
    PART,
    QUESTION,
)
from bot.shop.wishes.rules import ALL, Wished

TOPICS = ("greeting", "upkeep", "company", "offer")
_CARE = ("greeting", "upkeep", "company")
_ABOUT = {
    "birthday": ("birthday",),
    "holiday": ("holiday",),
    "greeting": ("greeting",),
    "upkeep": ("upkeep",),
    "care": _CARE,
    "offer": ("offer",),
    "service": (),
    "call": ("call",),
    "sms": ("sms",),
    "email": ("email",),
}


def wishes(text: str, today: date) -> Mapping[str, Wished] | None:
    """Return her yes or no by what it is about, or None where the message is something else.

    `{}` is her word that everything goes on as before.
    """
    said = ASKS_KINDLY.sub("", plain(text)).strip()
    if AS_BEFORE.fullmatch("".join(clauses(said))):
        return {}
    if not said or QUESTION.search(said):
        return None
    parts = [_parts(clause) for clause in clauses(said)]
    if not all(part is not None for part in parts):
        return None
    heard = _Heard(today)
    for part in parts:
        heard.listen(part or [])
    is_ours = bool(ABOUT_MESSAGES.search(said))
    if "call" in heard.said:
        is_ours = bool((MAY_CALL_AGAIN if heard.said["call"] else CALLING).search(said))
    return heard.wishes() if is_ours else None


def _parts(clause: str) -> list[Match[str]] | None:
    """Take a clause apart; None where a word of it belongs to something else."""
    found, at = [], 0
    while at < len(clause):
        match = PART.match(clause, at)
        if match is None:
            return None
        found.append(match)
        at = match.end()
    return found


@dataclass
class _Heard:
    """What was said so far: of two words about one thing the later one counts."""

    today: date
    said: dict[str, bool] = field(default_factory=dict)
    until: date | None = None
    pauses: bool = False
    of_hers: bool = False  # she speaks of her own orders and bookings
    only: bool = False
    rest: bool | None = None

    def listen(self, parts: Sequence[Match[str]]) -> None:
        """Hear one clause: a yes or no is said before its things, or right behind them."""
        mood: bool | None = None
        waiting: list[str] = []
        says_first = next((kind for p in parts if (kind := _kind(p)) in ("mood", "thing")), "")
        for part in parts:
            if until := end_of_pause(part, self.today):
                self.until, self.pauses = until, self.pauses or bool(part["later"])
            elif _kind(part) == "mood":
                self.only = self.only or bool(part["only"])
                mood = part["no"] is None
                if says_first == "thing":
                    self._take(waiting, wanted=mood)
                    waiting = []
            elif _kind(part) == "thing":
                waiting.append(part.lastgroup or "")
                if says_first == "mood" and mood is not None:
                    self._take(waiting, wanted=mood)
                    waiting = []
        if mood is not None:
            self._take(waiting, wanted=mood)
        self.pauses = self.pauses or (mood is False and says_first == "mood")

    def _take(self, things: Sequence[str], *, wanted: bool) -> None:
        for thing in things:
            if thing == "rest":
                self.rest = wanted
            self.of_hers = self.of_hers or thing == "service"
            self.said |= dict.fromkeys(_ABOUT.get(thing, ()), wanted)
            if thing == "service" and wanted:
                self.only = self.only or self.rest is False

    def wishes(self) -> Mapping[str, Wished] | None:
        said = dict(self.said)
        if self.only or self.rest is False:
            left = {topic: False for topic in TOPICS if topic not in said}
            said = left | said
        if said:
            return {about: Wished(yes, None if yes else self.until) for about, yes in said.items()}
        if self.until and self.pauses and not self.of_hers:
            return {ALL: Wished(False, self.until)}
        return None


def _kind(part: Match[str]) -> str:
    if part.lastgroup in ("no", "yes", "only"):
        return "mood"
    return "thing" if part.lastgroup in (*_ABOUT, "rest") else ""
