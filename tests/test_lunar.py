"""When a birthday is kept. Lunar dates are those of the almanac (GB/T 33661-2017)."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.dialogue.answers import Context, birthday
from bot.lunar import (
    Birthday,
    age_on,
    birthday_in,
    born_on,
    is_valid_lunar,
    lunar_text,
    new_year_eve,
    next_birthday,
)

MID_AUTUMN = Birthday("lunar", 8, 15)
NEW_YEARS_EVE = Birthday("lunar", 12, 30)
LEAP_JUNE = Birthday("lunar", 6, 6, leap=True)
LEAP_DAY = Birthday("solar", 2, 29)


@pytest.mark.parametrize(
    ("day", "words"),
    {
        "2024-02-10": "农历正月初一",
        "2025-01-29": "农历正月初一",
        "2025-06-25": "农历六月初一",
        "2025-07-24": "农历六月三十",
        "2025-07-25": "农历闰六月初一",
        "2025-08-22": "农历闰六月廿九",
        "2025-08-23": "农历七月初一",
        "2026-02-16": "农历腊月廿九",
        "2026-02-17": "农历正月初一",
        "2026-06-19": "农历五月初五",
        "2026-09-25": "农历八月十五",
        "2027-02-06": "农历正月初一",
        "2027-09-15": "农历八月十五",
        "2028-01-26": "农历正月初一",
        "2033-12-21": "农历冬月三十",
        "2033-12-22": "农历闰冬月初一",
        "2034-01-19": "农历闰冬月廿九",
        "2034-01-20": "农历腊月初一",
        "2034-02-19": "农历正月初一",
        "1978-09-17": "农历八月十五",
        "1978-09-02": "农历七月三十",
        "1978-09-03": "农历八月初一",
        "1954-11-25": "农历冬月初一",
        "1933-07-22": "农历闰五月三十",
        "1933-07-23": "农历六月初一",
        "1900-01-31": "农历正月初一",
        "2101-01-28": "农历腊月廿九",
    }.items(),
)
def test_a_day_has_the_lunar_name_the_almanac_gives(day: str, words: str) -> None:
    assert lunar_text(date.fromisoformat(day)) == words


@pytest.mark.parametrize("day", [date(1900, 1, 30), date(2101, 1, 29)])
def test_days_outside_the_tables_are_refused(day: date) -> None:
    with pytest.raises(ValueError, match="the lunar calendar is known from"):
        lunar_text(day)


@pytest.mark.parametrize(
    ("year", "eve"),
    [
        (2024, "2024-02-09"),
        (2025, "2025-01-28"),
        (2026, "2026-02-16"),
        (2027, "2027-02-05"),
        (2028, "2028-01-25"),
        (2030, "2030-02-02"),
    ],
)
def test_new_years_eve_is_the_last_day_of_a_short_or_a_long_month(year: int, eve: str) -> None:
    assert new_year_eve(year) == date.fromisoformat(eve)
    assert birthday_in(NEW_YEARS_EVE, year) == [date.fromisoformat(eve)]


@pytest.mark.parametrize(
    ("born", "words"),
    [
        (MID_AUTUMN, "农历八月十五"),
        (LEAP_JUNE, "农历闰六月初六"),
        (NEW_YEARS_EVE, "农历腊月三十"),
        (Birthday("lunar", 11, 1), "农历冬月初一"),
        (Birthday("lunar", 1, 20), "农历正月二十"),
        (Birthday("lunar", 3, 5, year=1990), "1990年农历三月初五"),
        (Birthday("lunar", 5, 6, leap=True, year=1990), "1990年农历闰五月初六"),
        (Birthday("solar", 5, 1), "公历5月1日"),
        (Birthday("solar", 5, 1, year=1990), "公历1990年5月1日"),
    ],
)
def test_a_birthday_is_described_as_people_say_it(born: Birthday, words: str) -> None:
    assert born.describe() == words


@pytest.mark.parametrize(
    ("born", "year", "days"),
    [
        (MID_AUTUMN, 2026, ["2026-09-25"]),
        (LEAP_DAY, 2024, ["2024-02-29"]),
        (LEAP_DAY, 2026, ["2026-02-28"]),
        (LEAP_DAY, 2100, ["2100-02-28"]),
        (LEAP_JUNE, 2025, ["2025-07-30"]),
        (LEAP_JUNE, 2026, ["2026-07-19"]),
        (Birthday("lunar", 11, 10, leap=True), 2033, ["2033-12-31"]),
        (Birthday("lunar", 6, 30, leap=True), 2025, ["2025-08-22"]),
        (Birthday("lunar", 6, 30), 2025, ["2025-07-24"]),
        (Birthday("lunar", 12, 1), 2026, ["2026-01-19"]),
        (Birthday("lunar", 12, 8), 2033, ["2033-01-08"]),
        (Birthday("lunar", 12, 8), 2034, ["2034-01-27"]),
        (Birthday("lunar", 12, 1), 2025, []),
        (Birthday("lunar", 12, 1), 2024, ["2024-01-11", "2024-12-31"]),
    ],
)
def test_a_birthday_falls_on_no_day_on_one_or_on_two(
    born: Birthday, year: int, days: list[str]
) -> None:
    assert birthday_in(born, year) == [date.fromisoformat(day) for day in days]


@pytest.mark.parametrize(
    ("born", "today", "day", "period"),
    [
        (MID_AUTUMN, "2026-09-25", "2026-09-25", 2026),
        (MID_AUTUMN, "2026-09-26", "2027-09-15", 2027),
        (NEW_YEARS_EVE, "2026-02-16", "2026-02-16", 2025),
        (NEW_YEARS_EVE, "2026-02-17", "2027-02-05", 2026),
        (Birthday("lunar", 12, 1), "2024-01-12", "2024-12-31", 2024),
        (LEAP_JUNE, "2025-07-01", "2025-07-30", 2025),
        (LEAP_DAY, "2026-02-28", "2026-02-28", 2026),
        (LEAP_DAY, "2027-03-01", "2028-02-29", 2028),
        (Birthday("solar", 1, 1), "2026-12-31", "2027-01-01", 2027),
    ],
)
def test_the_next_birthday_counts_today_and_names_its_own_year(
    born: Birthday, today: str, day: str, period: int
) -> None:
    found = next_birthday(born, date.fromisoformat(today))
    assert found == (date.fromisoformat(day), period)


def test_two_lunar_birthdays_in_one_solar_year_count_for_two_lunar_years() -> None:
    born = Birthday("lunar", 12, 1)
    first = next_birthday(born, date(2024, 1, 1))
    second = next_birthday(born, date(2024, 1, 12))
    assert first == (date(2024, 1, 11), 2023)
    assert second == (date(2024, 12, 31), 2024)


@pytest.mark.parametrize(
    ("born", "today", "age"),
    [
        (Birthday("solar", 3, 5), "2026-11-22", None),
        (Birthday("solar", 3, 5, year=1990), "2026-03-04", 35),
        (Birthday("solar", 3, 5, year=1990), "2026-03-05", 36),
        (Birthday("solar", 2, 29, year=2012), "2026-02-27", 13),
        (Birthday("solar", 2, 29, year=2012), "2026-02-28", 14),
        (Birthday("lunar", 8, 15, year=1978), "2026-09-16", 47),
        (Birthday("lunar", 8, 15, year=1978), "2026-09-17", 48),
        (Birthday("lunar", 12, 20, year=2011), "2026-01-12", 13),
        (Birthday("lunar", 12, 20, year=2011), "2026-01-13", 14),
    ],
)
def test_age_is_counted_in_full_solar_years(born: Birthday, today: str, age: int | None) -> None:
    assert age_on(born, date.fromisoformat(today)) == age


def test_someone_born_in_january_belongs_to_the_lunar_year_before() -> None:
    assert born_on(Birthday("lunar", 12, 20, year=2011)) == date(2012, 1, 13)


@pytest.mark.parametrize(
    ("year", "month", "day", "leap", "exists"),
    [
        (2025, 6, 29, True, True),
        (2025, 6, 30, True, False),
        (2026, 6, 6, True, False),
        (1990, 6, 6, True, False),
        (1990, 5, 6, True, True),
        (2033, 11, 1, True, True),
        (2033, 12, 1, True, False),
        *[(year, 12, 30, False, False) for year in range(2024, 2029)],
        (2029, 12, 30, False, True),
        (None, 12, 30, False, True),
        (None, 6, 30, True, True),
        (None, 1, 1, True, False),
        (None, 8, 31, False, False),
        (None, 13, 1, False, False),
        (None, 0, 1, False, False),
        (None, 8, 0, False, False),
        (1899, 1, 1, False, False),
        (2101, 1, 1, False, False),
    ],
)
def test_a_lunar_day_exists_or_not(
    year: int | None, month: int, day: int, leap: bool, exists: bool
) -> None:
    assert is_valid_lunar(year, month, day, leap) is exists


@pytest.mark.parametrize(
    "data",
    [
        {"calendar": "solar", "month": 2, "day": 30},
        {"calendar": "solar", "month": 2, "day": 29, "year": 1991},
        {"calendar": "solar", "month": 5, "day": 1, "leap": True},
        {"calendar": "solar", "month": 5, "day": 1, "year": 1899},
        {"calendar": "lunar", "month": 8, "day": 31},
        {"calendar": "lunar", "month": 6, "day": 6, "leap": True, "year": 1990},
    ],
)
def test_a_day_that_does_not_exist_is_no_birthday(data: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="no such day"):
        Birthday.from_json(data)


@pytest.mark.parametrize("year", [1899, 2101, 2200])
def test_years_outside_the_tables_are_refused(year: int) -> None:
    with pytest.raises(ValueError, match="known for 1900 to 2100"):
        birthday_in(MID_AUTUMN, year)


def test_a_birthday_is_stored_without_the_year_it_does_not_have() -> None:
    stored = {"calendar": "lunar", "month": 6, "day": 6, "leap": True}
    assert LEAP_JUNE.to_json() == stored
    assert Birthday.from_json(stored) == LEAP_JUNE


days = st.dates(date(1900, 1, 31), date(2100, 12, 31))


@settings(max_examples=50)
@given(days)
def test_a_lunar_birthday_is_kept_on_every_day_that_bears_its_name(day: date) -> None:
    named = birthday(lunar_text(day), Context(today=date(2100, 12, 31)))
    assert day in birthday_in(Birthday.from_json(named), day.year)


@settings(max_examples=50)
@given(days, st.dates(date(1901, 1, 1), date(2099, 12, 31)), st.booleans())
def test_the_next_birthday_is_within_thirteen_lunar_months(
    named_after: date, today: date, solar: bool
) -> None:
    born = Birthday("solar", named_after.month, named_after.day)
    if not solar:
        said = birthday(lunar_text(named_after), Context(today=date(2100, 12, 31)))
        born = Birthday.from_json(said)
    day, year = next_birthday(born, today)
    assert today <= day <= today + timedelta(days=13 * 30 + 1)
    assert day in birthday_in(born, day.year)
    assert day.year - year in {0, 1}
