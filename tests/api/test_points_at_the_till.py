"""Points pay a part of a bill, with the code shown, once, and come back with what is returned."""

from typing import Any

import pytest

from bot import clock
from bot.shop.points.actions import earn_points
from bot.shop.stores.actions import import_shop
from bot.texts import CONTENT, read_toml
from tests.api.cast import WANG, Shop, Till, sale, says

TAKES_POINTS = {"till": {"points_per_yuan": 100, "most_percent": 30}}


@pytest.fixture
def wang(shop: Shop) -> int:
    """王姐 with 20,000 points, in a shop that takes them at the till."""
    content = read_toml(CONTENT / "shop.toml") | {"points": TAKES_POINTS}
    shop.does(lambda db: import_shop(db, content, by="test"))
    wang = shop.joins("wang", WANG, proved=True)
    more: dict[str, Any] = {"kind": "adjust", "source": "test", "about": {}, "expires_on": None}
    shop.does(lambda db: earn_points(db, wang, 20_000, **more))
    return wang


def pays(shop: Shop, till: Till, wang: int, points: int, **more: Any) -> dict[str, Any]:
    """Let her pay 100 yuan and so many points beside them."""
    body = {"member_code": shop.shows_code(wang), "total": "100.00", "lines": []}
    return till.sells("0001", points_used=points, **{**body, **more})


def balance(till: Till, wang: int) -> int:
    return int(till.sees(f"/members/{wang}")["points"])


def test_points_pay_a_part_and_what_is_paid_in_money_earns(
    shop: Shop, till: Till, wang: int
) -> None:
    assert pays(shop, till, wang, 2000)["result"] == "created"
    assert balance(till, wang) == 20_000 - 2000 + 100
    assert pays(shop, till, wang, 2000)["result"] == "known"
    assert balance(till, wang) == 18_100


@pytest.mark.parametrize(
    ("points", "more", "told"),
    [
        (4300, {}, "最多能用4285积分"),
        (2000, {"member_code": None, "phone": WANG}, "会员码"),
        (2000, {"member_code": "800000000000"}, ""),
        (30_000, {"total": "900000.00"}, ""),
        (-5, {}, ""),
        (2**31, {}, ""),
    ],
)
def test_more_than_the_rules_allow_is_refused_and_costs_nothing(
    shop: Shop, till: Till, wang: int, points: int, more: dict[str, Any], told: str
) -> None:
    shown = {"member_code": shop.shows_code(wang), "total": "100.00", "lines": []}
    answer = till.posts("/purchases", sale("0001", points_used=points, **shown | more))
    assert answer.status_code == 422 or says(answer)["result"] == "refused"
    assert told in answer.get_data(as_text=True)
    assert balance(till, wang) == 20_000


def test_a_shop_that_takes_none_says_so(shop: Shop, till: Till, wang: int) -> None:
    shop.opens()
    assert "没有开通" in pays(shop, till, wang, 100)["reason"]


def test_what_is_returned_brings_its_share_of_points_back(
    shop: Shop, till: Till, wang: int
) -> None:
    ring = {"sku": "R", "name": "戒指", "quantity": 3, "price": "40.00"}
    pays(shop, till, wang, 2000, lines=[ring])
    back = {"till": "POS-1", "receipt": "0001", "at": clock.now().isoformat()}
    for number, expected in ((1, 20_000 - 1334 + 67), (2, 20_000 - 667 + 34), (3, 20_000)):
        one = {"return_receipt": f"r{number}", "lines": [{"sku": "R", "quantity": 1}]}
        assert says(till.posts("/returns", back | one))["result"] == "created"
        assert says(till.posts("/returns", back | one))["result"] == "known"
        assert abs(balance(till, wang) - expected) <= 1
    kinds = {entry["kind"] for entry in till.finds(f"/members/{wang}/points")}
    assert {"till", "till_back"} <= kinds
