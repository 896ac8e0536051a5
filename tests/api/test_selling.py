"""A till reports what was bought: once, many at a time, and with mistakes."""

from typing import Any

import pytest
from sqlalchemy import event

from bot.outbox.models import Message
from bot.shop.purchases.models import Purchase
from bot.web.api import purchases
from tests.api.cast import LI, RING, WANG, Shop, Till, now, sale, says
from tests.databases import ONE_SERVER


def test_a_sale_is_created_once_and_known_from_then_on(shop: Shop, till: Till) -> None:
    results = [till.sells(phone=WANG)["result"] for _ in range(3)]
    assert results == ["created", "known", "known"]
    assert shop.counts(Purchase) == 1


def test_two_tills_may_use_one_receipt_number(till: Till) -> None:
    assert till.sells(till="POS-1")["result"] == "created"
    assert till.sells(till="POS-2")["result"] == "created"


def test_a_member_gets_her_points_and_her_thanks(shop: Shop, till: Till) -> None:
    wang = shop.joins("wang", WANG, proved=True)
    till.sells(phone=WANG)
    assert till.sees(f"/members/{wang}")["points"] == 2980
    assert [one["kind"] for one in till.finds("/outbox", member=wang)] == ["thanks"]


def test_a_repeated_report_gives_no_points_twice(shop: Shop, till: Till) -> None:
    wang = shop.joins("wang", WANG, proved=True)
    till.sells(phone=WANG)
    till.sells(phone=WANG)
    assert len(till.finds(f"/members/{wang}/points")) == 1


def test_receipts_that_read_alike_both_give_points(shop: Shop, till: Till) -> None:
    wang = shop.joins("wang", WANG, proved=True)
    till.sells("1:2", till="A", phone=WANG)
    till.sells("2", till="A:1", phone=WANG)
    assert till.sees(f"/members/{wang}")["points"] == 5960


def test_several_purchases_within_the_hour_share_one_thanks(shop: Shop, till: Till) -> None:
    till.sells("0001", phone=WANG)
    till.sells("0002", phone=WANG)
    assert shop.counts(Message) == 1


def test_an_unknown_phone_makes_a_guest_without_points(till: Till) -> None:
    till.sells(phone=LI)
    (li,) = till.finds("/members", phone=LI)
    assert (li["status"], li["points"], li["phone_verified"]) == ("guest", 0, False)


def test_a_claimed_phone_gets_nobody_elses_purchases(shop: Shop, till: Till) -> None:
    claims = shop.joins("somebody", WANG)
    till.sells(phone=WANG)
    assert till.sees(f"/members/{claims}")["points"] == 0


def test_a_number_she_gave_up_is_somebody_elses(shop: Shop, till: Till) -> None:
    till.sells("0001", phone=WANG)
    wang = shop.joins("wang", WANG)
    code = shop.shows_code(wang)
    till.posts(f"/bindings/{code}/confirm", {"phone": WANG})
    shop.joins("wang", LI)  # she says that she has a new number
    till.sells("0002", phone=WANG)
    assert till.sees(f"/members/{wang}")["phone"] == LI
    assert till.finds("/members", phone=WANG)[0]["id"] != wang


def test_the_member_code_counts_more_than_a_phone(shop: Shop, till: Till) -> None:
    wang = shop.joins("wang", WANG)
    till.sells(phone=LI, member_code=shop.shows_code(wang))
    assert till.sees(f"/members/{wang}")["points"] == 2980


@ONE_SERVER
@pytest.mark.parametrize(
    ("buyer", "reason"),
    [
        ({"member_code": "800000000000"}, "没有这个会员码，请顾客重新点一次「会员码」"),
        ({"member_id": 4711}, "没有编号为4711的顾客"),
        ({"openid": "nobody"}, "没有这个微信号的顾客"),
    ],
)
def test_a_buyer_nobody_knows_is_refused(till: Till, buyer: dict[str, Any], reason: str) -> None:
    told = till.sells(**buyer)
    assert (told["result"], told["reason"]) == ("refused", reason)


