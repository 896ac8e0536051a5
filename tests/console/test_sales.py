"""What is bought at the counter, row by row, with points or without, and what comes back of it."""

from functools import partial
from typing import Any

import pytest

from bot.shop.bindings.actions import make_code
from bot.shop.points.actions import balance_of, earn_points
from bot.shop.points.models import PointEntry
from bot.shop.purchases.models import Purchase, PurchaseLine
from bot.shop.stores.actions import import_shop
from bot.texts import CONTENT, read_toml
from bot.web.console.typed import fen_of, pieces_of
from tests.console.staff import HERE, Colleague, belongs
from tests.databases import ONE_SERVER
from tests.people import WANG, OpenShop, at_once

TWO: dict[str, Any] = {
    "item": ["金戒指", "擦银布"],
    "pieces": ["1", "３"],
    "price": ["2,980.50", "29.9"],
}
ONE: dict[str, Any] = {"item": "金戒指", "pieces": "1", "price": "100"}
TAKES_POINTS = {"till": {"points_per_yuan": 100, "most_percent": 30}}


def wang(shop: OpenShop) -> int:
    shop.member(WANG)
    return belongs(shop, WANG, store=HERE)


def sells(who: Colleague, her_id: int, once: str = "x", **fields: Any) -> Any:
    return who.sends(f"/counter/{her_id}/purchases", once=once, **fields)


def rich(shop: OpenShop) -> int:
    """王姐 with 20,000 points, in a shop that takes them at the till."""
    content = read_toml(CONTENT / "shop.toml") | {"points": TAKES_POINTS}
    shop.bot.database.run(lambda db: import_shop(db, content, by="test"))
    her_id = wang(shop)
    more: dict[str, Any] = {"kind": "adjust", "source": "test", "about": {}, "expires_on": None}
    shop.bot.database.run(lambda db: earn_points(db, her_id, 20_000, **more))
    return her_id


def balance(shop: OpenShop, her_id: int) -> int:
    with shop.bot.database.reading() as db:
        assert sum(each.change for each in shop.rows(PointEntry)) == balance_of(db, her_id)
        return balance_of(db, her_id)


def test_several_things_are_one_purchase_exact_to_the_fen(shop: OpenShop) -> None:
    her_id, zhouting = wang(shop), Colleague(shop, "zhouting")
    for _ in range(2):
        assert "3,070.20元" in sells(zhouting, her_id, **TWO).text
    assert shop.one(Purchase).total_fen == 307_020
    assert [(each.quantity, each.price_fen) for each in shop.rows(PurchaseLine)] == [
        *((1, 298_050), (3, 2_990))
    ]


def test_pressed_twice_at_once_it_is_one_purchase(shop: OpenShop) -> None:
    her_id, zhouting = wang(shop), Colleague(shop, "zhouting")
    token, twin = zhouting.token(), zhouting.twin()
    fields = TWO | {"csrf_token": token}
    both = (partial(sells, who, her_id, **fields) for who in (zhouting, twin))
    assert [each.status_code for each in at_once(*both)] == [200, 200]
    assert shop.one(Purchase).total_fen == 307_020


@ONE_SERVER
def test_a_row_is_added_and_taken_out_and_nothing_typed_is_lost(shop: OpenShop) -> None:
    her_id, zhouting = wang(shop), Colleague(shop, "zhouting")
    more = sells(zhouting, her_id, **TWO, total="3000", more="yes").text
    assert (more.count('name="item"') - 1, 'value="2,980.50"' in more) == (3, True)
    less = sells(zhouting, her_id, **TWO, total="3000", less="0").text
    assert ("擦银布" in less, 'value="金戒指"' in less, 'value="3000"' in less) == (
        True,
        False,
        True,
    )
    assert shop.count(Purchase) == 0


@ONE_SERVER
@pytest.mark.parametrize(
    "wrong",
    [
        {"item": ""},
        {"pieces": "0"},
        {"pieces": "-1"},
        {"pieces": "1.5"},
        {"pieces": "99999"},
        {"price": ""},
        {"price": "-5"},
        {"price": "1e999"},
        {"price": "NaN"},
        {"price": "0.001"},
        {"price": "99999999", "pieces": "9999"},
        {"total": "9" * 40},
        {"points": "-1"},
        {"points": "9" * 30},
        {"receipt": "9" * 81},
        {"item": ["', DROP TABLE purchase;--"], "price": "<script>"},
    ],
)
def test_what_can_not_be_sold_is_told_and_stays_typed(
    shop: OpenShop, wrong: dict[str, Any]
) -> None:
    fields = ONE | {"item": "王妈妈的戒指", "total": ""} | wrong
    answer = sells(Colleague(shop, "zhouting"), wang(shop), **fields)
    assert (answer.status_code, 'role="alert"' in answer.text) == (409, True)
    assert "王妈妈的戒指" in answer.text or "item" in wrong
    assert "<script>" not in answer.text.replace("<script src", "")
    assert shop.count(Purchase) == 0


