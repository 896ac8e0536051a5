"""Days of the calendar by sun, moon and season, as a journey's file names them."""

import re
from calendar import monthrange
from datetime import date, timedelta
from typing import Annotated

from pydantic import AfterValidator

from bot.lunar import lunar_day_in, new_year_eve, solar_term

TERMS = (
    "小寒", "大寒", "立春", "雨水", "惊蛰", "春分", "清明", "谷雨", "立夏", "小满", "芒种", "夏至",
    "小暑", "大暑", "立秋", "处暑", "白露", "秋分", "寒露", "霜降", "立冬", "小雪", "大雪", "冬至",
)  # fmt: skip
_SOLAR = re.compile(r"(\d{1,2})-(\d{1,2})")
_LUNAR = re.compile(r"lunar (\d{1,2})-(\d{1,2})")
_SUNDAY = re.compile(r"sunday (\d{1,2})-([1-4])")
EVE = "new year's eve"


def _named(told: str) -> str:
    if not (
        told == EVE
        or told in TERMS
        or any(form.fullmatch(told) for form in (_SOLAR, _LUNAR, _SUNDAY))
    ):
        raise ValueError(
            "must be a day such as 10-01, lunar 8-15, sunday 5-2 (the second of May),"
            f" {EVE} or a solar term such as 立冬"
        )
    day_in(told, 2024)  # a day that no year has is a typing error
    return told


Day = Annotated[str, AfterValidator(_named)]


def day_in(told: str, year: int) -> date | None:
    """Return on which day of a solar year it falls; None where that year has none."""
    if told == EVE:
        return new_year_eve(year)
    if told in TERMS:
        return solar_term(told, year)
    if found := _LUNAR.fullmatch(told):
        return lunar_day_in(year, int(found[1]), int(found[2]))
    if found := _SUNDAY.fullmatch(told):
        first = date(year, int(found[1]), 1)
        sunday = first + timedelta(days=(6 - first.weekday()) % 7)
        return sunday + timedelta(weeks=int(found[2]) - 1)
    month, day = told.split("-")
    return date(year, int(month), int(day))


def days_in(told: str, first: date, last: date) -> list[date]:
    """Return on which days it falls between two, both included."""
    years = range(first.year, last.year + 1)
    days = (day_in(told, year) for year in years)
    return [day for day in days if day and first <= day <= last]


def days_before(day: date, months: int) -> list[date]:
    """Return the days that are so many months before: after a long month a short one has several.

    31 January and so many months is the last day of a month that has no 31st.
    """
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    there, here = monthrange(year, month + 1)[1], monthrange(day.year, day.month)[1]
    last = there if day.day == here else min(day.day, there)
    return [date(year, month + 1, each) for each in range(day.day, last + 1)]
