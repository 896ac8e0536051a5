"""How a flow hears a message and goes on: pure, on the answers it holds."""

import re
from dataclasses import dataclass, replace

from bot.dialogue.answers import Context, Unclear, refuses
from bot.dialogue.flow import NEEDED, Answers, Aside, Ask, Do, Flow

_WRONG = re.compile(r"错|不对|不是|改|换|应该是|更正")


@dataclass(frozen=True)
class Filled:
    """The message answered something: the answers as they stand now."""

    answers: Answers


@dataclass(frozen=True)
class Corrected:
    """An earlier answer was wrong: the answers with it replaced, or without it."""

    answers: Answers


@dataclass(frozen=True)
class Remark:
    """The message was a remark that has its own answer; the question stays open."""

    aside: Aside


@dataclass(frozen=True)
class NotClear:
    """The message tried to answer, and can't be read; `key` says how to ask again."""

    key: str


Heard = Filled | Corrected | Remark | NotClear


def hear(flow: Flow, answers: Answers, asked: str | None, text: str, context: Context) -> Heard:
    """Read a message as the answer to what was asked, or as a correction of what was said."""
    ask = flow[asked] if asked and asked in flow else None
    corrected = _correction(flow, answers, text, context)
    if corrected is not None:
        return Corrected(corrected | spot_all(flow, corrected, text, context))
    if not isinstance(ask, Ask):
        return NotClear("answers.unclear")
    for aside in ask.asides:
        if aside.matches(text):
            return Remark(aside)
    if ask.if_refused is not NEEDED and refuses(text):
        return Filled(answers | {ask.name: ask.if_refused})
    return _answer(flow, answers, ask, text, context)


def spot_all(flow: Flow, answers: Answers, text: str, context: Context) -> Answers:
    """Return what the message says of questions that are still open, without guessing."""
    found: Answers = {}
    for ask in flow.asks():
        if ask.name not in answers and ask.spot:
            value = ask.spot(text, _offering(ask, answers, context))
            if value is not None:
                found[ask.name] = value
    return found


def _answer(flow: Flow, answers: Answers, ask: Ask, text: str, context: Context) -> Heard:
    found = spot_all(flow, answers, text, context)
    if ask.name in found:
        return Filled(answers | found)
    try:
        value = ask.parser(text, _offering(ask, answers, context))
    except Unclear as unclear:
        return Filled(answers | found) if found else NotClear(f"answers.{unclear.key}")
    return Filled(answers | found | {ask.name: value})


def _correction(flow: Flow, answers: Answers, text: str, context: Context) -> Answers | None:
    """Return the answers with one replaced or emptied, where she says that one was wrong."""
    if not _WRONG.search(text):
        return None
    for ask in flow.asks():
        if ask.name not in answers or _is_used(flow, ask, answers):
            continue
        value = ask.spot(text, _offering(ask, answers, context)) if ask.spot else None
        if value is not None and value != answers[ask.name]:
            return answers | {ask.name: value}
        if any(word in text for word in ask.called):
            return {name: kept for name, kept in answers.items() if name != ask.name}
    return None


def _offering(ask: Ask, answers: Answers, context: Context) -> Context:
    """Tell a parser what she was offered, where she was."""
    return replace(context, offered=answers.get(ask.offered, ())) if ask.offered else context


def _is_used(flow: Flow, ask: Ask, answers: Answers) -> bool:
    """Say whether an action has already worked with this answer: then it is changed elsewhere."""
    return any(
        isinstance(step, Do) and ask.name in step.needs and step.name in answers
        for step in flow.steps
    )
