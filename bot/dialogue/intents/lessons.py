"""What the shop teaches in `content/intents.toml`: whole sayings and phrases that decide."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.dialogue.intents.spelling import normal
from bot.texts import CONTENT, read_toml

EXACT = 0.98
PHRASE = 0.9
_NEGATIONS = ("不是", "不用", "不要", "没有", "别", "不想", "不")


@dataclass(frozen=True)
class Lessons:
    """Sayings and phrases with the intent they mean, and what finer intents are reported as."""

    sayings: Mapping[str, str]
    phrases: tuple[tuple[str, str], ...]
    under: Mapping[str, str]

    @classmethod
    def load(cls, folder: Path = CONTENT) -> "Lessons":
        """Read the shop's file; the longest phrase is tried first."""
        taught = read_toml(folder / "intents.toml")
        phrases = sorted(_each(taught, "phrases"), key=lambda pair: -len(pair[0]))
        under = {intent: lesson.get("under", intent) for intent, lesson in _lessons(taught)}
        return cls(dict(_each(taught, "exact")), tuple(phrases), under)

    def decide(self, said: str) -> tuple[str, float] | None:
        """Return what a message or a part of it means by the shop's own teaching, if it does."""
        plain = normal(said)
        if plain in self.sayings:
            return self.sayings[plain], EXACT
        named = (intent for phrase, intent in self.phrases if _stands(phrase, plain))
        found = next(named, None)
        return (found, PHRASE) if found else None


def _each(taught: Mapping[str, Any], way: str) -> Iterator[tuple[str, str]]:
    for intent, lesson in _lessons(taught):
        for saying in lesson.get(way, ()):
            yield normal(saying), intent


def _lessons(taught: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    return ((intent, lesson) for intent, lesson in taught.items() if isinstance(lesson, dict))


def _stands(phrase: str, plain: str) -> bool:
    """Say whether a phrase is in the message and not taken back right before it (不用退订)."""
    at = plain.find(phrase)
    before = plain[max(0, at - 3) : at] if at >= 0 else ""
    return at >= 0 and not any(before.endswith(word) for word in _NEGATIONS)
