"""Business hours: when a span of open hours has passed, which day people work for: pure."""

from datetime import date, datetime, timedelta

from bot import clock
from bot.shop.stores.parts import span
from bot.shop.stores.rules import StoreInfo

LONGEST_CLOSED = 60  # days; who is closed for longer counts every hour
BEFORE_CLOSING = timedelta(minutes=10)  # then one looks at tomorrow
_USUAL = "10:00-21:00"  # of a store that the file does not know


def open_time(store: StoreInfo | None, start: datetime, lasts: timedelta) -> datetime:
    """Return the moment when the store has been open for `lasts` since `start`."""
    left, day = lasts, clock.local(start).date()
    for ahead in range(LONGEST_CLOSED):
        opened = _opened(store, day + timedelta(days=ahead), start)
        if opened is None:
            continue
        begins, ends = opened
        if begins + left <= ends:
            return begins + left
        left -= ends - begins
    return start + lasts


def day_to_work_for(store: StoreInfo | None, now: datetime) -> date:
    """Return today until shortly before the store closes, then the next day on which it opens."""
    today = clock.local(now).date()
    for ahead in range(LONGEST_CLOSED):
        day = today + timedelta(days=ahead)
        hours = store.hours_on(day) if store else _USUAL
        if hours and now < clock.at(day, span(hours)[1]) - BEFORE_CLOSING:
            return day
    return today


def _opened(
    store: StoreInfo | None, day: date, start: datetime
) -> tuple[datetime, datetime] | None:
    """Return from when to when the store is open on a day, after `start`."""
    hours = store.hours_on(day) if store else _USUAL
    if not hours:
        return None
    opens, closes = span(hours)
    begins, ends = max(clock.at(day, opens), start), clock.at(day, closes)
    return (begins, ends) if begins < ends else None
