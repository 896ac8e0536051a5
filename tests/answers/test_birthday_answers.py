"""What she may answer when asked for her birthday; today is 22 November 2026."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dialogue.answers import Context, Unclear, birthday, spot_birthday, under_age
from bot.lunar import Birthday, is_valid_lunar
from tests.answers.said_birthdays import LUNAR, SOLAR, UNCLEAR

TODAY = date(2026, 11, 22)
NOW = Context(today=TODAY)


@pytest.mark.parametrize(("said", "meant"), (SOLAR | LUNAR).items())
def test_a_birthday_is_understood_as_she_says_it(said: str, meant: str) -> None:
    assert Birthday.from_json(birthday(said, NOW)).describe() == meant


@pytest.mark.parametrize(("said", "key"), UNCLEAR.items())
def test_a_day_that_is_not_clear_is_asked_about_in_its_own_words(said: str, key: str) -> None:
    with pytest.raises(Unclear) as unclear:
        birthday(said, NOW)
    assert unclear.value.key == key


@pytest.mark.parametrize(
    ("said", "meant"),
    {
        "农历": "农历八月十五",
        "农历的": "农历八月十五",
        "阴历啦": "农历八月十五",
        "公历": "公历8月15日",
        "陽曆": "公历8月15日",
        "不是农历": "公历8月15日",
        "农历七月初一": "农历七月初一",
    }.items(),
)
def test_naming_the_calendar_is_enough_after_an_open_day(said: str, meant: str) -> None:
    asked_back = Context(today=TODAY, earlier="八月十五")
    assert Birthday.from_json(birthday(said, asked_back)).describe() == meant


def test_a_solar_day_answered_before_can_be_called_lunar() -> None:
    asked_back = Context(today=TODAY, earlier="公历八月初五")
    found = birthday("农历", asked_back)
    assert found == {"calendar": "lunar", "month": 8, "day": 5, "leap": False}


def test_a_birthday_is_stored_in_the_shape_the_contract_names() -> None:
    assert birthday("1990年3月5日", NOW) == {
        "calendar": "solar",
        "year": 1990,
        "month": 3,
        "day": 5,
        "leap": False,
    }


@pytest.mark.parametrize(
    ("said", "meant"),
    {
        "我叫王芳，生日5月1": "公历5月1日",
        "王芳 13800001111 生日1990年3月5日": "公历1990年3月5日",
        "我是农历三月初五生的，电话13800001111，我的生日别忘了": "农历三月初五",
        "生日：农历八月十五": "农历八月十五",
    }.items(),
)
def test_a_birthday_is_spotted_where_she_names_it(said: str, meant: str) -> None:
    found = spot_birthday(said, NOW)
    assert found is not None
    assert Birthday.from_json(found).describe() == meant


@pytest.mark.parametrize(
    "said",
    [
        "3月5日买的项链坏了",
        "我老公生日5月1",
        "我妈生日是农历八月十五",
        "生日有什么优惠",
        "生日是5月1号吗？",
        "生日八月十五",
        "我生日快到了",
        "5月1",
        "13800001111",
    ],
)
def test_a_day_that_may_not_be_her_birthday_is_not_spotted(said: str) -> None:
    assert spot_birthday(said, NOW) is None


@pytest.mark.parametrize(
    ("born", "age"),
    [
        (Birthday("solar", 11, 23, year=2012), "child"),
        (Birthday("solar", 11, 22, year=2012), "minor"),
        (Birthday("solar", 11, 23, year=2008), "minor"),
        (Birthday("solar", 11, 22, year=2008), None),
        (Birthday("lunar", 10, 14, year=2026), "child"),
        (Birthday("solar", 3, 5), None),
    ],
)
def test_children_and_minors_are_known_by_their_birth_year(born: Birthday, age: str | None) -> None:
    assert under_age(born, TODAY) == age


@st.composite
def birthdays(draw: st.DrawFn) -> Birthday:
    year = draw(st.none() | st.integers(1900, 2025))
    if draw(st.booleans()):
        day = draw(st.dates(date(2000, 1, 1), date(2000, 12, 31)))
        is_leap_day = (day.month, day.day) == (2, 29)
        known = None if is_leap_day else year
        return Birthday("solar", day.month, day.day, year=known)
    month, leap = draw(st.integers(1, 12)), draw(st.booleans())
    day_of_month = draw(st.integers(1, 30))
    if not is_valid_lunar(year, month, day_of_month, leap):
        return Birthday("lunar", month, min(day_of_month, 29), year=year)
    return Birthday("lunar", month, day_of_month, leap, year)


@given(birthdays())
def test_every_birthday_is_understood_as_the_shop_describes_it(born: Birthday) -> None:
    assert Birthday.from_json(birthday(born.describe(), NOW)) == born


@given(birthdays())
def test_the_year_before_the_calendar_makes_no_difference(born: Birthday) -> None:
    words = born.describe().replace("农历", "阴历").replace("公历", "阳历")
    assert Birthday.from_json(birthday(f"我是{words}的", NOW)) == born
