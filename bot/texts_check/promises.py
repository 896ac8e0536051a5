"""What a text tells her to tap or say must be understood when she does it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from bot.dialogue.answers import Context, Unclear, refuses
from bot.dialogue.conversation import Handler
from bot.dialogue.flow import NEEDED, Ask, Flow
from bot.dialogue.intents import Understands, normal
from bot.dialogue.respond import LEAVES, WINS
from bot.texts import blanks
from bot.texts_check.book import Fault, Text

_TAP = re.compile(r"<<(.*?)>>")
_SAY = re.compile(r"(?:说|回)(?:一声|一句)?((?:「[^」]+」[、或和]?)+)")
_QUOTED = re.compile(r"「([^」]+)」")
# 农历 alone answers the question about a day that was named before.
_TALK = Context(today=date(2026, 11, 22), earlier="八月十五")


def promise_faults(
    texts: list[Text],
    *,
    intents: Mapping[str, Handler],
    flows: Sequence[Flow],
    understands: Understands,
) -> Iterator[Fault]:
    """Find words to tap or to say that would not be understood."""
    for text in texts:
        if text.words.count("<<") != text.words.count(">>"):
            yield text.fault("a tap is written <<words>>")
        for words in [] if text.reader == "staff" else _promised(text.words):
            understood = understands.understand(words)
            wish = understood.is_sure and understood.intent in intents
            if not (wish or normal(words) in {*WINS, *LEAVES} or _answers(text.key, words, flows)):
                yield text.fault(f"tells her to say 「{words}」, and that is not understood")


def _promised(words: str) -> list[str]:
    told = [quoted for say in _SAY.findall(words) for quoted in _QUOTED.findall(say)]
    return [each for each in _TAP.findall(words) + told if not blanks(each)]


def _answers(key: str, words: str, flows: Sequence[Flow]) -> bool:
    """Say whether the words answer the question of this text, or one of its conversation."""
    stem, _, name = key.partition(".")
    mine = [flow for flow in flows if flow.name == stem] or flows
    asks = [ask for flow in mine for ask in flow.asks()]
    slot = [ask for ask in asks if name in (f"ask_{ask.name}", f"again_{ask.name}")]
    return any(_is_answer(ask, words) for ask in slot or asks if not ask.loose)


def _is_answer(ask: Ask, words: str) -> bool:
    if ask.if_refused is not NEEDED and refuses(words):
        return True
    try:
        ask.parser(words, _TALK)
    except Unclear:
        return False
    return True
