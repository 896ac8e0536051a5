"""What the till says of a present: true, for whom, or a secret."""

from datetime import timedelta
from typing import Any

import pytest

from bot import clock
from bot.shop.purchases.models import Purchase
from tests.api.cast import LI, WANG, Shop, Till, sale, says
from tests.databases import ONE_SERVER


def kept(shop: Shop) -> tuple[bool, Any, Any]:
    with shop.bot.database.reading() as db:
        found = db.query(Purchase).one()
        return found.gift, found.recipient_id, found.secret_until


def test_a_secret_is_kept_for_the_days_of_the_shop(shop: Shop, till: Till) -> None:
    wang = shop.joins("wang", WANG)
    till.sells(member_id=wang, gift={"secret": True})
    assert kept(shop) == (False, None, clock.today() + timedelta(days=60))
    assert till.sees(f"/members/{wang}")["points"] == 0
    assert till.finds("/outbox", member=wang) == []


def test_a_present_for_somebody_is_the_buyers(shop: Shop, till: Till) -> None:
    wang, li = shop.joins("wang", WANG), shop.joins("li", LI, name="小李")
    until = (clock.today() + timedelta(days=30)).isoformat()
    till.sells(member_id=li, gift={"for": {"openid": "wang"}, "until": until})
    assert kept(shop) == (True, wang, clock.today() + timedelta(days=30))
    assert till.sees(f"/members/{li}")["points"] == 2980


@ONE_SERVER
@pytest.mark.parametrize(
    ("gift", "is_one"),
    [(None, False), (False, False), (True, True), ({"for": {}}, True), ({"secret": False}, False)],
)
def test_what_names_nobody_is_no_secret(till: Till, shop: Shop, gift: Any, is_one: bool) -> None:
    assert till.sells(gift=gift)["result"] == "created"
    assert kept(shop) == (is_one, None, None)


@ONE_SERVER
@pytest.mark.parametrize(
    "gift", ["yes", 1, {}, [], {"for": "wang"}, {"secret": True, "until": "soon"}, {"secret": 1}]
)
def test_a_present_that_can_not_be_read_is_refused(till: Till, gift: Any) -> None:
    answer = till.posts("/purchases", sale(gift=gift))
    assert (answer.status_code, says(answer)["type"]) == (422, "wrong_shape")
    assert "gift" in says(answer)["detail"]


@ONE_SERVER
def test_a_recipient_nobody_knows_is_refused_by_name(till: Till) -> None:
    result = till.sells(gift={"for": {"member_id": 4711}})
    assert (result["result"], result["reason"]) == ("refused", "没有编号为4711的顾客")
    assert till.sells(gift={"for": {"phone": LI}})["result"] == "created"


def test_the_tasks_of_her_guide_say_that_there_is_a_secret(shop: Shop, till: Till) -> None:
    number = shop.asks_people("call")
    member = till.finds("/tasks")[0]["member"]
    till.sells(member_id=member, gift={"secret": True})
    (task,) = till.finds("/tasks")
    assert (task["id"], task["secret_until"]) == (
        number,
        (clock.today() + timedelta(days=60)).isoformat(),
    )
