"""A person is wanted: somebody is asked, and she hears when that will be."""

from collections.abc import Collection
from datetime import datetime, timedelta

from bot import clock
from bot.dialogue.conversation import Talk
from bot.shop.tasks.actions import hear_more
from bot.texts import Line, line

SOON = timedelta(minutes=30)
DAYS_AHEAD = 14
# While one of these is open, what she goes on to say belongs to it, for a day.
AWAITED = (
    *("complaint", "human", "stuck", "picture", "video", "question", "order", "invoice", "return"),
    *("repair", "redeem", "coupon", "referral", "appointment", "survey"),
)
AWAITED_FOR = timedelta(days=1)


def wants_a_person(talk: Talk) -> None:
    """Ask somebody, and tell the true hour; asked again, say that people know."""
    talk.hush()
    if is_awaited(talk, ("human", "stuck")):
        talk.say("people.known")
    else:
        talk.say("people.human", when=_call(talk, "human", "tasks.human"))


def complains(talk: Talk) -> None:
    """Hear a complaint at once; people take it from here, and she hears no phrase twice."""
    talk.hush()
    if is_awaited(talk, ("complaint",)):
        talk.say("people.noted")
    else:
        talk.say("people.complaint", when=_call(talk, "complaint", "tasks.complaint"))


def is_stuck(talk: Talk) -> None:
    """Twice not understood: a person is asked, and she is told so."""
    talk.say("people.stuck", when=_call(talk, "stuck", "tasks.stuck"))


def ask_somebody(talk: Talk, kind: str, why: str, says: str) -> None:
    """Ask people in a matter of theirs: say the subject's own words, and when they answer."""
    when = _call(talk, kind, why)
    talk.say(says)
    talk.say("people.will_answer", when=when)


def is_awaited(talk: Talk, kinds: Collection[str] = AWAITED) -> bool:
    """Say whether people were asked to see to her already; what she says now is added for them."""
    since = talk.now - AWAITED_FOR
    return hear_more(talk.db, talk.person.id, talk.words, kinds=kinds, since=since)


def _call(talk: Talk, kind: str, why: str) -> Line:
    """Ask somebody; return when she hears of them, in words."""
    opens = _next_opening(talk)
    if opens is None:
        talk.call_people(kind, why, within=SOON)
        return line("people.soon")
    talk.call_people(kind, why, within=opens - talk.now + SOON)
    here, today = clock.local(opens), clock.local(talk.now).date()
    keys = {0: "people.today", 1: "people.tomorrow"}
    key = keys.get((here.date() - today).days, "people.later")
    return line(key, day=f"{here.month}月{here.day}日", hour=f"{here:%H:%M}")


def _next_opening(talk: Talk) -> datetime | None:
    """Return None while a store is open, else when the first one opens."""
    here = clock.local(talk.now)
    stores = talk.shop.stores
    if any(store.is_open(here) for store in stores):
        return None
    for ahead in range(DAYS_AHEAD):
        day = here.date() + timedelta(days=ahead)
        opens = [clock.at(day, hour) for store in stores if (hour := store.opens_on(day))]
        later = [moment for moment in opens if moment > talk.now]
        if later:
            return min(later)
    return None
