"""Days of the calendar: what falls on which, to the edges of months, years and moons."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from bot.journeys.days import Day, day_in, days_before, days_in
from bot.lunar import Birthday, birthday_in, kept_on

NONE = 2031  # has no 25th of the eleventh moon
ANY_DAY = st.dates(date(1990, 1, 1), date(2090, 12, 31))


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        ("lunar 1-1", date(2027, 2, 6)),
        ("new year's eve", date(2027, 2, 5)),
        ("lunar 8-15", date(2027, 9, 15)),
        ("sunday 5-2", date(2027, 5, 9)),
        ("清明", date(2027, 4, 5)),
        ("立冬", date(2027, 11, 7)),
        ("10-01", date(2027, 10, 1)),
    ],
)
def test_a_named_day_falls_where_the_almanac_has_it(told: str, kept: date) -> None:
    assert day_in(told, 2027) == kept


def test_a_day_that_a_year_does_not_have_is_passed_over() -> None:
    assert day_in("lunar 11-25", NONE) is None
    kept = days_in("lunar 11-25", date(NONE - 1, 1, 1), date(NONE + 1, 12, 31))
    assert NONE not in {day.year for day in kept}


@pytest.mark.parametrize("told", ["13-01", "lunar 13-1", "easter", "sunday 5-9", "2-30", ""])
def test_a_day_that_there_is_not_is_a_typing_error(told: str) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(Day).validate_python(told)


@given(bought=ANY_DAY, months=st.integers(1, 36))
def test_what_comes_every_month_comes_exactly_once_for_each_day_it_counts_from(
    bought: date, months: int
) -> None:
    near = bought + timedelta(days=months * 30 - 8)
    hits = [d for n in range(45) if bought in days_before(d := near + timedelta(days=n), months)]
    assert len(hits) == 1


@pytest.mark.parametrize(
    ("today", "months", "counted"),
    [
        (date(2026, 4, 30), 3, [date(2026, 1, 30), date(2026, 1, 31)]),
        (date(2027, 2, 28), 3, [date(2026, 11, 28), date(2026, 11, 29), date(2026, 11, 30)]),
        (date(2026, 3, 31), 1, []),
        (date(2026, 1, 15), 3, [date(2025, 10, 15)]),
    ],
)
def test_months_after_the_end_of_a_month_is_the_end_of_a_month(
    today: date, months: int, counted: list[date]
) -> None:
    assert days_before(today, months) == counted


@given(today=ANY_DAY)
def test_whose_birthday_is_kept_today_are_those_who_keep_it_today(today: date) -> None:
    for kept in kept_on(today):
        for told in kept.told:
            month, day = divmod(told, 100)
            try:
                hers = Birthday(kept.calendar, month, day, kept.leap)
            except ValueError:
                continue  # no year has that day
            assert today in birthday_in(hers, today.year)


@pytest.mark.parametrize(
    "birthday",
    [
        Birthday("lunar", 6, 6, leap=True),
        Birthday("lunar", 12, 30),
        Birthday("lunar", 2, 30),
        Birthday("solar", 2, 29),
        Birthday("lunar", 1, 1),
    ],
)
def test_a_birthday_at_the_edge_of_the_calendar_is_found_on_each_of_its_days(
    birthday: Birthday,
) -> None:
    told = birthday.month * 100 + birthday.day
    for year in range(2020, 2036):
        for today in birthday_in(birthday, year):
            assert any(
                (kept.calendar, kept.leap) == (birthday.calendar, birthday.leap)
                and told in kept.told
                for kept in kept_on(today)
            )