@ONE_SERVER
def test_another_purchase_of_the_same_receipt_is_told(shop: OpenShop) -> None:
    her_id, zhouting = wang(shop), Colleague(shop, "zhouting")
    sells(zhouting, her_id, **ONE, receipt="0001")
    again = sells(zhouting, her_id, **ONE | {"price": "200"}, receipt="0001")
    assert (again.status_code, "已经记过一笔别的" in again.text) == (409, True)
    assert shop.one(Purchase).total_fen == 10_000


def test_points_pay_a_part_where_she_shows_her_code(shop: OpenShop) -> None:
    her_id, zhouting = rich(shop), Colleague(shop, "zhouting")
    code = shop.bot.database.run(lambda db: make_code(db, her_id))
    assert "用多少积分抵" in zhouting.sends("/counter", shown=code).text
    paid = ONE | {"points": "2000", "code": code, "receipt": "0001"}
    for _ in range(2):
        assert sells(zhouting, her_id, **paid).status_code == 200
    assert shop.one(Purchase).total_fen == 8_000
    assert balance(shop, her_id) == 20_000 - 2_000 + 80
    back = {"till": HERE, "receipt": "0001", "once": "b", "all": "yes"}
    for _ in range(2):
        zhouting.sends(f"/counter/{her_id}/returns", **back)
    assert balance(shop, her_id) == 20_000


def test_points_pay_nothing_without_her_code_or_beyond_the_rule(shop: OpenShop) -> None:
    her_id, zhouting = rich(shop), Colleague(shop, "zhouting")
    shop.member("other", phone="13900139000")
    other_id = belongs(shop, "other", store=HERE)
    code = shop.bot.database.run(lambda db: make_code(db, her_id))
    others = shop.bot.database.run(lambda db: make_code(db, other_id))
    for points, shown in (("2000", ""), ("2000", others), ("5000", code), ("2000", "8" * 12)):
        answer = sells(zhouting, her_id, **ONE, points=points, code=shown)
        assert (answer.status_code, f'value="{points}"' in answer.text or not shown) == (409, True)
    assert shop.count(Purchase) == 0
    assert balance(shop, her_id) == 20_000


def test_some_pieces_come_back_and_the_rest_is_kept(shop: OpenShop) -> None:
    her_id, zhouting = wang(shop), Colleague(shop, "zhouting")
    sells(zhouting, her_id, **TWO, receipt="0001")
    back = {"till": HERE, "receipt": "0001", "sku": ["金戒指", "擦银布"]}
    path = f"/counter/{her_id}/returns"
    for _ in range(2):
        zhouting.sends(path, **back, once="b", count=["", "２"])
    assert [each.returned for each in shop.rows(PurchaseLine)] == [0, 2]
    assert shop.one(Purchase).returned_fen == 5_980
    assert balance(shop, her_id) == 3_010


@ONE_SERVER
@pytest.mark.parametrize("count", ["", "0", "-1", "1e999", "两", "9", "1;--", "<b>"])
def test_a_number_that_is_none_never_brings_back_the_whole_receipt(
    shop: OpenShop, count: str
) -> None:
    her_id, zhouting = wang(shop), Colleague(shop, "zhouting")
    sells(zhouting, her_id, **TWO, receipt="0001")
    back = {"till": HERE, "receipt": "0001", "once": "b", "sku": "擦银布", "count": count}
    assert zhouting.sends(f"/counter/{her_id}/returns", **back).status_code == 409
    assert shop.one(Purchase).returned_fen == 0


def test_amounts_are_read_as_people_type_them() -> None:
    typed = ("2980", "2980.5", "¥2,980.50", "２９８０．５０元", " 0.01 ")
    assert [fen_of(each) for each in typed] == [298_000, 298_050, 298_050, 298_050, 1]
    for wrong in ("", "-1", "1e9", "29,80", "1.234", "²", "1 2", "NaN", "九百", "22000000000"):
        assert fen_of(wrong) is None
    assert [pieces_of(each) for each in ("", "２", "9999", "10000", "-1")] == [
        *(0, 2, 9999, None, None)
    ]
