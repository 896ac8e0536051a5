"""The lessons of `intents.toml`: known intents, and no saying taught to two of them."""

from collections.abc import Container, Iterator
from pathlib import Path
from typing import Any

from bot.dialogue.intents import normal
from bot.texts import read_toml
from bot.texts_check.book import Fault, line_of

FILE = "intents.toml"
LESSON = {"under", "exact", "phrases"}
# What `flask intent` reports; tills and measurements rely on these words.
_REPORTED = """
register points redeem complaint human unsubscribe store_location opening_hours order_status
return_exchange product_care appointment coupon member_level referral profile_update survey
greeting thanks goodbye confirm deny other
"""
REPORTED = frozenset(_REPORTED.split())


def intent_faults(folder: Path, *, handled: Container[str]) -> Iterator[Fault]:
    """Find lessons for intents nobody knows, and sayings with two meanings."""
    if not (folder / FILE).exists():
        return
    source = (folder / FILE).read_text(encoding="utf-8")
    taught: dict[str, str] = {}
    for intent, lesson in read_toml(folder / FILE).items():
        line = line_of(source, intent)
        for sentence in _lesson_faults(intent, lesson, handled):
            yield Fault(FILE, line, sentence)
        for saying in _sayings(lesson):
            other = taught.setdefault(saying, intent)
            if other != intent:
                yield Fault(FILE, line, f"{saying} is taught to {other} and {intent}: choose")


def _lesson_faults(intent: str, lesson: Any, handled: Container[str]) -> Iterator[str]:
    if not isinstance(lesson, dict):
        yield f"{intent} stands alone: a lesson is a table such as [points]"
        return
    for name in sorted(lesson.keys() - LESSON):
        yield f"[{intent}] knows no {name}: use {', '.join(sorted(LESSON))}"
    under = lesson.get("under", intent)
    if under not in REPORTED:
        yield f"[{intent}] is reported as {under}, which is none of the known intents: set under"
    if intent not in handled and under not in handled and intent not in REPORTED:
        yield f"nothing is done for [{intent}]: register it in INTENTS"


def _sayings(lesson: Any) -> set[str]:
    if not isinstance(lesson, dict):
        return set()
    return {normal(each) for kind in ("exact", "phrases") for each in lesson.get(kind, ())}
