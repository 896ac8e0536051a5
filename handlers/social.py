"""Short social words, and what is said when nothing was understood."""

from datetime import time

from bot import clock
from bot.dialogue.conversation import Talk
from bot.dialogue.intents import HALF_SURE
from bot.texts import Line, line

LIKELY = 3
_FIRST_HELP = ("points", "member_code", "store_location")
_FIRST_HELP_NEW = ("register", "store_location", "opening_hours")


def greet(talk: Talk) -> None:
    """Greet by the time of day and offer what helps most."""
    hour = clock.local(talk.now).time()
    part = "morning" if hour < time(11) else "noon" if hour < time(14) else "afternoon"
    part = "evening" if hour >= time(18) or hour < time(5) else part
    talk.say(f"social.{part}", offers=_taps(talk, _first_help(talk)))


def is_thanked(talk: Talk) -> None:
    talk.say("social.welcome")


def says_goodbye(talk: Talk) -> None:
    talk.say("social.goodbye")


def hears_yes(talk: Talk) -> None:
    """A yes to nothing that was asked."""
    talk.say("social.yes", offers=_taps(talk, _first_help(talk)))


def hears_no(talk: Talk) -> None:
    talk.say("social.no")


def did_not_understand(talk: Talk) -> None:
    """Offer the likeliest things and a person."""
    understood = talk.understood
    guesses = (understood.intent, *understood.also) if understood else ()
    if understood and understood.intent != "other" and understood.confidence >= HALF_SURE:
        talk.say("social.half_sure", offers=_taps(talk, guesses))
        return
    talk.say("social.other", offers=_taps(talk, (*guesses, *_first_help(talk))))


def is_stuck(talk: Talk) -> None:
    """Twice not understood: a person is asked, and she is told so."""
    talk.call_people("stuck", "tasks.stuck")
    talk.say("social.stuck")


def _first_help(talk: Talk) -> tuple[str, ...]:
    return _FIRST_HELP if talk.is_member else _FIRST_HELP_NEW


def _taps(talk: Talk, intents: tuple[str, ...]) -> list[Line]:
    """Return at most three things to tap, in the words that bring them."""
    keys = [f"taps.{intent}" for intent in dict.fromkeys(intents)]
    return [line(key) for key in keys if key in talk.texts][:LIKELY]
