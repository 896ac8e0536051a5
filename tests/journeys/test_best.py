"""Once a year somebody visits who bought the most in each region."""

from datetime import datetime

import pytest
from sqlalchemy import update

from bot.db import put
from bot.journeys.models import TopSpender
from bot.shop.purchases.models import Purchase
from bot.shop.stores.models import Store
from tests.journeys.care import Care
from tests.people import LI, LI_PHONE, SHANGHAI, WANG, Day, OpenShop
from tests.shop.till import Till

VISIT = "top_spender"


@pytest.fixture(autouse=True)
def _both(shop: OpenShop, day: Day) -> None:
    """王姐 and 小李 are members, some days before the visits."""
    day.goes_to(datetime(2026, 12, 1, 14, tzinfo=SHANGHAI))
    shop.member(WANG)
    shop.member(LI, name="小李", phone=LI_PHONE)


def on_the_day(care: Care, day: Day) -> list[int]:
    """Let the day come; return whom people are asked to visit."""
    day.goes_to(datetime(2026, 12, 9, 14, tzinfo=SHANGHAI))
    care.plans(VISIT)
    day.goes_to(datetime(2026, 12, 10, 10, 30, tzinfo=SHANGHAI))
    care.speaks(VISIT)
    return [each.person_id for each in care.planned(VISIT)]


def test_who_kept_the_most_is_visited(care: Care, till: Till, day: Day) -> None:
    till.sells(20_000_00, openid=WANG)
    receipt = till.sells(50_000_00, openid=LI, lines=(("手镯", 1, 50_000_00),))
    till.takes_back(receipt)
    assert on_the_day(care, day) == [care.shop.person(WANG).id]
    (words,) = care.asked(VISIT)
    assert "登门前看一眼" in words


def test_each_region_has_its_own(care: Care, till: Till, day: Day) -> None:
    till.sells(20_000_00, openid=WANG)
    till.sells(30_000_00, openid=LI)
    with care.shop.bot.database.transaction() as db:
        put(db, Store, {"name": "苏州店"}, confirmed=True, region="苏州")
        db.execute(update(Purchase).where(Purchase.total_fen == 20_000_00).values(store="苏州店"))
    assert set(on_the_day(care, day)) == {care.shop.person(each).id for each in (WANG, LI)}


def test_a_shop_without_regions_is_one(care: Care, till: Till, day: Day) -> None:
    till.sells(20_000_00, openid=WANG)
    till.sells(30_000_00, openid=LI)
    assert on_the_day(care, day) == [care.shop.person(LI).id]


def test_nobody_is_visited_for_little(care: Care, till: Till, day: Day) -> None:
    till.sells(9_999_00, openid=WANG)
    assert on_the_day(care, day) == []


def test_who_was_found_stays_though_somebody_buys_more_that_day(
    care: Care, till: Till, day: Day
) -> None:
    till.sells(20_000_00, openid=WANG)
    day.goes_to(datetime(2026, 12, 9, 14, tzinfo=SHANGHAI))
    care.plans(VISIT)
    till.sells(90_000_00, openid=LI)
    assert on_the_day(care, day) == [care.shop.person(WANG).id]
    assert care.shop.count(TopSpender) == 1