@ONE_SERVER
def test_empty_fields_mean_that_the_till_does_not_know(till: Till) -> None:
    empty = dict.fromkeys(("phone", "openid", "member_code", "store", "guide"), "")
    assert till.sells(**empty, gift=None)["result"] == "created"


@ONE_SERVER
def test_a_present_and_a_rainy_day_have_words_of_their_own(shop: Shop, till: Till) -> None:
    till.sells("0001", phone=WANG, gift=True)
    till.sells("0002", phone=LI, rain=True)
    with shop.bot.database.reading() as db:
        assert {one.key for one in db.query(Message)} == {"thanks.gift", "thanks.rain"}


@ONE_SERVER
def test_an_unknown_store_and_guide_are_taken(till: Till) -> None:
    till.sells(phone=WANG, store="新开的店", guide="new")
    (wang,) = till.finds("/members", phone=WANG)
    assert (wang["store"], wang["guide"]) == ("新开的店", "new")


@ONE_SERVER
def test_a_sale_yet_to_come_is_refused(till: Till) -> None:
    told = till.sells(at="2190-01-01T10:00:00+08:00")
    assert told["result"] == "refused"
    assert "请核对收银机的时间" in told["reason"]


def test_a_list_is_answered_in_its_order(shop: Shop, till: Till) -> None:
    till.sells("0002")
    items = says(till.posts("/purchases", [sale("0001"), sale("0002"), sale("0001")]))["items"]
    assert [one["result"] for one in items] == ["created", "known", "known"]
    assert [one["receipt"] for one in items] == ["0001", "0002", "0001"]


def test_a_wrong_item_does_not_keep_the_others_out(shop: Shop, till: Till) -> None:
    wrong = [sale("b", total=2980), {"receipt": "c"}, 7, None, sale("d", openid="nobody")]
    items = says(till.posts("/purchases", [sale("a"), *wrong, sale("z")]))["items"]
    results = [(one["receipt"], one["result"]) for one in items]
    refused = [(receipt, "refused") for receipt in ("b", "c", None, None, "d")]
    assert results == [("a", "created"), *refused, ("z", "created")]
    assert all(one["reason"] for one in items[1:-1])
    assert shop.counts(Purchase) == 2


def test_a_refused_item_leaves_nothing_behind(shop: Shop, till: Till) -> None:
    till.posts("/purchases", [sale("a", openid="nobody", store="新店"), sale("b")])
    assert shop.counts(Purchase) == 1


@ONE_SERVER
def test_a_long_list_is_worked_in_short_transactions(
    shop: Shop, till: Till, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(purchases, "SLICE_SECONDS", 0)
    commits: list[object] = []
    event.listen(shop.bot.database.engine, "commit", commits.append)
    items = says(till.posts("/purchases", [sale(str(number)) for number in range(5)]))["items"]
    assert [one["result"] for one in items] == ["created"] * 5
    assert len(commits) == 5


@ONE_SERVER
def test_an_empty_list_has_an_empty_answer(till: Till) -> None:
    assert says(till.posts("/purchases", [])) == {"items": []}


@ONE_SERVER
def test_more_than_a_thousand_are_too_many(shop: Shop, till: Till) -> None:
    answer = till.posts("/purchases", [{}] * 1001)
    assert answer.status_code == 422
    assert "最多1000项" in says(answer)["detail"]


@ONE_SERVER
def test_prices_are_kept_to_the_fen(shop: Shop, till: Till) -> None:
    line = {**RING, "price": "0.1", "list_price": "12", "cost": "0.05", "category": "戒指"}
    till.sells(total="0.10", lines=[line], at=now())
    with shop.bot.database.reading() as db:
        assert db.query(Purchase).one().total_fen == 10
