"""What was bought comes back: points too, once, and never more than was sold."""

from typing import Any

import pytest

from tests.api.cast import RING, WANG, Shop, Till, now
from tests.databases import ONE_SERVER

PAIR = [{**RING, "price": "1000.00"}, {**RING, "sku": "N-999", "price": "1980.00"}]


@pytest.fixture
def wang(shop: Shop) -> int:
    return shop.joins("wang", WANG, proved=True)


def test_a_return_takes_the_points_back(till: Till, wang: int) -> None:
    till.sells(phone=WANG)
    assert till.takes_back()["result"] == "created"
    assert till.sees(f"/members/{wang}")["points"] == 0


def test_a_repeated_return_is_known(till: Till, wang: int) -> None:
    till.sells(phone=WANG, lines=PAIR)
    one: dict[str, Any] = {"return_receipt": "T-1", "lines": [{"sku": "R-18K", "quantity": 1}]}
    assert [till.takes_back(**one)["result"] for _ in range(2)] == ["created", "known"]
    assert till.sees(f"/members/{wang}")["points"] == 1980


@ONE_SERVER
def test_without_a_number_of_its_own_the_time_names_a_return(till: Till, wang: int) -> None:
    till.sells(phone=WANG, lines=PAIR)
    at = now()
    results = [
        till.takes_back(at=at, lines=[{"sku": sku, "quantity": 1}])["result"]
        for sku in ("R-18K", "N-999")
    ]
    assert results == ["created", "known"]


@ONE_SERVER
def test_two_returns_together_take_back_all_points(till: Till, wang: int) -> None:
    till.sells(phone=WANG, lines=PAIR)
    for sku in ("R-18K", "N-999"):
        till.takes_back(return_receipt=sku, lines=[{"sku": sku, "quantity": 1}])
    assert till.sees(f"/members/{wang}")["points"] == 0


def test_two_pieces_on_two_lines_come_back_together(till: Till, wang: int) -> None:
    till.sells(phone=WANG, total="5960.00", lines=[RING, RING])
    back = till.takes_back(lines=[{"sku": "R-18K", "quantity": 2}])
    assert (back["result"], till.sees(f"/members/{wang}")["points"]) == ("created", 0)


def test_the_ledger_says_why_the_points_went(till: Till, wang: int) -> None:
    till.sells(phone=WANG)
    till.takes_back()
    entries = till.finds(f"/members/{wang}/points")
    assert [one["reason"] for one in entries] == ["退货2,980元", "购物2,980元"]
    assert sum(one["change"] for one in entries) == 0
    assert len({one["source"] for one in entries}) == 2


@ONE_SERVER
def test_the_days_thanks_stop(till: Till, wang: int) -> None:
    till.sells(phone=WANG)
    till.takes_back()
    (thanks,) = till.finds("/outbox", member=wang)
    assert (thanks["state"], thanks["reason"]) == ("skipped", "这笔已退货，不再发感谢")


def test_what_was_bought_without_points_takes_none_back(shop: Shop, till: Till) -> None:
    till.sells("0001", phone=WANG)
    claims = shop.joins("wang", WANG)
    till.sells("0002", member_id=claims)
    till.takes_back("0001")
    assert till.sees(f"/members/{claims}")["points"] == 2980


@ONE_SERVER
@pytest.mark.parametrize(
    ("receipt", "lines"),
    [
        ("unknown", None),
        ("0001", [{"sku": "R-18K", "quantity": 2}]),
        ("0001", [{"sku": "never sold", "quantity": 1}]),
        ("0001", [{"sku": "R-18K", "quantity": 1}] * 2),
    ],
)
def test_no_more_comes_back_than_was_sold(
    till: Till, wang: int, receipt: str, lines: list[object] | None
) -> None:
    till.sells(phone=WANG)
    told = till.takes_back(receipt, lines=lines)
    assert (told["result"], receipt in told["reason"]) == ("refused", True)
    assert till.sees(f"/members/{wang}")["points"] == 2980


@ONE_SERVER
def test_a_receipt_comes_back_once(till: Till, wang: int) -> None:
    till.sells(phone=WANG)
    till.takes_back(return_receipt="T-1")
    assert till.takes_back(return_receipt="T-2")["result"] == "refused"
