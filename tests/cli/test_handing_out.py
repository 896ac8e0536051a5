"""The operator gives coupons and saves codes for print."""

import json
from pathlib import Path

from bot.shop.coupons.models import Coupon
from bot.texts import CONTENT
from tests.cli.operator import Operator
from tests.cli.test_care import opened
from tests.people import WANG, OpenShop

SHOP = str(CONTENT / "shop.toml")
GIVES = ("--coupon", "店里的心意", "--why", "下雨天", "--key", "rain", "--by", "limin")


def ready(operator: Operator) -> OpenShop:
    """Take over the shop's file: now it has colleagues."""
    operator.types("shop import", SHOP)
    return opened(operator.app)


def test_a_coupon_given_by_hand_is_hers_in_the_chat(operator: Operator, tmp_path: Path) -> None:
    shop = ready(operator)
    phone = shop.member(WANG)
    numbers = tmp_path / "members.txt"
    numbers.write_text(f"{shop.person(WANG).id}\n\n", encoding="utf-8")
    for found in ("given", "known"):
        result = operator.types("coupons give", *GIVES, "--members", str(numbers))
        assert json.loads(result.stdout)[found] == 1, result.output
    assert "店里的心意" in (phone.says("我的优惠券") or "")


def test_a_coupon_is_listed_and_taken_back(operator: Operator) -> None:
    shop = ready(operator)
    shop.member(WANG)
    her_id = shop.person(WANG).id
    operator.types("coupons give", *GIVES, "--member", str(her_id))
    listed = json.loads(operator.types(f"coupons list --member {her_id}").stdout)
    back = operator.types(f"coupons take-back {listed['id']} --why 给错了 --by limin")
    assert back.exit_code == 0, back.output
    assert shop.one(Coupon).state == "taken_back"


def test_who_is_no_member_gets_none_and_is_named(operator: Operator) -> None:
    ready(operator)
    result = operator.types("coupons give", *GIVES, "--member", "4711")
    assert (result.exit_code, json.loads(result.stdout)["refused"]) == (1, 1)
    assert "4711" in result.stderr


def test_a_code_of_a_store_the_shop_does_not_have_is_refused(
    operator: Operator, tmp_path: Path
) -> None:
    ready(operator)
    result = operator.types("qr store 火星店", str(tmp_path / "x.png"))
    assert result.exit_code == 1
    assert not list(tmp_path.glob("*.png"))
