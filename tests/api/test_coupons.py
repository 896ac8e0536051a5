"""A coupon at the till: used once."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from bot.shop.coupons.models import Coupon
from bot.shop.events.models import Event
from tests.api.cast import LI, WANG, Shop, Till, sale, says
from tests.databases import ONE_SERVER


@pytest.fixture
def code(shop: Shop, till: Till) -> str:
    """The code of the voucher that a large purchase gave."""
    shop.opens()
    wang = shop.joins("wang", WANG, proved=True)
    till.posts("/purchases", sale("big", total="3200.00", member_id=wang))
    return shop.does(lambda db: db.query(Coupon).one().code)


def use(till: Till, code: str, /, **more: Any) -> tuple[int, dict[str, Any]]:
    body = {"till": "POS-1", "receipt": "0002", "by": "zhouting", **more}
    answer = till.posts(f"/coupons/{code}/use", body)
    return answer.status_code, says(answer)


def test_it_is_used_once_and_says_what_it_takes_off(till: Till, code: str) -> None:
    status, told = use(till, code)
    assert (status, told["off"], told["least"]) == (200, "100.00", "1000.00")
    assert (told["state"], told["receipt"], told["by"]) == ("used", "0002", "zhouting")
    status, problem = use(till, code)
    assert (status, problem["type"]) == (409, "coupon_used")


@ONE_SERVER
@pytest.mark.parametrize("wrong", ["700000000000", "x", "²²", "7" * 3000])
def test_a_coupon_nobody_has_is_told_so(till: Till, code: str, wrong: str) -> None:
    status, problem = use(till, wrong)
    assert (status, problem["type"]) == (404, "coupon_unknown")


@ONE_SERVER
@pytest.mark.parametrize("more", [{"receipt": ""}, {"till": None}, {"by": "nobody"}])
def test_a_wrong_call_uses_nothing(till: Till, code: str, more: dict[str, Any]) -> None:
    assert use(till, code, **more)[0] == 422
    assert use(till, code)[0] == 200


def give(till: Till, *members: int, **more: Any) -> tuple[int, dict[str, Any]]:
    body = {"members": list(members), "coupon": "sorry_50", "key": "rain", "why": "下雨天的心意"}
    answer = till.posts("/coupons", {**body, "by": "limin", **more})
    return answer.status_code, says(answer)


def test_people_give_a_coupon_once_for_an_occasion(shop: Shop, till: Till) -> None:
    shop.opens()
    wang, li = shop.joins("wang", WANG), shop.joins("li", LI, name="小李")
    _, told = give(till, wang, li, wang, 4711)
    assert [one["result"] for one in told["items"]] == ["given", "given", "refused"]
    assert [one["result"] for one in give(till, wang)[1]["items"]] == ["known"]
    assert give(till, wang, key="snow")[1]["items"][0]["result"] == "given"
    listed = says(till.gets("/coupons", member=wang))["items"]
    assert [one["off"] for one in listed] == ["50.00", "50.00"]


def test_one_occasion_at_the_same_moment_gives_one(shop: Shop, till: Till) -> None:
    shop.opens()
    wang = shop.joins("wang", WANG)
    with ThreadPoolExecutor(2) as desk:
        found = desk.map(lambda _: give(till, wang)[1]["items"][0]["result"], range(2))
    assert sorted(found) == ["given", "known"]
    assert shop.counts(Coupon) == 1


def test_a_guide_may_not_give_what_only_the_manager_may(shop: Shop, till: Till) -> None:
    shop.opens()
    wang = shop.joins("wang", WANG)
    status, problem = give(till, wang, by="zhouting")
    assert (status, problem["type"]) == (403, "coupon_beyond")
    assert give(till, wang, coupon="'; DROP TABLE coupon;--")[0] == 404
    assert shop.counts(Coupon) == 0


def test_what_was_given_is_taken_back_once_and_never_after_its_use(shop: Shop, till: Till) -> None:
    shop.opens()
    wang = shop.joins("wang", WANG)
    first, second = (give(till, wang, key=key)[1]["items"][0]["id"] for key in "ab")
    back = {"why": "给错了", "by": "limin"}
    assert till.posts(f"/coupons/{first}/cancel", {**back, "by": "zhouting"}).status_code == 403
    assert says(till.posts(f"/coupons/{first}/cancel", back))["state"] == "taken_back"
    assert till.posts(f"/coupons/{first}/cancel", back).status_code == 409
    use(till, shop.does(lambda db: db.get_one(Coupon, second).code))
    assert says(till.posts(f"/coupons/{second}/cancel", back))["type"] == "coupon_used"
    assert till.posts("/coupons/4711/cancel", back).status_code == 404


def test_the_journal_keeps_who_gave_it_and_why(shop: Shop, till: Till) -> None:
    shop.opens()
    give(till, shop.joins("wang", WANG))
    event = shop.does(lambda db: db.query(Event).where(Event.verb == "got_coupon").one())
    assert (event.actor, event.detail["why"]) == ("limin", "下雨天的心意")
