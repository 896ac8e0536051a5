"""What she was to be told of and is no more when its hour comes: a coupon, points that end."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from functools import partial

import pytest
from sqlalchemy.orm import Session

from bot import clock, jobs
from bot.outbox.models import Message
from bot.shop.coupons.actions import expire_coupon, use_coupon, withdraw_coupon
from bot.shop.coupons.models import Coupon
from bot.shop.coupons.rules import CouponRule
from bot.usecases.giving_coupons import give_by_hand
from bot.usecases.vouchers import warn_of_coupon
from tests.journeys.conftest import Planner
from tests.people import WANG, Day, OpenShop
from tests.shop.till import Till

FIFTY = CouponRule(word="fifty", name="五十元券", off=Decimal(50), least=Decimal(300), days=10)


@pytest.fixture(autouse=True)
def _morning(shop: OpenShop, day: Day) -> None:
    """It is ten in the morning, and 王姐 is a member."""
    day.is_at(10)
    shop.member(WANG)


@pytest.fixture
def coupon(shop: OpenShop) -> Coupon:
    """A coupon of hers, of which she is to hear twice: that she has it, and that it ends."""
    her_id = shop.person(WANG).id
    give = partial(give_by_hand, key="rain", why="下雨天的心意", by="limin", today=clock.today())
    given, _ = shop.bot.database.run(lambda db: give(db, her_id, FIFTY))
    shop.bot.database.run(lambda db: warn_of_coupon(db, given.id))
    return given


def is_used(db: Session, coupon: Coupon) -> None:
    use_coupon(db, coupon, till="t1", receipt="r1", by="zhouting", today=clock.today())


def is_taken_back(db: Session, coupon: Coupon) -> None:
    withdraw_coupon(db, coupon, by="limin", why="送错了")


def ends(db: Session, coupon: Coupon) -> None:
    expire_coupon(db, coupon, today=coupon.good_until + timedelta(days=1))


@pytest.mark.parametrize(
    ("close", "reason"),
    [
        (is_used, "这张券她已经用掉了，不用再提"),
        (is_taken_back, "这张券店里已经收回了，不再提"),
        (ends, "这张券已经过期了，不再提"),
    ],
)
def test_a_coupon_that_is_no_more_is_not_told_of(
    shop: OpenShop, day: Day, coupon: Coupon, close: Callable[[Session, Coupon], None], reason: str
) -> None:
    shop.bot.database.run(lambda db: close(db, db.get_one(Coupon, coupon.id)))
    day.is_at(12, 30)
    shop.bot.post.deliver_all()
    told = shop.rows(Message, Message.journey == "coupon")
    assert [(each.state, each.reason) for each in told] == [("skipped", reason)] * 2


def test_a_coupon_that_she_still_has_waits_for_its_door(
    shop: OpenShop, day: Day, coupon: Coupon
) -> None:
    day.is_at(12, 30)
    shop.bot.post.deliver_all()
    told = shop.rows(Message, Message.journey == "coupon", Message.subject_id == coupon.id)
    assert [each.state for each in told] == ["waiting", "waiting"]


def test_a_coupons_word_outlives_a_change_of_its_journeys_file(
    shop: OpenShop, planner: Planner, coupon: Coupon
) -> None:
    planner.plans()
    planner.changes("coupon", rank=51)
    planner.plans()
    assert shop.count(Message, Message.subject_id == coupon.id, Message.journey == "coupon") == 2


def warned(shop: OpenShop, till: Till) -> None:
    """Sixty of her points end in a month, and she is to hear of it."""
    till.gives(WANG, 60, ends=clock.today() + timedelta(days=30))
    with shop.app.app_context():
        jobs.warn_of_points()


def test_points_that_she_spent_meanwhile_are_not_warned_of(shop: OpenShop, till: Till) -> None:
    warned(shop, till)
    till.spends(WANG, 60)
    shop.bot.post.deliver_all()
    warning = shop.one(Message, Message.journey == "points")
    assert (warning.state, warning.reason) == ("skipped", "快到期的积分她已经用掉了，不用再提")


def test_of_points_that_she_spent_in_part_the_rest_is_told(shop: OpenShop, till: Till) -> None:
    warned(shop, till)
    till.spends(WANG, 25)
    shop.phone(WANG).says("你好")
    shop.bot.post.deliver_all()
    warning = shop.one(Message, Message.journey == "points")
    assert warning.params["points"] == "35"


def test_what_is_gone_does_not_ride_along(shop: OpenShop, till: Till) -> None:
    warned(shop, till)
    till.spends(WANG, 60)
    assert "到期" not in str(shop.phone(WANG).says("门店地址"))
