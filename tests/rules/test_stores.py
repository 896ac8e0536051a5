"""Hours, closed days, the nearest store, levels, and shop files that are wrong."""

import copy
from datetime import date, datetime, time
from typing import Any

import pytest

from bot.shop.stores.rules import Shop, ShopFileError, level_for, read_shop

JINGAN, XUHUI = "静安店", "徐汇店"
FILE: dict[str, Any] = {
    "shop": {"name": "缘来珠宝", "helper": "小缘", "handler": "缘来", "service_phone": "400"},
    "levels": [
        {"word": "regular", "name": "普通", "brings": "积分"},
        {"word": "silver", "name": "银卡", "brings": "清洗", "spend": 3000, "points": 3000},
        {"word": "gold", "name": "金卡", "brings": "换绳", "spend": 10000},
    ],
    "stores": [
        {
            "name": JINGAN,
            "address": "南京西路",
            "phone": "021",
            "latitude": 31.2297,
            "longitude": 121.4590,
            "hours": {"daily": "10:00-21:30", "weekend": "10:00-22:00"},
            "other_days": [
                {
                    "first": "2027-02-05",
                    "last": "2027-02-05",
                    "hours": "10:00-16:00",
                    "why": "除夕",
                },
                {"first": "2027-02-06", "last": "2027-02-08", "why": "春节"},
            ],
        },
        {
            "name": XUHUI,
            "address": "肇嘉浜路",
            "phone": "021",
            "latitude": 31.1945,
            "longitude": 121.4375,
            "hours": {"daily": "10:00-22:00"},
        },
    ],
    "people": [{"login": "zhouting", "name": "周婷", "role": "guide", "store": JINGAN}],
}


@pytest.fixture
def shop() -> Shop:
    return read_shop(FILE)


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [
        ("2026-11-23 09:59", False),
        ("2026-11-23 10:00", True),
        ("2026-11-23 21:29", True),
        ("2026-11-23 21:30", False),
        ("2026-11-28 21:59", True),  # Saturday
        ("2026-11-28 22:00", False),
        ("2027-02-05 15:59", True),
        ("2027-02-05 16:00", False),
        ("2027-02-06 11:00", False),
        ("2027-02-08 11:00", False),
        ("2027-02-09 11:00", True),
    ],
)
def test_a_store_is_open_by_weekday_weekend_and_holiday(
    shop: Shop, moment: str, is_open: bool
) -> None:
    assert shop.stores[0].is_open(datetime.fromisoformat(moment)) is is_open


def test_a_closed_day_has_no_hours(shop: Shop) -> None:
    closed, eve = date(2027, 2, 7), date(2027, 2, 5)
    assert (shop.stores[0].hours_on(closed), shop.stores[0].opens_on(closed)) == ("", None)
    assert shop.stores[0].opens_on(eve) == time(10)


def test_a_store_without_weekend_hours_keeps_its_own(shop: Shop) -> None:
    assert shop.stores[1].hours_on(date(2026, 11, 28)) == "10:00-22:00"


def test_the_nearest_store_comes_first(shop: Shop) -> None:
    (near, far), (first, second) = zip(*shop.nearest(31.195, 121.438), strict=True)
    assert (near.name, far.name) == (XUHUI, JINGAN)
    assert first < 0.1
    assert 4 < second < 5


def test_distance_is_right_across_the_date_line(shop: Shop) -> None:
    store = shop.stores[0].model_copy(update={"latitude": 0.0, "longitude": 179.5})
    assert 110 < store.km_from(0, -179.5) < 112


@pytest.mark.parametrize(
    ("spend", "points", "word"),
    [
        (0, 0, "regular"),
        (299_999, 2999, "regular"),
        (300_000, 0, "silver"),
        (0, 3000, "silver"),
        (999_999, 99_999, "silver"),
        (1_000_000, 0, "gold"),
    ],
)
def test_a_level_is_reached_by_spend_or_by_points(
    shop: Shop, spend: int, points: int, word: str
) -> None:
    assert level_for(shop.levels, spend_fen=spend, points=points).word == word


def test_a_level_taken_out_of_the_file_counts_as_the_first(shop: Shop) -> None:
    assert shop.level("platinum").word == "regular"


def test_a_colleague_is_found_by_login_or_name(shop: Shop) -> None:
    by_login, by_name = shop.colleague("zhouting"), shop.colleague("周婷")
    assert by_login
    assert by_login == by_name
    assert shop.colleague("nobody") is None
    assert shop.colleague(None) is None


@pytest.mark.parametrize(
    ("place", "value", "fault"),
    [
        (("levels",), [], "levels"),
        (("levels", 0, "spend"), 10, "the first level must ask for nothing"),
        (("levels", 1, "word"), "regular", "two levels have one word"),
        (("stores", 0, "hours", "daily"), "22:00-10:00", "must open before it closes"),
        (("stores", 0, "hours", "daily"), "all day", "stores.0.hours.daily"),
        (("stores", 0, "latitude"), 91, "stores.0.latitude"),
        (("people", 0, "store"), "月球店", "which is no store"),
        (("people", 0, "role"), "boss", "people.0.role"),
        (("shop", "nmae"), "x", "shop.nmae"),
    ],
)
def test_a_wrong_file_is_refused_with_its_place(
    place: tuple[str | int, ...], value: object, fault: str
) -> None:
    wrong = copy.deepcopy(FILE)
    part: Any = wrong
    for step in place[:-1]:
        part = part[step]
    part[place[-1]] = value
    with pytest.raises(ShopFileError, match=fault):
        read_shop(wrong)
