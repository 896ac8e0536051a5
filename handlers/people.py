"""A person is wanted: somebody is asked, and she hears when that will be."""

from datetime import datetime, timedelta

from bot import clock
from bot.dialogue.conversation import Talk

SOON = timedelta(minutes=30)
DAYS_AHEAD = 14


def wants_a_person(talk: Talk) -> None:
    """Ask somebody, and tell the true hour."""
    _ask(talk, "human", "tasks.human", "people.human")


def complains(talk: Talk) -> None:
    """Hear a complaint at once; people take it from here, nothing else is said beside it."""
    talk.may_ride = False
    _ask(talk, "complaint", "tasks.complaint", "people.complaint")


def _ask(talk: Talk, kind: str, why: str, says: str) -> None:
    opens = _next_opening(talk)
    if opens is None:
        talk.call_people(kind, why, within=SOON)
        talk.say(says)
        return
    talk.call_people(kind, why, within=opens - talk.now + SOON)
    here, today = clock.local(opens), clock.local(talk.now).date()
    day = {0: "today", 1: "tomorrow"}.get((here.date() - today).days, "later")
    talk.say(f"{says}_{day}", day=f"{here.month}月{here.day}日", hour=f"{here:%H:%M}")


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
