"""Short social words, and what is said when nothing was understood."""

from datetime import time

from bot import clock
from bot.dialogue.answers import spot_name, spot_phone
from bot.dialogue.conversation import Talk
from bot.dialogue.intents import HALF_SURE, Understanding, is_wordless
from bot.shop.complaints.queries import who_complains
from bot.texts import Line, line
from handlers.appointment import names_service, wants_a_visit
from handlers.coupons import asks_of_coupon
from handlers.gift_wishes import asks_of_gift, gives_gift_back, takes_gift
from handlers.invitations import puts_invitation_off
from handlers.people import is_awaited, is_stuck
from handlers.referral import asks_of_friends, was_brought

LIKELY = 3
# Subjects that know their own words where nothing was understood; the first that takes it counts.
_TAKERS = (
    *(wants_a_visit, was_brought, asks_of_friends, asks_of_coupon, asks_of_gift, takes_gift),
    names_service,
)
MISSES = 2
_PARTS_OF_THE_DAY = (
    (time(5), "social.evening"),
    (time(11), "social.morning"),
    (time(14), "social.noon"),
    (time(18), "social.afternoon"),
)
_FIRST_HELP = ("points", "member_code", "store_location")
_FIRST_HELP_NEW = ("register", "store_location", "opening_hours")


def greet(talk: Talk) -> None:
    """Greet by the time of day and offer what helps most; in an open talk just be there."""
    if talk.conversation.flow:
        talk.say("social.here")
        return
    hour = clock.local(talk.now).time()
    key = next((key for until, key in _PARTS_OF_THE_DAY if hour < until), "social.evening")
    talk.say(key, offers=_taps(talk, _first_help(talk)))


def is_thanked(talk: Talk) -> None:
    talk.say("social.welcome")


def says_goodbye(talk: Talk) -> None:
    talk.say("social.goodbye")


def hears_yes(talk: Talk) -> None:
    """A yes to nothing that was asked."""
    talk.say("social.yes", offers=_taps(talk, _first_help(talk)))


def puts_it_off(talk: Talk) -> None:
    """Let be what she was invited to: nothing is cancelled, and nothing is asked."""
    if puts_invitation_off(talk):
        return
    talk.say("social.later")


def hears_no(talk: Talk) -> None:
    if not gives_gift_back(talk):
        talk.say("social.no")


def smile(talk: Talk) -> None:
    """Answer a sticker, or faces without words."""
    talk.say("social.smile")


def did_not_understand(talk: Talk) -> None:
    """Take what can be taken: faces, words for people, a name with a phone; else offer help."""
    said = talk.incoming.text
    if is_wordless(said):
        smile(talk)
    elif any(takes(talk) for takes in _TAKERS):
        return
    elif is_awaited(talk):
        talk.hush()
        talk.say("people.noted")
    elif not talk.is_member and spot_name(said, talk.context) and spot_phone(said, talk.context):
        talk.start("register")
    else:
        _offer_help(talk, talk.understood)


def _offer_help(talk: Talk, understood: Understanding | None) -> None:
    """Offer the likeliest things and a person; who was not understood twice gets a person."""
    here = talk.conversation
    if here.flow is None:
        here.misses += 1
        if here.misses >= MISSES:
            here.misses = 0
            is_stuck(talk)
            return
    guesses = _guesses(understood) if understood else ()
    half_sure = _taps(talk, guesses)
    if half_sure and understood and understood.confidence >= HALF_SURE:
        talk.say("social.half_sure", offers=half_sure)
        return
    talk.say("social.other", offers=_taps(talk, (*guesses, *_first_help(talk))))


def _guesses(understood: Understanding) -> tuple[str, ...]:
    """Return what to offer; who does not sound like it is not asked whether she complains."""
    return tuple(
        each for each in understood.likely if each != "complaint" or understood.intent == each
    )


def _first_help(talk: Talk) -> tuple[str, ...]:
    if talk.is_member:
        return _FIRST_HELP
    # who has just complained is not asked to join
    sore = who_complains(talk.db, [talk.person.id])
    return _FIRST_HELP_NEW[1:] if sore else _FIRST_HELP_NEW


def _taps(talk: Talk, intents: tuple[str, ...]) -> list[Line]:
    """Return at most three things to tap, in the words that bring them."""
    keys = [f"taps.{intent}" for intent in dict.fromkeys(intents)]
    return [line(key) for key in keys if key in talk.texts][:LIKELY]
