"""Where the stores are and when they are open."""

from bot import clock
from bot.dialogue.conversation import Talk
from bot.shop.stores.rules import StoreInfo
from bot.texts import Line, line

NEAR = 3


def where(talk: Talk) -> None:
    """Tell every address; a sent location finds the nearest."""
    if not talk.shop.stores:
        talk.say("stores.none")
        return
    talk.say("stores.where", stores=_listed(talk, "stores.place"))


def when_open(talk: Talk) -> None:
    """Tell today's hours of every store, and whether it is open now."""
    if not talk.shop.stores:
        talk.say("stores.none")
        return
    talk.say("stores.hours", stores=_listed(talk, "stores.open_hours"))


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
    state = "open_now" if store.is_open(here) else "shut_now" if hours else "shut_today"
    return {
        "store": store.name,
        "address": store.address,
        "phone": store.phone,
        "directions": store.directions,
        "hours": hours.replace("-", "–") or line("stores.closed"),
        "state": line(f"stores.{state}"),
    }


def _distance(km: float) -> Line:
    if km < 1:
        return line("stores.metres", metres=max(100, round(km * 10) * 100))
    return line("stores.kilometres", km=f"{km:.1f}")
