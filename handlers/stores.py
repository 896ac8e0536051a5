"""Where the stores are and when they are open."""

from datetime import date, timedelta

from bot import clock
from bot.dialogue.conversation import Talk
from bot.shop.stores.rules import Closed, StoreInfo
from bot.texts import Line, line

NEAR = 3
FORESEEN = timedelta(days=60)


def where(talk: Talk) -> None:
    """Tell every address; a sent location finds the nearest."""
    if not talk.shop.stores:
        talk.say("stores.none")
        return
    talk.say("stores.where", stores=_listed(talk, "stores.place"))


def when_open(talk: Talk) -> None:
    """Tell the hours of every store, whether it is open now, and holidays to come."""
    if not talk.shop.stores:
        talk.say("stores.none")
        return
    talk.say("stores.hours", stores=_listed(talk, "stores.open_hours"))
    today = talk.context.today
    soon = [
        _other_day(store, days)
        for store in talk.shop.stores
        for days in store.other_days
        if days.last > today and days.first <= today + FORESEEN
    ]
    if soon:
        talk.say("stores.other_days", days=soon)


def nearest(talk: Talk) -> None:
    """Tell the nearest stores to a location she sent; the location is not kept."""
    spot = talk.incoming.detail
    found = talk.shop.nearest(spot["latitude"], spot["longitude"])[:NEAR]
    if not found:
        talk.say("stores.none")
        return
    places = [
        line("stores.near", distance=_distance(km), **_facts(talk, store)) for store, km in found
    ]
    talk.say("stores.nearest", stores=places)


def _listed(talk: Talk, key: str) -> list[Line]:
    return [line(key, **_facts(talk, store)) for store in talk.shop.stores]


def _facts(talk: Talk, store: StoreInfo) -> dict[str, object]:
    here = clock.local(talk.now)
    hours = store.hours_on(here.date())
    state = line("stores.open_now" if store.is_open(here) else "stores.shut_now")
    today = line("stores.today", hours=_span(hours), state=state)
    return {
        "store": store.name,
        "address": store.address,
        "phone": store.phone,
        "directions": store.directions,
        "today": today if hours else line("stores.closed_today"),
        "usual": _usual(store),
    }


def _usual(store: StoreInfo) -> Line | str:
    """Tell both hours where the weekend has its own; today's are told anyway."""
    daily, weekend = store.hours.daily, store.hours.weekend
    if not weekend or weekend == daily:
        return ""
    return line("stores.usual", daily=_span(daily), weekend=_span(weekend))


def _other_day(store: StoreInfo, days: Closed) -> Line:
    hours = _span(days.hours) if days.hours else line("stores.closed")
    when: Line | str = _day(days.first)
    if days.last > days.first:
        when = line("stores.days", first=when, last=_day(days.last))
    return line("stores.other_day", store=store.name, when=when, why=days.why, hours=hours)


def _day(day: date) -> str:
    return f"{day.month}月{day.day}日"


def _span(hours: str) -> str:
    return hours.replace("-", "–")


def _distance(km: float) -> Line:
    if km < 1:
        return line("stores.metres", metres=max(100, round(km * 10) * 100))
    return line("stores.kilometres", km=f"{km:.1f}" if km < 10 else f"{km:,.0f}")
