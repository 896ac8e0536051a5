"""What can be booked: services, who gives them at which store, and how far ahead."""

from collections.abc import Collection, Sequence
from datetime import date, time

from pydantic import Field, field_validator

from bot.shop.stores.parts import Key, Part, Word, span

QUARTER = 15  # minutes: everything that is booked lasts whole quarters of an hour
EVERY_DAY = (1, 2, 3, 4, 5, 6, 7)


class BookingRules(Part):
    """When times begin, how far ahead and how shortly before they may be booked."""

    every_minutes: int = Field(30, ge=QUARTER, le=240, multiple_of=QUARTER)
    days_ahead: int = Field(60, ge=1, le=365)
    notice_minutes: int = Field(60, ge=0, le=7 * 24 * 60)
    at_most: int = Field(3, ge=1, le=20)


class Service(Part):
    """Something she comes for, or is visited for, at a time of her own.

    `called` are the words by which customers name it; `bring` is said with the booking.
    """

    word: Key
    name: Word
    called: tuple[Word, ...] = ()
    minutes: int = Field(ge=QUARTER, le=480, multiple_of=QUARTER)
    at_home: bool = False
    bring: str = Field("", max_length=100)


class Away(Part):
    """Days on which a specialist is not there, from the first to the last."""

    first: date
    last: date


class Specialist(Part):
    """Somebody who gives services at one store, to one customer at a time.

    `days` are days of the week, Monday is 1; without `hours` she is there while the store is open;
    `login` is her own, so that her visits become her tasks.
    """

    name: Word
    store: Word
    skills: tuple[str, ...] = Field(min_length=1)
    days: tuple[int, ...] = EVERY_DAY
    hours: str = ""
    away: tuple[Away, ...] = ()
    login: Word | None = None

    @field_validator("days")
    @classmethod
    def _are_days_of_the_week(cls, days: tuple[int, ...]) -> tuple[int, ...]:
        if not set(days) <= set(EVERY_DAY):
            raise ValueError("days of the week are 1 (Monday) to 7 (Sunday)")
        return days

    @field_validator("hours")
    @classmethod
    def _is_a_span(cls, hours: str) -> str:
        if hours:
            span(hours)
        return hours

    def hours_on(self, day: date, store_hours: str) -> tuple[time, time] | None:
        """Return from when to when she is there on a day; None where she or the store is not."""
        is_away = any(days.first <= day <= days.last for days in self.away)
        if not store_hours or is_away or day.isoweekday() not in self.days:
            return None
        opens, closes = span(store_hours)
        begins, ends = span(self.hours) if self.hours else (opens, closes)
        begins, ends = max(begins, opens), min(ends, closes)
        return (begins, ends) if begins < ends else None


def check_services(
    services: Sequence[Service], specialists: Sequence[Specialist], stores: Collection[str]
) -> None:
    """Raise ValueError where something can be booked that nobody gives, or is given by nobody."""
    words = {service.word for service in services}
    if len(words) != len(services):
        raise ValueError("two services have one word")
    if len({each.name for each in specialists}) != len(specialists):
        raise ValueError("two specialists have one name: a slot is hers alone")
    for each in specialists:
        if each.store not in stores:
            raise ValueError(f"{each.name} works in {each.store}, which is no store")
        if unknown := set(each.skills) - words:
            raise ValueError(f"{each.name} can {', '.join(sorted(unknown))}, which is no service")
    if missing := words - {skill for each in specialists for skill in each.skills}:
        raise ValueError(f"nobody gives {', '.join(sorted(missing))}")
