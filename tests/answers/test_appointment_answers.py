"""When she wants to come; today is Sunday, 22 November 2026."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.dialogue.answers import Context, Unclear, day, moment, spot_moment
from tests.answers import rows
from tests.answers.said_moments import IN_TWO_ANSWERS, MOMENTS, UNCLEAR

TODAY = date(2026, 11, 22)
NOW = Context(today=TODAY)
WEDNESDAY = Context(today=date(2026, 11, 25))


def heard(said: str, context: Context = NOW) -> str:
    """Return day and time as one text, or the key of the question that is asked."""
    try:
        return "{day} {time}".format(**moment(said, context))
    except Unclear as unclear:
        return unclear.key


def heard_day(said: str, context: Context = NOW) -> str:
    """Return the day, or the key of the question that is asked."""
    try:
        return day(said, context)
    except Unclear as unclear:
        return unclear.key


def test_an_appointment_is_understood_as_she_says_it() -> None:
    assert {said: heard(said) for said in MOMENTS} == MOMENTS


def test_what_is_missing_or_open_is_asked_for_in_its_own_words() -> None:
    assert {said: heard(said) for said in UNCLEAR} == UNCLEAR


@pytest.mark.parametrize(("said", "earlier", "meant"), IN_TWO_ANSWERS)
def test_the_second_answer_completes_the_first(said: str, earlier: str, meant: str) -> None:
    assert heard(said, Context(today=TODAY, earlier=earlier)) == meant


@pytest.mark.parametrize(
    ("said", "meant"),
    {
        "周三三点": "moment_today",
        "今天周三三点": "2026-11-25 15:00",
        "这周三三点": "2026-11-25 15:00",
        "下周三三点": "2026-12-02 15:00",
        "下下周三三点": "2026-12-09 15:00",
        "周四三点": "2026-11-26 15:00",
        "周一三点": "2026-11-30 15:00",
        "这周一三点": "moment_past",
        "这周末三点": "moment_weekend",
        "25号三点": "2026-11-25 15:00",
        "24号三点": "2026-12-24 15:00",
    }.items(),
)
def test_weeks_start_on_monday_in_the_middle_of_one_too(said: str, meant: str) -> None:
    assert heard(said, WEDNESDAY) == meant


@pytest.mark.parametrize(
    ("said", "meant"),
    {
        "25": "2026-11-25",
        "25号": "2026-11-25",
        "五号": "2026-12-05",
        "下周三下午三点": "2026-11-25",
        "周三三四点": "2026-11-25",
        "明天早上": "2026-11-23",
        "今天": "2026-11-22",
        "腊月二十": "2027-01-27",
        "12.5": "2026-12-05",
    }.items(),
)
def test_a_day_is_enough_where_only_the_day_is_asked(said: str, meant: str) -> None:
    assert day(said, NOW) == meant


@pytest.mark.parametrize(
    ("said", "key"),
    {
        "随便": "moment_day",
        "三点": "moment_day",
        "周末": "moment_weekend",
        "昨天": "moment_past",
        "31": "moment_no_such_day",
        "99": "moment_no_such_day",
    }.items(),
)
def test_a_day_that_is_not_clear_is_asked_for(said: str, key: str) -> None:
    assert heard_day(said) == key


COMES = rows("""
    周三下午三点  下周三下午三点。  想约周三下午三点  我周三下午三点过来
    预约周三下午三点清洗项链，可以吗  周三下午三点方便吗  我周三三点到店  25号15:00
""")
DOES_NOT_SAY = rows("""
    周三  三点  周三下午  周三下午三点开会  周三下午三点关门吗  周三下午三点的飞机
    周三下午三点到货吗
    上周三下午三点来过  周三三点或者四点过来  周三下午三点不过来了  取消周三下午三点的预约
    周三下午三点打电话给我约时间  周三还是周四三点过来  13800001111  你好  一点也没约  想约明天
""")


def test_an_appointment_is_spotted_where_she_says_day_and_hour() -> None:
    at_three = {"day": "2026-11-25", "time": "15:00"}
    assert {said: spot_moment(said, NOW) for said in COMES} == dict.fromkeys(COMES, at_three)


def test_an_appointment_is_never_guessed() -> None:
    assert [said for said in DOES_NOT_SAY if spot_moment(said, NOW)] == []


days = st.dates(date(2000, 1, 1), date(2090, 12, 31))
PIECES = """
    下 这 上 周 星期 三 日 末 天 大 后天 明 今 昨 25 号 5 月 下个 腊月 二十 除夕 11.30 前 后
"""
texts = st.lists(st.sampled_from(PIECES.split()), max_size=6).map("".join)


@settings(max_examples=150)
@given(texts, days)
def test_no_appointment_is_ever_made_for_a_day_that_is_gone(said: str, today: date) -> None:
    found = heard_day(said, Context(today))
    assert found.startswith("moment_") or found >= today.isoformat()


@settings(max_examples=60)
@given(days, st.integers(0, 364), st.integers(10, 21), st.integers(0, 59))
def test_a_moment_written_in_full_is_read_on_any_day(
    today: date, ahead: int, hour: int, minute: int
) -> None:
    then = today + timedelta(days=ahead)
    said = f"{then.year}年{then.month}月{then.day}日{hour}:{minute:02}"
    assert heard(said, Context(today)) == f"{then.isoformat()} {hour}:{minute:02}"


@settings(max_examples=60)
@given(days, st.sampled_from("一二三四五六日"))
def test_next_weeks_days_are_in_the_next_week(today: date, name: str) -> None:
    monday = today - timedelta(days=today.weekday())
    then = date.fromisoformat(day(f"下周{name}", Context(today)))
    assert monday + timedelta(days=7) <= then < monday + timedelta(days=14)


WORDED = ["", *"一二三四五六七八九", "十", "十一", "十二"]


@settings(max_examples=40)
@given(st.integers(1, 12), st.sampled_from(["上午", "下午", "晚上", ""]))
def test_hours_in_any_digits_are_the_same(hour: int, part: str) -> None:
    wide = str(hour).translate({ord("0") + n: chr(ord("０") + n) for n in range(10)})
    answers = {heard(f"明天{part}{words}点") for words in (str(hour), wide, WORDED[hour])}
    assert len(answers) == 1
