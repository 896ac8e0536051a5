"""What a message wants: jieba words and phrases from `content/intents.toml`, weighed.

This is the seam: whatever understands better only has to offer `understand`.
"""

import logging
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol

from bot.dialogue.answers.spelling import simplified
from bot.texts import CONTENT, read_toml

SURE = 0.75
HALF_SURE = 0.45
_PHRASE = 0.9
_WORD = 0.5
_EXACT = 0.98
_NEGATIONS = ("不是", "不用", "不要", "没有", "别", "不想", "不")
_WANTS = "要想再去"
_IGNORED = frozenset(" \t\n，。！？、,.!?~～…;；:：\"'“”‘’（）()[]【】「」『』")


@dataclass(frozen=True)
class Understanding:
    """The most important wish, how sure it is (0 to 1), and further ones, likeliest first."""

    intent: str
    confidence: float
    also: tuple[str, ...] = ()

    @property
    def is_sure(self) -> bool:
        return self.intent != "other" and self.confidence >= SURE


class Understands(Protocol):
    """Anything that says what a message wants."""

    def understand(self, text: str) -> Understanding:
        """Say what a message wants; never raises."""


@dataclass(frozen=True)
class _Taught:
    exact: frozenset[str]
    phrases: tuple[str, ...]
    words: frozenset[str]


class WordsAndPhrases:
    """Understand by what the shop has taught: whole sayings, phrases and single words."""

    def __init__(self, taught: dict[str, Any], words_file: Path) -> None:
        self._taught = {intent: _read(lesson) for intent, lesson in taught.items()}
        self._words_file = words_file
        self._under = {i: lesson["under"] for i, lesson in taught.items() if "under" in lesson}

    @classmethod
    def load(cls, folder: Path = CONTENT) -> "WordsAndPhrases":
        taught = read_toml(folder / "intents.toml")
        return cls({k: v for k, v in taught.items() if isinstance(v, dict)}, folder / "words.txt")

    def understand(self, text: str) -> Understanding:
        plain = normal(text)
        if not plain:
            return Understanding("other", 0.0)
        scores = self._scores(plain)
        ranked = sorted(scores, key=lambda intent: -scores[intent])
        if not ranked or scores[ranked[0]] < HALF_SURE:
            return Understanding("other", 1 - max(scores.values(), default=0.0), tuple(ranked[:3]))
        return Understanding(ranked[0], round(scores[ranked[0]], 3), tuple(ranked[1:4]))

    def under(self, intent: str) -> str:
        """Return the intent that a finer one is reported as."""
        return str(self._under.get(intent, intent))

    def warm_up(self) -> None:
        """Load the dictionary now (half a second), so that no customer waits for it."""
        self._tokenizer.lcut("您好")

    def _scores(self, plain: str) -> dict[str, float]:
        words = self._words(plain)
        scores: dict[str, float] = defaultdict(float)
        for intent, taught in self._taught.items():
            if plain in taught.exact:
                scores[intent] = _EXACT
                continue
            doubts = [1 - _PHRASE for phrase in taught.phrases if _stands(phrase, plain)]
            doubts += [1 - _WORD for word in taught.words & words if _stands(word, plain)]
            if doubts:
                scores[intent] = 1 - _product(doubts)
        return scores

    def _words(self, plain: str) -> set[str]:
        return {word for word in self._tokenizer.lcut(plain) if word.strip()}

    @cached_property
    def _tokenizer(self) -> Any:
        import jieba

        jieba.setLogLevel(logging.ERROR)
        tokenizer = jieba.Tokenizer()
        if self._words_file.exists():
            tokenizer.load_userdict(str(self._words_file))
        return tokenizer


def normal(text: str) -> str:
    """Return a message in one width, script and case, without punctuation around it."""
    flat = simplified(unicodedata.normalize("NFKC", text)).casefold()
    return "".join(character for character in flat if character not in _IGNORED)


def _read(lesson: dict[str, Any]) -> _Taught:
    return _Taught(
        exact=frozenset(map(normal, lesson.get("exact", ()))),
        phrases=tuple(map(normal, lesson.get("phrases", ()))),
        words=frozenset(map(normal, lesson.get("words", ()))),
    )


def _stands(phrase: str, plain: str) -> bool:
    """Say whether a phrase is in the message and not taken back before it (不是要退订)."""
    at = plain.find(phrase)
    before = plain[:at].rstrip(_WANTS) if at >= 0 else ""
    return at >= 0 and not any(before.endswith(word) for word in _NEGATIONS)


def _product(factors: Iterable[float]) -> float:
    result = 1.0
    for factor in factors:
        result *= factor
    return result
