"""Which times are free and which of them to offer, and when to remind her: pure."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby

from bot import clock
from bot.shop.stores.rules import Shop
from bot.shop.stores.services import QUARTER, Service

OFFERED = 3
REMINDED_AT, REMINDED_UNTIL = time(12), time(20)
JUST_BOOKED = timedelta(hours=6)  # who has booked since then needs no reminder yet
_PARTS = {
    "night": (time(0), time(6)),
    "morning": (time(6), time(12)),
    "noon": (time(11), time(14)),
    "afternoon": (time(12), time(18)),
    "evening": (time(17), time(23, 59)),
}


@dataclass(frozen=True, order=True)
class FreeTime:
    """A time that one specialist has left for a service."""

    starts: datetime
    store: str
    specialist: str


@dataclass(frozen=True)
class Search:
    """What a time is looked for: which service, where; `besides` is a visit that would move."""

    service: Service
    stores: tuple[str, ...]
    besides: int | None = None


@dataclass(frozen=True)
class Wanted:
    """The days on which she would come, and the hour or the part of the day where she says it."""

    first: date
    last: date
    hour: time | None = None
    part: str | None = None

    def fits(self, free: FreeTime) -> bool:
        """Say whether a free time lies in the part of the day she wants."""
        begins, ends = _PARTS[self.part] if self.part else (time.min, time.max)
        return begins <= clock.local(free.starts).time() < ends


def quarters(starts: datetime, minutes: int) -> list[datetime]:
    """Return the quarters of an hour that a visit takes."""
    return [starts + timedelta(minutes=passed) for passed in range(0, minutes, QUARTER)]


def free_on(
    shop: Shop,
    search: Search,
    day: date,
    *,
    taken: Collection[tuple[str, datetime]],
    earliest: datetime,
) -> list[FreeTime]:
    """Return the free times of one day, earliest first.

    `taken` holds specialists with the quarters that are theirs no more. A time that several could
    give is given by who stands first in the shop's file.
    """
    found: dict[tuple[datetime, str], FreeTime] = {}
    for free in _all_times(shop, search, day):
        if free.starts < earliest:
            continue
        needed = quarters(free.starts, search.service.minutes)
        if not any((free.specialist, each) in taken for each in needed):
            found.setdefault((free.starts, free.store), free)
    return sorted(found.values())


def to_offer(free: Sequence[FreeTime], wanted: Wanted) -> list[FreeTime]:
    """Return at most three of the times: the nearest to her hour, else spread over them."""
    fitting = [each for each in free if wanted.fits(each)] or list(free)
    if wanted.hour is None:
        return _spread(fitting)
    hour = wanted.hour
    nearest = sorted(fitting, key=lambda each: (_minutes_between(each, hour), each))
    return sorted(nearest[:OFFERED])


def first_of_each_day(free: Iterable[FreeTime]) -> list[FreeTime]:
    """Return the earliest time of each of the next days: for who leaves it to us."""
    days = groupby(free, key=lambda each: clock.local(each.starts).date())
    return [next(times) for _, times in days][:OFFERED]


def remind_when(starts: datetime, now: datetime) -> tuple[datetime, datetime] | None:
    """Return from when to when to remind her, on the day before; None where she has just booked."""
    eve = clock.local(starts).date() - timedelta(days=1)
    due = clock.at(eve, REMINDED_AT)
    return (due, clock.at(eve, REMINDED_UNTIL)) if due >= now + JUST_BOOKED else None


def still_fits(shop: Shop, service: str, booked: FreeTime, ends: datetime) -> bool:
    """Say whether a booked time is one that its specialist would still be there for."""
    store, day = shop.store(booked.store), clock.local(booked.starts).date()
    if store is None:
        return False
    hers = [each for each in shop.specialists if each.name == booked.specialist]
    there = [each for each in hers if each.store == store.name and service in each.skills]
    hours = there[0].hours_on(day, store.hours_on(day)) if there else None
    if hours is None:
        return False
    return clock.at(day, hours[0]) <= booked.starts and ends <= clock.at(day, hours[1])


def _all_times(shop: Shop, search: Search, day: date) -> Iterator[FreeTime]:
    """Walk through all times that the shop's hours allow, specialist by specialist."""
    length = timedelta(minutes=search.service.minutes)
    step = timedelta(minutes=shop.booking.every_minutes)
    for each in shop.specialists:
        store = shop.store(each.store)
        gives = search.service.word in each.skills and each.store in search.stores
        if store is None or not gives:
            continue
        hours = each.hours_on(day, store.hours_on(day))
        if hours is None:
            continue
        starts, ends = clock.at(day, hours[0]), clock.at(day, hours[1])
        while starts + length <= ends:
            yield FreeTime(starts, each.store, each.name)
            starts += step


def _spread(free: list[FreeTime]) -> list[FreeTime]:
    """Return times of up to three days, well apart and none at the very edge of a day."""
    days = groupby(free, key=lambda each: clock.local(each.starts).date())
    by_day = [list(times) for _, times in days][:OFFERED]
    return [
        free
        for number, times in enumerate(by_day)
        for free in _apart(times, len(range(number, OFFERED, len(by_day))))
    ]


def _apart(times: list[FreeTime], count: int) -> list[FreeTime]:
    if len(times) <= count:
        return times
    return [times[len(times) * (2 * place + 1) // (2 * count)] for place in range(count)]


def _minutes_between(free: FreeTime, hour: time) -> int:
    here = clock.local(free.starts)
    return abs((here.hour - hour.hour) * 60 + here.minute - hour.minute)
