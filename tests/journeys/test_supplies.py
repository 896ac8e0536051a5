"""What is used up: when, by the cycle or by her own rhythm, and who is asked about it."""

from datetime import date, timedelta

import pytest

from bot import clock
from bot.journeys.models import Supply
from bot.journeys.supplies import Bought, used_up
from bot.shop.purchases.actions import Sale, SoldLine
from bot.usecases.selling import Buyer, sell
from tests.journeys.care import Care
from tests.people import WANG, Day, OpenShop
from tests.shop.till import Till

OUT, SET = "replenish", "清洁套装"
FIRST = date(2026, 1, 1)


def test_one_piece_lasts_a_cycle() -> None:
    assert used_up(180, [Bought(FIRST, 1)]) == FIRST + timedelta(days=180)


def test_two_pieces_last_twice_as_long() -> None:
    assert used_up(180, [Bought(FIRST, 2)]) == FIRST + timedelta(days=360)


def test_two_purchases_are_no_rhythm_yet() -> None:
    bought = [Bought(FIRST, 1), Bought(FIRST + timedelta(days=30), 1)]
    assert used_up(180, bought) == bought[-1].day + timedelta(days=180)


def test_who_bought_three_times_shows_her_own_rhythm() -> None:
    bought = [Bought(FIRST + timedelta(days=each), 1) for each in (0, 60, 110)]
    assert used_up(180, bought) == bought[-1].day + timedelta(days=55)


def test_a_household_that_bought_two_uses_one_in_half_the_time() -> None:
    bought = [Bought(FIRST, 2), Bought(FIRST + timedelta(days=60), 2)]
    bought.append(Bought(FIRST + timedelta(days=120), 1))
    assert used_up(180, bought) == bought[-1].day + timedelta(days=30)


def test_nothing_lasts_for_ever() -> None:
    assert used_up(1095, [Bought(FIRST, 50)]) == FIRST + timedelta(days=1095)


@pytest.fixture
def buys(shop: OpenShop, till: Till) -> None:
    """王姐 is a member."""
    shop.member(WANG)


def sells_set(shop: OpenShop, receipt: str, *, days_ago: int = 0) -> None:
    """Sell 王姐 a cleaning set."""
    line = SoldLine("set", "擦银清洁套装", 1, 99_00, category=SET)
    sale = Sale("t1", receipt, clock.now() - timedelta(days=days_ago), 99_00, [line])
    shop.bot.database.run(lambda db: sell(db, sale, Buyer(openid=WANG), shop.rules))


@pytest.mark.usefixtures("buys")
def test_it_is_planned_for_the_day_on_which_it_is_used_up(care: Care, day: Day) -> None:
    sells_set(care.shop, "one", days_ago=179)
    care.plans(OUT)
    assert [clock.local(each.due).date() for each in care.planned(OUT)] == [
        clock.today() + timedelta(days=1)
    ]


@pytest.mark.usefixtures("buys")
def test_who_bought_more_since_is_not_asked(care: Care, till: Till, day: Day) -> None:
    sells_set(care.shop, "one", days_ago=179)
    care.plans(OUT)
    sells_set(care.shop, "two")
    day.passes(days=1)
    care.speaks(OUT)
    assert [each.state for each in care.planned(OUT)] == ["skipped"]


@pytest.mark.usefixtures("buys")
def test_what_came_back_is_not_asked_about(care: Care, till: Till) -> None:
    sells_set(care.shop, "one", days_ago=179)
    till.takes_back("one")
    care.plans(OUT)
    assert care.planned(OUT) == []


@pytest.mark.usefixtures("buys")
def test_worked_out_twice_it_is_noted_once(care: Care) -> None:
    sells_set(care.shop, "one")
    care.plans(OUT)
    care.plans(OUT)
    assert care.shop.count(Supply) == 1
