"""A coupon at the till: used once."""

from typing import Any

import pytest

from bot.shop.coupons.models import Coupon
from tests.api.cast import SQLITE, WANG, Shop, Till, sale, says


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


@SQLITE
@pytest.mark.parametrize("wrong", ["700000000000", "x", "²²", "7" * 3000])
def test_a_coupon_nobody_has_is_told_so(till: Till, code: str, wrong: str) -> None:
    status, problem = use(till, wrong)
    assert (status, problem["type"]) == (404, "coupon_unknown")


@SQLITE
@pytest.mark.parametrize("more", [{"receipt": ""}, {"till": None}, {"by": "nobody"}])
def test_a_wrong_call_uses_nothing(till: Till, code: str, more: dict[str, Any]) -> None:
    assert use(till, code, **more)[0] == 422
    assert use(till, code)[0] == 200
