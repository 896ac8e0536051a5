"""Whether a word that she did not ask for goes today: her wishes, our rest, not too much: pure.

Windows are counted in whole days of the shop, so that what goes at nine does not wait for ten.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from bot import clock
from bot.shop.stores.courtesy import Courtesy
from bot.shop.wishes.rules import Wishes, refused
from bot.texts import Line, line

if TYPE_CHECKING:
    from bot.outbox.facts import Standing, Waiting

DAY = timedelta(days=1)
WEEK, MONTH, QUARTER, YEAR = 7, 30, 90, 365
FIRST, LOW = 9, 50  # ranks up to the one come first of all, from the other on last
COUNTED = ("care", "promotion")


@dataclass(frozen=True)
class Said:
    """Something she was told unasked, by whatever door, or by people who finished a task."""

    at: datetime
    journey: str | None
    purpose: str

    @property
    def day(self) -> date:
        return clock.local(self.at).date()


@dataclass(frozen=True)
class Ahead:
    """A day of hers or of everybody on which a journey will speak, with its rank."""

    day: date
    journey: str
    rank: int


@dataclass(frozen=True)
class Heard:
    """What she was told unasked, what is known to come, and what she wishes."""

    said: tuple[Said, ...] = ()
    ahead: tuple[Ahead, ...] = ()
    wishes: Wishes = field(default_factory=dict)


@dataclass(frozen=True)
class NoRoom:
    """There is room again on a day, or never, and why not before."""

    until: date | None
    why: Line


def held_back(message: Waiting, person: Standing, now: datetime) -> NoRoom | None:
    """Return why a word that nobody waits for does not go today: her wish, our rest, too much."""
    today = clock.local(now).date()
    no = _unwished(message, person.heard.wishes, today) or _resting(message, person, today)
    if no or message.purpose not in COUNTED:
        return no
    return no_room(message, person.heard, person.house.courtesy, today)


def no_room(message: Waiting, heard: Heard, rules: Courtesy, today: date) -> NoRoom | None:
    """Return why one more word would be too much today, the longest wait of all; None if not."""
    found = [
        *_too_soon(message, heard.said, rules, today),
        *_too_much_selling(message, heard.said, rules, today),
        *_in_the_way(message, heard, rules, today),
    ]
    return max(found, key=lambda each: each.until or today, default=None)


def _unwished(message: Waiting, wishes: Wishes, today: date) -> NoRoom | None:
    wished = refused(wishes, about=(message.journey, _topic(message)), today=today)
    if wished is None:
        return None
    if wished.until is None:
        return NoRoom(None, line("reasons.not_wished"))
    return NoRoom(wished.until, line("reasons.wished_later", day=f"{wished.until:%m-%d}"))


def _topic(message: Waiting) -> str:
    return "offer" if message.purpose == "promotion" else message.manner.topic


def _resting(message: Waiting, person: Standing, today: date) -> NoRoom | None:
    """While the shop rests it says nothing but the holiday's own wish."""
    care = person.house.care
    rest = care.resting(today)
    if rest is None or message.journey == "holiday":
        return None
    return NoRoom(care.opens_again(today), line("reasons.resting", why=rest.why))


def _too_soon(message: Waiting, said: Sequence[Said], rules: Courtesy, today: date) -> list[NoRoom]:
    own = sorted(each.day for each in said if message.journey and each.journey == message.journey)
    # what she asked to hear again comes when she said
    apart = 0 if message.caused_at else message.manner.apart_days
    found = [("journey_again", _room_again(own, today, apart, 1))]
    found += _full(message.manner.rank, _counted(said), rules, today)
    return [NoRoom(until, line(f"reasons.{why}")) for why, until in found if until]


def _full(rank: int, days: list[date], rules: Courtesy, on: date) -> list[tuple[str, date | None]]:
    """Return for each window why it is full on a day, and when it no longer is."""
    return [
        ("day_full", _room_again(days, on, 1, 1)),
        ("week_full", _room_again(days, on, WEEK, rules.week)),
        ("month_full", _room_again(days, on, MONTH, rules.month)),
        ("year_full", _room_again(days, on, YEAR, _share(rank, rules))),
    ]


def _too_much_selling(
    message: Waiting, said: Sequence[Said], rules: Courtesy, today: date
) -> list[NoRoom]:
    """Care outweighs selling: in a quarter there are never more offers than words of care."""
    if message.purpose != "promotion":
        return []
    offers = sorted(each.day for each in said if each.purpose == "promotion")
    cares = [each for each in said if each.purpose != "promotion" and _near(each, today)]
    found = []
    if until := _room_again(offers, today, WEEK, rules.offers_week):
        found.append(NoRoom(until, line("reasons.offers_full")))
    if len([day for day in offers if (today - day).days < QUARTER]) >= len(cares):
        found.append(NoRoom(today + DAY, line("reasons.care_first")))
    return found


def _in_the_way(message: Waiting, heard: Heard, rules: Courtesy, today: date) -> list[NoRoom]:
    """Give way to what comes before it and is known to come: her birthday, a holiday."""
    days = _counted(heard.said)
    return [
        NoRoom(coming.day + DAY, line(f"reasons.ahead_{_called(coming)}"))
        for coming in heard.ahead
        if today <= coming.day
        and coming.rank < message.manner.rank
        and not _is_over(coming, heard, today)
        and _is_full(coming, [*days, today], rules)
        and not _is_full(coming, days, rules)
    ]


def _is_over(coming: Ahead, heard: Heard, today: date) -> bool:
    """Say whether nothing is to come of it: it was said, or she does not wish it."""
    if refused(heard.wishes, about=(coming.journey, "greeting"), today=max(today, coming.day)):
        return True
    return any(each.journey == coming.journey and each.day == coming.day for each in heard.said)


def _is_full(coming: Ahead, days: list[date], rules: Courtesy) -> bool:
    return any(until for _, until in _full(coming.rank, sorted(days), rules, coming.day))


def _called(coming: Ahead) -> str:
    return coming.journey if coming.journey == "birthday" else "holiday"


def _counted(said: Sequence[Said]) -> list[date]:
    return sorted(each.day for each in said if each.purpose in COUNTED)


def _near(said: Said, today: date) -> bool:
    return (today - said.day).days < QUARTER


def _room_again(days: list[date], on: date, within: int, most: int) -> date | None:
    """Return the day from which on fewer than `most` lie `within` so many days; None if already.

    Days to come count as well: a clock that was put back makes room for nothing.
    """
    near = [day for day in days if (on - day).days < within]
    return max(near[-most] + timedelta(days=within), on + DAY) if len(near) >= most else None


def _share(rank: int, rules: Courtesy) -> int:
    """Return how many of a year's words this rank may use up."""
    if rank <= FIRST:
        return rules.year
    return rules.year - (rules.kept_low if rank >= LOW else rules.kept)
