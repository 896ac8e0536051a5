"""When somebody will surely be there: what is promised to who waits for a person."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from bot import clock
from bot.outbox.actions import queue
from bot.shop.people.models import Person
from bot.shop.stores.rules import Shop, StoreInfo
from bot.texts import Line, Texts, line

SOON = timedelta(minutes=30)
DAYS_AHEAD = 14


def someone_comes(shop: Shop, store: str | None, now: datetime) -> tuple[datetime, Line]:
    """Return by when she hears of somebody, and how that is said.

    Her own store counts, where she has one; else the first that opens. Who would have to hurry
    before the doors close answers the next day.
    """
    own = shop.store(store)
    stores = (own,) if own else shop.stores
    opens = _next_opening(stores, now)
    if opens is None:
        return now + SOON, line("people.soon")
    here, today = clock.local(opens), clock.local(now).date()
    keys = {0: "people.today", 1: "people.tomorrow"}
    key = keys.get((here.date() - today).days, "people.later")
    said = line(key, day=f"{here.month}月{here.day}日", hour=f"{here:%H:%M}")
    return opens + SOON, said


def promise_anew(db: Session, person: Person, texts: Texts, shop: Shop, *, once: str) -> datetime:
    """Tell who was left alone, once, when somebody comes now; return by when."""
    due, when = someone_comes(shop, person.store, clock.now())
    words = {"words": texts.render(line("people.left_alone", when=when))}
    queue(
        db,
        person.id,
        "common.words",
        words,
        kind="reply",
        purpose="reply",
        dedupe=once,
        not_after=due,
    )
    return due


def _next_opening(stores: tuple[StoreInfo, ...], now: datetime) -> datetime | None:
    """Return None while a store is open for long enough, else when the first one opens."""
    here, then = clock.local(now), clock.local(now + SOON)
    if any(store.is_open(here) and store.is_open(then) for store in stores):
        return None
    for ahead in range(DAYS_AHEAD):
        day = here.date() + timedelta(days=ahead)
        opens = [clock.at(day, hour) for store in stores if (hour := store.opens_on(day))]
        later = [moment for moment in opens if moment > now]
        if later:
            return min(later)
    return None
