"""Which times are free and which are offered: by the shop's hours, the specialists' and the day."""

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from bot import clock
from bot.shop.appointments.rules import FreeTime, Search, Wanted, free_on, remind_when, to_offer
from bot.shop.stores.rules import Shop, ShopFileError, read_shop
from bot.texts import CONTENT, read_toml

SHOP = read_shop(read_toml(CONTENT / "shop.toml"))
WEDNESDAY, FRIDAY = date(2026, 12, 2), date(2026, 12, 4)
LONG_AGO = datetime.fromisoformat("2026-11-01T09:00:00+08:00")


def free(
    service: str,
    day: date,
    store: str = "静安店",
    *,
    taken: Any = (),
    earliest: datetime = LONG_AGO,
) -> list[FreeTime]:
    wanted = SHOP.service(service)
    assert wanted is not None
    return free_on(SHOP, Search(wanted, (store,)), day, taken=taken, earliest=earliest)


def shown(found: list[FreeTime]) -> list[str]:
    return [f"{clock.local(each.starts):%H:%M}" for each in found]


def at(hour: str, day: date = WEDNESDAY) -> datetime:
    return clock.at(day, time.fromisoformat(hour))


def test_times_lie_within_the_hours_of_who_gives_them() -> None:
    hours = shown(free("repair", WEDNESDAY))
    assert (hours[0], hours[-1]) == ("10:00", "18:00")  # 45 minutes, and he leaves at 19:00


def test_a_day_off_has_no_times() -> None:
    assert not free("repair", FRIDAY, "徐汇店")


def test_new_years_day_has_no_times_where_the_store_is_closed() -> None:
    assert not free("cleaning", date(2027, 2, 6))


def test_a_short_day_ends_early() -> None:
    assert shown(free("fitting", date(2027, 2, 5)))[-1] == "15:00"


def test_a_quarter_that_is_taken_blocks_all_that_needs_it() -> None:
    hours = shown(free("repair", WEDNESDAY, taken={("王师傅", at("15:15"))}))
    assert not {"15:00", "14:45"} & set(hours)
    assert {"14:30", "15:30"} & set(hours) == {"14:30", "15:30"}


def test_the_second_specialist_gives_what_the_first_has_no_more() -> None:
    found = free("cleaning", WEDNESDAY, taken={("王师傅", at("15:00"))})
    assert next(each for each in found if each.starts == at("15:00")).specialist == "周婷"


def test_what_is_too_soon_is_not_offered() -> None:
    assert shown(free("repair", WEDNESDAY, earliest=at("16:10")))[0] == "16:30"


def test_the_nearest_times_to_her_hour_are_offered() -> None:
    taken = {("王师傅", at("15:00"))}
    wanted = Wanted(WEDNESDAY, WEDNESDAY, time(15))
    assert shown(to_offer(free("repair", WEDNESDAY, taken=taken), wanted)) == [
        "14:00",
        "15:30",
        "16:00",
    ]


def test_only_her_part_of_the_day_is_offered() -> None:
    wanted = Wanted(WEDNESDAY, WEDNESDAY, part="morning")
    assert all(hour < "12:00" for hour in shown(to_offer(free("repair", WEDNESDAY), wanted)))


def test_a_weekend_is_offered_on_both_days() -> None:
    saturday = date(2026, 12, 5)
    both = free("repair", saturday) + free("repair", saturday + timedelta(days=1))
    offered = to_offer(both, Wanted(saturday, saturday + timedelta(days=1)))
    assert {clock.local(each.starts).day for each in offered} == {5, 6}


def test_the_reminder_is_for_the_day_before_by_daylight() -> None:
    due, until = remind_when(at("15:00"), LONG_AGO) or (None, None)
    eve = WEDNESDAY - timedelta(days=1)
    assert (due, until) == (at("12:00", eve), at("20:00", eve))


def test_who_books_on_the_day_before_needs_no_reminder() -> None:
    assert remind_when(at("15:00"), at("09:00", WEDNESDAY - timedelta(days=1))) is None


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"specialists": []}, "nobody gives"),
        ({"specialists": [{"name": "王", "store": "月球店", "skills": ["cleaning"]}]}, "no store"),
        ({"specialists": [{"name": "王", "store": "静安店", "skills": ["fly"]}]}, "no service"),
        ({"services": [{"word": "cleaning", "name": "洗", "minutes": 20}]}, "multiple of 15"),
    ],
)
def test_a_file_that_promises_what_nobody_gives_is_refused(
    changes: dict[str, Any], wrong: str
) -> None:
    with pytest.raises(ShopFileError, match=wrong):
        read_shop({**read_toml(CONTENT / "shop.toml"), **changes})


def test_a_shop_without_services_is_a_shop() -> None:
    content = {**read_toml(CONTENT / "shop.toml"), "services": [], "specialists": []}
    assert isinstance(read_shop(content), Shop)
