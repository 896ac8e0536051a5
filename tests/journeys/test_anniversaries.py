"""A wish on a day she told us of: every year, in either calendar, until she says no."""

from datetime import date, datetime

import pytest

from bot import clock
from bot.lunar import Birthday
from bot.shop.anniversaries.actions import forget_days, keep_day
from bot.shop.anniversaries.models import Anniversary
from bot.shop.people.models import Person
from bot.shop.refusal import Refused
from bot.usecases.erasing import erase
from bot.usecases.merging import merge_people
from tests.journeys.care import Care
from tests.people import LI, LI_PHONE, SHANGHAI, WANG, Day, OpenShop, at_once

WISH, WEDDING = "anniversary", "结婚纪念日"


@pytest.fixture(autouse=True)
def _wang(shop: OpenShop) -> None:
    """王姐 is a member."""
    shop.member(WANG)


def tells(shop: OpenShop, what: str, day: Birthday, openid: str = WANG) -> None:
    """Let her tell of a day."""
    her_id = shop.person(openid).id
    shop.bot.database.run(lambda db: keep_day(db, her_id, what, day))


def morning_of(care: Care, day: Day, month: int, number: int, year: int = 2027) -> list[str]:
    """Plan and look on a morning; return the states of her wishes."""
    day.goes_to(datetime(year, month, number, 9, 30, tzinfo=SHANGHAI))
    care.speaks(WISH)
    return [each.state for each in care.planned(WISH)]


def test_she_is_wished_well_on_the_day_in_her_words(care: Care, day: Day) -> None:
    tells(care.shop, WEDDING, Birthday("solar", 5, 20))
    assert len(morning_of(care, day, 5, 20)) == 1
    (wish,) = care.planned(WISH)
    assert wish.params["what"] == WEDDING


def test_a_lunar_day_is_kept_by_the_moon(care: Care, day: Day) -> None:
    tells(care.shop, "妈妈的生日", Birthday("lunar", 8, 15))
    assert morning_of(care, day, 8, 15) == []
    assert len(morning_of(care, day, 9, 15)) == 1  # 中秋 of 2027


def test_the_29th_of_february_is_kept_on_the_28th_of_a_common_year(care: Care, day: Day) -> None:
    tells(care.shop, "孩子的生日", Birthday("solar", 2, 29))
    morning_of(care, day, 2, 28)
    morning_of(care, day, 2, 28, 2028)
    morning_of(care, day, 2, 29, 2028)
    kept = [clock.local(each.due).date() for each in care.planned(WISH)]
    assert kept == [date(2027, 2, 28), date(2028, 2, 29)]


def test_a_day_told_again_is_changed(care: Care, day: Day) -> None:
    tells(care.shop, WEDDING, Birthday("solar", 5, 20))
    tells(care.shop, WEDDING, Birthday("solar", 6, 1))
    assert morning_of(care, day, 5, 20) == []
    assert len(morning_of(care, day, 6, 1)) == 1


def test_a_day_she_let_us_forget_since_it_was_planned_brings_nothing(care: Care, day: Day) -> None:
    tells(care.shop, WEDDING, Birthday("solar", 5, 20))
    day.goes_to(datetime(2027, 5, 19, 12, tzinfo=SHANGHAI))
    care.plans(WISH)
    her_id = care.shop.person(WANG).id
    care.shop.bot.database.run(lambda db: forget_days(db, her_id, WEDDING))
    assert morning_of(care, day, 5, 20) == ["skipped"]


def test_told_twice_at_once_it_is_one_day(shop: OpenShop) -> None:
    at_once(*[lambda: tells(shop, WEDDING, Birthday("solar", 5, 20))] * 2)
    assert shop.count(Anniversary) == 1


def test_there_is_an_end_to_the_days(shop: OpenShop) -> None:
    for number in range(12):
        tells(shop, f"日子{number}", Birthday("solar", 5, 20))
    with pytest.raises(Refused, match="anniversary_many"):
        tells(shop, WEDDING, Birthday("solar", 5, 20))


def test_of_two_records_that_were_one_the_day_is_wished_once(care: Care, day: Day) -> None:
    shop = care.shop
    shop.member(LI, name="小李", phone=LI_PHONE)
    tells(shop, WEDDING, Birthday("solar", 5, 20))
    tells(shop, WEDDING, Birthday("solar", 5, 20), LI)
    tells(shop, "爸爸的生日", Birthday("solar", 5, 20), LI)
    ids = shop.person(LI).id, shop.person(WANG).id
    with shop.bot.database.transaction() as db:
        merge_people(db, *(db.get_one(Person, each) for each in ids), by="李敏")
    morning_of(care, day, 5, 20)
    assert {each.person_id for each in care.planned(WISH)} == {ids[1]}
    assert len(care.planned(WISH)) == 2


def test_who_is_erased_leaves_no_day(shop: OpenShop) -> None:
    tells(shop, WEDDING, Birthday("solar", 5, 20))
    her_id = shop.person(WANG).id
    with shop.bot.database.transaction() as db:
        erase(db, her_id, actor="customer", why="她要求删除")
    assert shop.count(Anniversary) == 0
