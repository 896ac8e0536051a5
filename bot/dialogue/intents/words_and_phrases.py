"""Understand a message: what the shop taught decides, what was learned answers for the rest."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from bot import clock
from bot.dialogue.answers.dear_days import dear_day
from bot.dialogue.answers.emails import mail_word
from bot.dialogue.answers.putting_off import puts_off
from bot.dialogue.answers.putting_off_till import till_when
from bot.dialogue.answers.wishes import wishes
from bot.dialogue.intents.features import Features
from bot.dialogue.intents.lessons import EXACT, Lessons
from bot.dialogue.intents.spelling import TAKEN_BACK, alone, clauses, is_wordless, normal
from bot.dialogue.intents.understanding import HALF_SURE, SURE, Understanding
from bot.dialogue.intents.weights import Weights
from bot.texts import CONTENT

UNSURE = 0.25  # below, it may be anything
CERTAIN = 0.9  # how sure a part must be to count as a complaint
GUESSES = 3
CLEARLY = 3  # times likelier than praise: blame and praise share their words
_FIRST = ("complaint", "human", "unsubscribe")
_SOCIAL = ("deny", "thanks", "confirm", "goodbye", "greeting")
_PRAISED = frozenset({"complaint", "survey"})
_NO_WISH = frozenset({"other", "praise", "suggestion"})


class Wish(NamedTuple):
    """One wish, how sure it is, and what else it may have been."""

    intent: str
    confidence: float
    likely: tuple[str, ...] = ()


class WordsAndPhrases:
    """Understand by what the shop has taught and by what was learned from examples."""

    def __init__(self, lessons: Lessons, features: Features, weights: Weights) -> None:
        self._lessons, self._features, self._weights = lessons, features, weights

    @classmethod
    def load(cls, folder: Path = CONTENT) -> "WordsAndPhrases":
        return cls(Lessons.load(folder), Features.load(folder), Weights.load())

    def understand(self, text: str) -> Understanding:
        """Say what a message wants most, and what else it wants for certain."""
        if (wished := wishes(text, clock.today())) is not None:
            return Understanding("wishes" if wished else "resume_care", EXACT)
        if dear_day(text):
            return Understanding("dear_days", EXACT)
        if puts_off(text) or till_when(text, clock.today()):
            return Understanding("later", EXACT)
        if mail_word(text):
            return Understanding("profile_update", EXACT)
        if not normal(text) or (is_wordless(text) and not self._lessons.decide(text)):
            return Understanding("other", 0.0)
        parts = clauses(text)
        apart = [part for part in parts if TAKEN_BACK not in part] if len(parts) > 1 else []
        return _weighed(self._wish(parts), [self._wish([alone(part)]) for part in apart])

    def under(self, intent: str) -> str:
        """Return the intent that a finer one is reported as."""
        return self._lessons.under.get(intent, intent)

    def warm_up(self) -> None:
        """Load the dictionary now, so that no customer waits for it."""
        self._features.warm_up()

    def _wish(self, parts: Sequence[str]) -> Wish:
        """Return the likeliest wish; finer intents vote together, then among themselves."""
        if decided := self._lessons.decide("".join(parts)):
            return Wish(*decided)
        chances = self._weights.probabilities(self._features.of(parts))
        groups: dict[str, float] = defaultdict(float)
        for intent, chance in chances.items():
            groups[self.under(intent)] += chance
        ranked = sorted(groups, key=lambda group: -groups[group])
        finest = [self._finest(group, chances) for group in ranked[:GUESSES]]
        mixed = ranked[0] == "complaint" and chances["complaint"] < CLEARLY * chances["praise"]
        if mixed or groups[ranked[0]] < UNSURE:
            return Wish("other", round(max(groups["other"], UNSURE), 3), tuple(finest))
        return Wish(finest[0], round(groups[ranked[0]], 3), tuple(finest))

    def _finest(self, group: str, chances: Mapping[str, float]) -> str:
        """Return the likeliest of the intents that are reported as one."""
        return max((i for i in chances if self.under(i) == group), key=lambda i: chances[i])


def _weighed(whole: Wish, parts: Sequence[Wish]) -> Understanding:
    """Put the most important wish first: anger, a person, peace; then tasks; then courtesy.

    Courtesy in a part never hides what the whole is about.
    """
    wishes = [part for part in parts if _counts(part, whole)]
    if whole.confidence >= SURE:
        wishes.append(whole)
    wanted = sorted((w for w in wishes if w.intent not in _NO_WISH), key=_importance)
    main = wanted[0] if wanted else whole
    if main.intent in _SOCIAL and whole.intent not in _SOCIAL and whole.confidence >= HALF_SURE:
        main = whole
    also = dict.fromkeys(wish.intent for wish in wanted if wish.intent != main.intent)
    return Understanding(main.intent, main.confidence, tuple(also), whole.likely)


def _counts(part: Wish, whole: Wish) -> bool:
    """Say whether a part is a wish of its own; praise may name a fault, or be quite satisfied."""
    if whole.intent == "praise" and whole.confidence >= SURE:
        return part.confidence >= CERTAIN and part.intent not in _PRAISED
    return part.confidence >= (CERTAIN if part.intent == "complaint" else SURE)


def _importance(wish: Wish) -> int:
    """Return the place of a wish; of two tasks the one she said first comes first."""
    task = len(_FIRST)
    if wish.intent in _FIRST:
        return _FIRST.index(wish.intent)
    return task + 1 + _SOCIAL.index(wish.intent) if wish.intent in _SOCIAL else task
