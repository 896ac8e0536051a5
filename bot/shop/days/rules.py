"""A shop with what its days have of their own, and which price is hardly meant: pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from bot.shop.days.models import GoldPrice, OtherHours, RainyDay
from bot.shop.stores.parts import span
from bot.shop.stores.rules import Closed, Rain, Shop, StoreInfo

USUAL_STEP = 5  # gold hardly moves by more than a fifth in a day
_HOURS = re.compile(r"[0-9]{2}:[0-9]{2}-[0-9]{2}:[0-9]{2}")


@dataclass(frozen=True)
class Days:
    """What was said of yesterday, today and the days to come; the price is that of today."""

    rain: Sequence[RainyDay] = ()
    gold: GoldPrice | None = None
    hours: Sequence[OtherHours] = ()


def with_days(shop: Shop, days: Days) -> Shop:
    """Return the shop as these days are: what was said of one goes before the shop's file."""
    today = shop.today
    if days.gold:
        price = {"gold_price": Decimal(days.gold.fen) / 100, "gold_price_on": days.gold.day}
        today = today.model_copy(update=price)
    rain = tuple(Rain(store=each.store, since=each.since, until=each.until) for each in days.rain)
    today = today.model_copy(update={"rain": rain})
    stores = tuple(_with_hours(store, days.hours) for store in shop.stores)
    return shop.model_copy(update={"today": today, "stores": stores})


def is_far_off(fen: int, before: int | None) -> bool:
    """Say whether a price is so far from the last one that it was hardly meant."""
    return before is not None and abs(fen - before) * USUAL_STEP > before


def hours_of(opens: str, closes: str) -> str | None:
    """Return hours as the shop's file has them; None where nobody can keep them."""
    hours = f"{opens}-{closes}"
    if not _HOURS.fullmatch(hours):
        return None
    try:
        span(hours)
    except ValueError:
        return None
    return hours


def _with_hours(store: StoreInfo, others: Sequence[OtherHours]) -> StoreInfo:
    mine = tuple(
        Closed(first=each.day, last=each.day, hours=each.hours, why=each.why)
        for each in others
        if each.store == store.name
    )
    return store.model_copy(update={"other_days": (*mine, *store.other_days)}) if mine else store
