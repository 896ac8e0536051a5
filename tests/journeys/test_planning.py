"""What the shop will say of its own accord is written the day before: once, exactly, in time."""

from datetime import date, datetime, time, timedelta

import pytest

from bot import clock
from bot.journeys.models import Planned
from bot.journeys.planning import is_plan_wanted, plan
from bot.outbox.models import Message
from bot.shop.purchases.models import Purchase
from tests.journeys.conftest import Planner
from tests.people import WANG, OpenShop, at_once
from tests.shop.till import Till

BOUGHT = date(2026, 11, 30)


@pytest.fixture(autouse=True)
def _wang_buys(shop: OpenShop, planner: Planner, till: Till) -> None:
    planner.comes_to(BOUGHT)
    shop.member()
    till.sells(500_00, openid=WANG, receipt="first", lines=(("银手链", 1, 500_00),))


def local(year: int, month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return clock.local(clock.at(date(year, month, day), time(hour, minute)))


def test_the_third_day_is_three_days_after_she_bought(planner: Planner) -> None:
    planner.goes_on(2)
    planner.goes_on(1)
    assert planner.planned("day3") == [local(2026, 12, 3, 10, 30)]


def test_planning_twice_writes_nothing_twice(planner: Planner) -> None:
    planner.goes_on(2)
    assert (planner.plans(), planner.plans()) == (0, 0)


def test_two_who_plan_at_once_write_each_message_once(planner: Planner, shop: OpenShop) -> None:
    planner.day.passes(days=2)
    bot, now = shop.bot, clock.now()
    at_once(*[lambda: plan(bot.database, bot.journeys, now)] * 4)
    assert len(planner.planned("day3")) == 1


def test_days_without_planning_are_caught_up_with_while_in_time(planner: Planner) -> None:
    planner.plans()
    planner.day.passes(days=5)  # nobody planned on the day before the third
    planner.plans()
    assert [due.date() for due in planner.planned("day3")] == [date(2026, 12, 3)]


def test_after_a_year_of_standstill_nothing_stale_is_planned(
    planner: Planner, shop: OpenShop
) -> None:
    planner.plans()
    planner.day.passes(days=365)
    planner.plans()
    late = list(shop.rows(Message, Message.subject_id.is_not(None)))
    assert all(each.not_after and each.not_after > clock.now() for each in late)
    assert planner.planned("day3") == []


def test_a_clock_that_jumps_back_plans_nothing_anew(planner: Planner) -> None:
    planner.goes_on(3)
    planner.day.goes_to(clock.now() - timedelta(days=2))
    assert planner.plans() == 0


def test_what_all_came_back_is_not_spoken_of(planner: Planner, till: Till) -> None:
    till.takes_back("first", key="b")
    planner.goes_on(2)
    planner.goes_on(18)
    assert planner.planned("day3") + planner.planned("knowledge") == []


def test_a_present_is_asked_about_in_its_own_words_and_needs_no_cleaning(
    planner: Planner, till: Till, shop: OpenShop
) -> None:
    till.takes_back("first", key="b")
    till.sells(900_00, openid=WANG, gift=True)
    planner.goes_on(2)
    planner.goes_on(88)
    assert [each.key for each in shop.rows(Message, Message.journey == "day3")] == ["day3.present"]
    assert planner.planned("cleaning") == []


def test_a_journey_that_changed_moves_what_is_planned_and_not_yet_sent(planner: Planner) -> None:
    planner.goes_on(2)
    step = {"word": "own", "pools": ["plain"], "after_days": 4}
    planner.changes("day3", steps=[step], at="11:00")
    planner.plans()
    assert planner.planned("day3") == []
    planner.goes_on(1)
    assert planner.planned("day3") == [local(2026, 12, 4, 11)]


def test_a_journey_that_is_taken_out_takes_its_plans_with_it(
    planner: Planner, shop: OpenShop
) -> None:
    planner.goes_on(2)
    planner.takes({word: each for word, each in shop.bot.journeys.items() if word != "day3"})
    planner.plans()
    assert planner.planned("day3") == []
    assert shop.count(Planned, Planned.journey == "day3") == 0


def test_planning_is_wanted_once_a_day_and_when_a_journey_changes(
    planner: Planner, shop: OpenShop
) -> None:
    def wanted() -> bool:
        with shop.bot.database.reading() as db:
            return is_plan_wanted(db, shop.bot.journeys, clock.today())

    asked = [wanted()]
    planner.plans()
    asked.append(wanted())
    planner.changes("day3", for_days=2)
    asked.append(wanted())
    planner.plans()
    planner.day.passes(days=1)
    assert [*asked, wanted()] == [True, False, True, True]


def test_an_old_receipt_that_the_till_brings_late_is_planned_for_what_is_left(
    planner: Planner, till: Till, shop: OpenShop
) -> None:
    planner.goes_on(30)
    till.sells(300_00, openid=WANG, at=clock.now() - timedelta(days=20))
    planner.plans()
    late = shop.rows(Purchase)[-1]
    theirs = shop.rows(Message, Message.subject_id == late.id)
    assert [each.key for each in theirs] == ["knowledge.tip"]
