"""A person is wanted: somebody is asked, and she hears when that will be."""

from datetime import datetime, timedelta
from typing import NamedTuple

from bot import clock
from bot.dialogue.conversation import Talk

SOON = timedelta(minutes=30)
DAYS_AHEAD = 14


class When(NamedTuple):
    """What she hears while a store is open, or by the day on which one opens."""

    now: str
    today: str
    tomorrow: str
    later: str


_HUMAN = When("people.human", "people.human_today", "people.human_tomorrow", "people.human_later")
_COMPLAINT = When(
    "people.complaint",
    "people.complaint_today",
    "people.complaint_tomorrow",
    "people.complaint_later",
)


def wants_a_person(talk: Talk) -> None:
    """Ask somebody, and tell the true hour."""
    _ask(talk, "human", "tasks.human", _HUMAN)


def complains(talk: Talk) -> None:
    """Hear a complaint at once; people take it from here, nothing else is said beside it."""
    talk.may_ride = False
    _ask(talk, "complaint", "tasks.complaint", _COMPLAINT)


def _ask(talk: Talk, kind: str, why: str, says: When) -> None:
    opens = _next_opening(talk)
    if opens is None:
        talk.call_people(kind, why, within=SOON)
        talk.say(says.now)
        return
    talk.call_people(kind, why, within=opens - talk.now + SOON)
    here, today = clock.local(opens), clock.local(talk.now).date()
    key = {0: says.today, 1: says.tomorrow}.get((here.date() - today).days, says.later)
    talk.say(key, day=f"{here.month}月{here.day}日", hour=f"{here:%H:%M}")


def _next_opening(talk: Talk) -> datetime | None:
    """Return None while a store is open, else when the first one opens."""
    here = clock.local(talk.now)
    stores = talk.shop.stores
    if not stores or any(store.is_open(here) for store in stores):
        return None
    for ahead in range(DAYS_AHEAD):
        day = here.date() + timedelta(days=ahead)
        hours = [store.hours_on(day) for store in stores if store.hours_on(day)]
        opens = [clock.at(day, datetime.strptime(h[:5], "%H:%M").time()) for h in hours]  # noqa: DTZ007
        later = [moment for moment in opens if moment > talk.now]
        if later:
            return min(later)
    return None
