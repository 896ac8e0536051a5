"""Cells as other systems and Excel write them."""

from datetime import date, datetime, time

import pytest

from bot import clock
from bot.imports.birthdays import birthday_of
from bot.imports.tables import Cell
from bot.imports.unfit import Unfit
from bot.imports.values import day, fen, mobile, moment, text, whole


@pytest.mark.parametrize(
    "cell",
    [
        "13800138000",
        " 138 0013 8000 ",
        "138-0013-8000",
        "+86 13800138000",
        "8613800138000",
        "１３８００１３８０００",
        '="13800138000"',
        "'13800138000",
        "13800138000\t",
        "13800138000.0",
        "1.3800138000E+10",
        13800138000.0,
    ],
)
def test_a_phone_is_found_in_every_form(cell: Cell) -> None:
    assert mobile(cell, "手机号") == "13800138000"


@pytest.mark.parametrize(
    ("cell", "why"),
    [
        ("1.38001E+10", "imports.phone_shortened"),
        ("1.38e10", "imports.phone_shortened"),
        ("138****8000", "imports.phone_hidden"),
        ("1380013800", "imports.phone"),
        ("138001380001", "imports.phone"),
        ("021-62180618", "imports.phone"),
        ("13800138000/13911112222", "imports.phone"),
        (13800138000.5, "imports.phone"),
        ("138\0", "imports.unreadable"),
    ],
)
def test_what_is_no_whole_phone_is_never_guessed(cell: Cell, why: str) -> None:
    with pytest.raises(Unfit) as unfit:
        mobile(cell, "手机号")
    assert unfit.value.why.key == why


@pytest.mark.parametrize("cell", ["", "  ", "-", "无", "NULL", "N/A", "\u3000", '=""'])
def test_an_empty_cell_has_many_forms(cell: str) -> None:
    assert text(cell, "姓名") is None
    assert mobile(cell, "手机号") is None


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ("1280", 128000),
        ("1,280.50", 128050),
        ("¥1,280", 128000),
        ("￥ 12.3元", 1230),
        (12.3, 1230),
        (0.1 + 0.2, 30),
        ("33.335", 3334),
        ("0", 0),
    ],
)
def test_money_is_whole_fen(cell: Cell, found: int) -> None:
    assert fen(cell, "金额") == found


@pytest.mark.parametrize("cell", ["-1", "1280,50", "1e3", "十元", "99999999999", "--5", -1.0])
def test_money_that_is_none_is_refused(cell: Cell) -> None:
    with pytest.raises(Unfit):
        fen(cell, "金额")


@pytest.mark.parametrize(("cell", "found"), [("1,280", 1280), ("12.0", 12), (7.0, 7), ("9分", 9)])
def test_a_count_is_whole(cell: Cell, found: int) -> None:
    assert whole(cell, "积分") == found


@pytest.mark.parametrize("cell", ["1.5", "-1", "many", "1e999", "nan1", "9999999999"])
def test_a_count_that_is_none_is_refused(cell: Cell) -> None:
    with pytest.raises(Unfit):
        whole(cell, "积分")


@pytest.mark.parametrize(
    "cell",
    [
        "2026-11-01",
        "2026/11/1",
        "2026.11.01",
        "20261101",
        "2026年11月1日",
        "2026-11-01 00:00:00",
        "46327",
        46327.0,
        20261101.0,
        date(2026, 11, 1),
        datetime(2026, 11, 1),  # noqa: DTZ001 - a workbook has no zones
    ],
)
def test_a_day_is_found_in_every_form(cell: Cell) -> None:
    assert day(cell, "日期") == date(2026, 11, 1)


@pytest.mark.parametrize(
    "cell",
    [
        "2026-11-01 10:30",
        "2026/11/1 10:30:00",
        "2026年11月1日 10时30分",
        "20261101103000",
        "2026-11-01T10:30:00+08:00",
        "2026-11-01T02:30:00Z",
        46327.4375,
    ],
)
def test_a_moment_is_found_in_every_form(cell: Cell) -> None:
    at = moment(cell, "时间")
    assert at
    assert clock.local(at).isoformat() == "2026-11-01T10:30:00+08:00"


@pytest.mark.parametrize("hour", ["10:30", time(10, 30), 0.4375, "10:30:00"])
def test_the_hour_may_have_a_column_of_its_own(hour: Cell) -> None:
    at = moment("2026-11-01", "日期", hour)
    assert at
    assert f"{clock.local(at):%H:%M}" == "10:30"


@pytest.mark.parametrize(
    "cell", ["1/5/2026", "2026-13-01", "2026-02-30", "soon", "0001-01-01", "2026-11-01 25:00", 1.0]
)
def test_a_moment_that_is_none_is_refused(cell: Cell) -> None:
    with pytest.raises(Unfit):
        moment(cell, "时间")


@pytest.mark.parametrize(
    ("cell", "calendar", "found"),
    [
        ("1990-05-01", "", ("solar", 1990, 5, 1)),
        ("1990/5/1", "", ("solar", 1990, 5, 1)),
        ("05-01", "", ("solar", None, 5, 1)),
        (date(1990, 5, 1), "", ("solar", 1990, 5, 1)),
        ("农历八月十五", "", ("lunar", None, 8, 15)),
        ("(农)08-15", "", ("lunar", None, 8, 15)),
        ("1990-08-15", "农历", ("lunar", 1990, 8, 15)),
        ("八月十五", "阴历", ("lunar", None, 8, 15)),
        ("5月1日", "公历", ("solar", None, 5, 1)),
        ("1990-05-01", "阳历", ("solar", 1990, 5, 1)),
        ("腊月廿三", "", ("lunar", None, 12, 23)),
    ],
)
def test_a_birthday_is_kept_by_the_sun_or_by_the_moon(
    cell: Cell, calendar: str, found: tuple[str, int | None, int, int]
) -> None:
    kept = birthday_of(cell, "生日", calendar=calendar)
    assert kept
    assert (kept.calendar, kept.year, kept.month, kept.day) == found


@pytest.mark.parametrize(
    ("cell", "why"),
    [
        ("八月十五", "imports.birthday_calendar"),
        ("1990-02-30", "imports.birthday_none"),
        ("1990-13-01", "imports.birthday_none"),
        ("2099-01-01", "imports.birthday_future"),
        ("2020-01-01", "imports.child"),
        ("spring", "imports.birthday"),
    ],
)
def test_a_birthday_that_could_be_another_is_refused(cell: str, why: str) -> None:
    with pytest.raises(Unfit) as unfit:
        birthday_of(cell, "生日")
    assert unfit.value.why.key == why
