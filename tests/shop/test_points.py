"""Points: never spent twice, never below nothing, and every account agrees with its ledger."""

from datetime import date, timedelta
from functools import partial

import pytest

from bot import clock, jobs
from bot.shop.points.models import PointEntry
from bot.shop.points.rules import expiry
from bot.shop.purchases.models import PurchaseReturn
from bot.shop.refusal import Refused
from tests.people import WANG, Day, OpenShop, at_once
from tests.shop.till import Till, yesterday


@pytest.fixture(autouse=True)
def _wang(shop: OpenShop) -> None:
    """王姐 is a member."""
    shop.member(WANG)


def test_of_fifty_that_spend_the_last_points_as_many_win_as_there_are(till: Till) -> None:
    till.gives(WANG, 100)
    won = at_once(*[partial(till.spends, WANG, 30)] * 50, hands=16)
    assert won.count(True) == 3
    assert till.account(WANG) == (10, 0)


def test_who_has_too_few_keeps_them(till: Till) -> None:
    till.gives(WANG, 99)
    assert not till.spends(WANG, 100)
    assert till.account(WANG) == (99, 0)


def test_a_purchase_reported_twenty_times_gives_points_once(till: Till) -> None:
    at_once(*[partial(till.sells, 123_45, receipt="same", openid=WANG)] * 20)
    assert till.account(WANG) == (123, 0)


def test_purchases_of_one_customer_at_the_same_moment_all_count(till: Till) -> None:
    at_once(*[partial(till.sells, 100_00, openid=WANG) for _ in range(12)])
    assert till.account(WANG) == (1200, 0)


def test_what_she_spent_before_a_return_is_owed_and_paid_by_the_next_points(till: Till) -> None:
    receipt = till.sells(500_00, openid=WANG)
    till.spends(WANG, 400)
    till.takes_back(receipt)
    assert till.account(WANG) == (0, 400)
    till.sells(300_00, openid=WANG)
    assert till.account(WANG) == (0, 100)
    till.sells(300_00, openid=WANG)
    assert till.account(WANG) == (200, 0)


def test_the_same_return_counts_once(till: Till, shop: OpenShop) -> None:
    receipt = till.sells(500_00, openid=WANG)
    told = at_once(*[partial(till.takes_back, receipt, key="b-same")] * 8)
    assert sorted(told) == ["created"] + ["known"] * 7
    assert till.account(WANG) == (0, 0)
    assert shop.count(PurchaseReturn) == 1


def test_returning_everything_twice_by_two_keys_is_refused(till: Till) -> None:
    receipt = till.sells(500_00, openid=WANG)
    till.takes_back(receipt)
    with pytest.raises(Refused):
        till.takes_back(receipt)


def test_parts_that_come_back_take_what_the_whole_had_given(till: Till) -> None:
    lines = (("ring", 3, 33_33), ("box", 1, 99))
    receipt = till.sells(100_00, lines=lines, openid=WANG)
    for sku in ("ring", "ring", "box", "ring"):
        till.takes_back(receipt, (sku, 1))
        till.account(WANG)
    assert till.account(WANG) == (0, 0)


def test_pieces_on_two_lines_of_one_receipt_come_back_together(till: Till) -> None:
    receipt = till.sells(200_00, lines=(("ring", 1, 100_00), ("ring", 1, 100_00)), openid=WANG)
    till.takes_back(receipt, ("ring", 2))
    assert till.account(WANG) == (0, 0)


def test_more_than_was_sold_does_not_come_back(till: Till) -> None:
    receipt = till.sells(100_00, lines=(("ring", 1, 100_00),), openid=WANG)
    with pytest.raises(Refused):
        till.takes_back(receipt, ("ring", 2))
    assert till.account(WANG) == (100, 0)


@pytest.mark.parametrize(
    ("earned", "months", "last"),
    [
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2024, 11, 22), 24, date(2026, 11, 30)),
        (date(2024, 12, 31), 12, date(2025, 12, 31)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
    ],
)
def test_points_end_with_a_month(earned: date, months: int, last: date) -> None:
    assert expiry(earned, months) == last


def test_points_end_after_their_last_day_and_not_on_it(till: Till, shop: OpenShop) -> None:
    till.gives(WANG, 10, ends=yesterday())
    till.gives(WANG, 20, ends=clock.today())
    till.gives(WANG, 40)
    with shop.app.app_context():
        assert (jobs.expire(), jobs.expire()) == (10, 0)
    assert till.account(WANG) == (60, 0)


def test_points_that_end_at_midnight_cannot_be_spent_after_it(till: Till) -> None:
    till.gives(WANG, 10, ends=yesterday())
    till.gives(WANG, 5)
    assert not till.spends(WANG, 6)
    assert till.account(WANG)[0] in (5, 15)


def test_ending_and_spending_and_returning_at_once_agree(till: Till, shop: OpenShop) -> None:
    receipt = till.sells(100_00, openid=WANG)
    for _ in range(5):
        till.gives(WANG, 10, ends=yesterday())
        till.gives(WANG, 10, ends=clock.today() + timedelta(days=9))

    def ends() -> int:
        with shop.app.app_context():
            return jobs.expire()

    back = partial(till.takes_back, receipt)
    at_once(ends, back, partial(till.spends, WANG, 30), ends, partial(till.spends, WANG, 20))
    till.account(WANG)
    assert shop.count(PointEntry, PointEntry.left > 0, PointEntry.expires_on < clock.today()) == 0


def test_a_purchase_counted_on_joining_is_taken_back_like_any_other(
    till: Till, shop: OpenShop
) -> None:
    new = shop.phone("oNewcomer")
    new.follows()
    receipt = till.sells(80_00, openid=new.openid)
    assert till.account(new.openid) == (0, 0)
    shop.member(new.openid, name="新客", phone="13700001111")
    assert till.account(new.openid) == (80, 0)
    till.takes_back(receipt)
    assert till.account(new.openid) == (0, 0)


def test_a_return_after_the_end_takes_nothing_from_other_points(till: Till, day: Day) -> None:
    receipt = till.sells(100_00, openid=WANG)
    day.passes(days=800)
    till.gives(WANG, 50)
    till.takes_back(receipt)
    assert till.account(WANG) == (50, 0)


def test_a_return_after_the_end_takes_what_was_spent_before_it(till: Till, day: Day) -> None:
    receipt = till.sells(100_00, openid=WANG)
    till.spends(WANG, 30)
    day.passes(days=800)
    till.gives(WANG, 50)
    till.takes_back(receipt)
    assert till.account(WANG) == (20, 0)


def test_what_came_back_before_the_end_counts(till: Till, day: Day) -> None:
    receipt = till.sells(100_00, openid=WANG, lines=(("S1", 5, 20_00),))
    till.takes_back(receipt, ("S1", 2))
    assert till.account(WANG) == (60, 0)
    day.passes(days=800)
    till.gives(WANG, 50)
    till.takes_back(receipt, ("S1", 3))
    assert till.account(WANG) == (50, 0)


def test_points_that_ended_pay_for_no_return(till: Till, shop: OpenShop) -> None:
    receipt = till.sells(100_00, openid=WANG)
    till.spends(WANG, 100)
    till.gives(WANG, 70, ends=yesterday())
    till.gives(WANG, 5)
    till.takes_back(receipt)
    assert till.account(WANG) == (0, 95)
