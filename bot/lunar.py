"""When a birthday is kept, by the sun or by the moon.

All that is lunar comes from borax, which knows the lunar years 1900 to 2100
and agrees with the almanac of the Purple Mountain Observatory (GB/T 33661-2017).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any, Literal

from borax.calendars.lunardate import (
    LCalendars,
    LunarDate,
    TermUtils,
    TextUtils,
)

Calendar = Literal["solar", "lunar"]

FIRST_YEAR, LAST_YEAR = 1900, 2100
_FIRST_DAY, _LAST_DAY = date(1900, 1, 31), date(2101, 1, 28)


@dataclass(frozen=True)
class Birthday:
    """A day of birth; one that does not exist raises ValueError.

    For a lunar birthday `year` is the lunar year: whoever was born in January
    belongs to the year before.
    """

    calendar: Calendar
    month: int
    day: int
    leap: bool = False
    year: int | None = None

    def __post_init__(self) -> None:
        if not self._exists():
            raise ValueError(f"no such day: {self!r}")

    def _exists(self) -> bool:
        if self.calendar == "lunar":
            return is_valid_lunar(self.year, self.month, self.day, self.leap)
        return not self.leap and _is_valid_solar(self.year, self.month, self.day)

    def to_json(self) -> dict[str, Any]:
        """Return `{"calendar", "year"?, "month", "day", "leap"}`."""
        known_year = {} if self.year is None else {"year": self.year}
        day = {"month": self.month, "day": self.day, "leap": self.leap}
        return {"calendar": self.calendar, **known_year, **day}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Birthday:
        """Read what `to_json` wrote; raise ValueError for a day that does not exist."""
        return cls(
            calendar=data["calendar"],
            month=data["month"],
            day=data["day"],
            leap=data.get("leap", False),
            year=data.get("year"),
        )

    def describe(self) -> str:
        """Say the day as people do: 农历闰六月初六, 公历5月1日, 1990年农历三月初五."""
        year = "" if self.year is None else f"{self.year}年"
        if self.calendar == "solar":
            return f"公历{year}{self.month}月{self.day}日"
        return f"{year}农历{_lunar_words(self.month, self.day, self.leap)}"


def birthday_in(birthday: Birthday, year: int) -> list[date]:
    """List the days of the solar year on which the birthday is kept.

    A solar birthday has one, a lunar one none, one or two. 29 February is kept
    on the 28th of a common year, a lunar 三十 on the last day of a short month,
    a birthday in a leap month in the plain month when the year has no such leap.
    """
    if birthday.calendar == "solar":
        return [_solar_day(birthday.month, birthday.day, year)]
    lunar_years = (year,) if year == FIRST_YEAR else (year - 1, year)
    days = (_lunar_day(birthday, lunar_year) for lunar_year in lunar_years)
    return [day for day in days if day.year == year]


def next_birthday(birthday: Birthday, today: date) -> tuple[date, int]:
    """Return the next day it is kept, today included, and the year that day counts for.

    That year is the lunar one for a lunar birthday: two of them can fall in one
    solar year, but each lunar year has exactly one.
    """
    if birthday.calendar == "lunar":
        year = _lunar_date(today).year
        day = _lunar_day(birthday, year)
        return (day, year) if day >= today else (_lunar_day(birthday, year + 1), year + 1)
    day = _solar_day(birthday.month, birthday.day, today.year)
    if day < today:
        day = _solar_day(birthday.month, birthday.day, today.year + 1)
    return day, day.year


def born_on(birthday: Birthday) -> date | None:
    """Return the solar date of birth, or None when the year is not known."""
    if birthday.year is None:
        return None
    if birthday.calendar == "lunar":
        return _lunar_day(birthday, birthday.year)
    return date(birthday.year, birthday.month, birthday.day)


def age_on(birthday: Birthday, today: date) -> int | None:
    """Count full years by the solar calendar, or return None when the year is not known.

    Ages are counted by the solar calendar in law (Civil Code, article 200).
    """
    born = born_on(birthday)
    if born is None:
        return None
    still_to_come = today < _solar_day(born.month, born.day, today.year)
    return today.year - born.year - still_to_come


def lunar_text(day: date) -> str:
    """Name a solar day by the lunar calendar: 农历八月十五."""
    lunar = _lunar_date(day)
    return f"农历{_lunar_words(lunar.month, lunar.day, bool(lunar.leap))}"


def new_year_eve(year: int) -> date:
    """Return 除夕 of the solar year, the evening before the Spring Festival."""
    _check_year(year)
    first_day: date = LunarDate(year, 1, 1).to_solar_date()
    return first_day - timedelta(days=1)


def lunar_day_in(year: int, month: int, day: int) -> date | None:
    """Return a day of the lunar calendar, such as 8 and 15, in a solar year.

    Months 11 and 12 may fall into the year before or after: None where this one has none.
    """
    days = birthday_in(Birthday("lunar", month, day), year)
    return days[0] if days else None


def solar_term(name: str, year: int) -> date:
    """Return the day of a solar term (节气) such as 立冬."""
    _check_year(year)
    day: date = TermUtils.day_start_from_term(year, name)
    return day


@dataclass(frozen=True)
class KeptToday:
    """Birthdays that are kept on one day: of which calendar, told as which months and days.

    `leap` says whether those told in a leap month are meant, or in a plain one.
    """

    calendar: Calendar
    leap: bool
    told: tuple[int, ...]


def kept_on(day: date) -> list[KeptToday]:
    """Return which birthdays are kept on a day: exactly those that `birthday_in` gives for it."""
    solar = [day.month * 100 + day.day]
    if (day.month, day.day) == (2, 28) and not _is_valid_solar(day.year, 2, 29):
        solar.append(229)
    kept = [KeptToday("solar", False, tuple(solar))]
    lunar = _lunar_date(day)
    told = [lunar.month * 100 + lunar.day]
    in_leap = bool(lunar.leap)
    if lunar.day == _month_length(lunar.year, lunar.month, in_leap) == 29:
        told.append(lunar.month * 100 + 30)
    if not in_leap:
        kept.append(KeptToday("lunar", False, tuple(told)))
    if in_leap or LCalendars.leap_month(lunar.year) != lunar.month:
        kept.append(KeptToday("lunar", True, tuple(told)))
    return kept


def is_valid_lunar(year: int | None, month: int, day: int, leap: bool) -> bool:
    """Tell whether the lunar day exists: in that year, or without one in any from 1900 to 2100."""
    if year is None:
        return 1 <= day <= _longest(month, leap)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return False
    return 1 <= day <= _month_length(year, month, leap)


def _is_valid_solar(year: int | None, month: int, day: int) -> bool:
    if year is not None and year < FIRST_YEAR:
        return False
    any_leap_year = 2000
    try:
        date(any_leap_year if year is None else year, month, day)
    except ValueError:
        return False
    return True


def _solar_day(month: int, day: int, year: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:  # 29 February in a common year
        return date(year, month, day - 1)


def _lunar_day(birthday: Birthday, lunar_year: int) -> date:
    _check_year(lunar_year)
    leap = birthday.leap and LCalendars.leap_month(lunar_year) == birthday.month
    last_day = _month_length(lunar_year, birthday.month, leap)
    lunar = LunarDate(lunar_year, birthday.month, min(birthday.day, last_day), int(leap))
    kept: date = lunar.to_solar_date()
    return kept


def _lunar_date(day: date) -> Any:
    if not _FIRST_DAY <= day <= _LAST_DAY:
        raise ValueError(f"the lunar calendar is known from {_FIRST_DAY} to {_LAST_DAY}, not {day}")
    return LunarDate.from_solar(day)


def _check_year(year: int) -> None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(f"the lunar calendar is known for {FIRST_YEAR} to {LAST_YEAR}, not {year}")


@cache
def _month_length(year: int, month: int, leap: bool) -> int:
    """Return the days of a lunar month, 0 when the year has no such month."""
    lengths = {(m, bool(is_leap)): days for m, days, is_leap in LCalendars.iter_year_month(year)}
    return lengths.get((month, leap), 0)


@cache
def _longest(month: int, leap: bool) -> int:
    return max(_month_length(year, month, leap) for year in range(FIRST_YEAR, LAST_YEAR + 1))


def _lunar_words(month: int, day: int, leap: bool) -> str:
    return f"{'闰' * leap}{TextUtils.month_cn(month)}月{TextUtils.day_cn(day)}"
