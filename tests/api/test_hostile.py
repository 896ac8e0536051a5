"""Whatever a till sends, the answer says what is wrong, and the shop goes on."""

from functools import partial
from typing import Any

import pytest

from bot.shop.points.actions import earn_points
from bot.web.api.fields import BIGGEST_NUMBER
from tests.api.cast import RING, WANG, Shop, Till, now, sale, says
from tests.databases import ONE_SERVER

STRANGE = ["😀🧧", "'; DROP TABLE person; --", "<b>", "{name}", "%s", "\u202e", "\ufffd", "\x01"]
WRONG: dict[str, list[Any]] = {
    "till": ["", "x" * 61, 7, None, [], "\0", "\ud800"],
    "receipt": ["", "x" * 81, 7, None, {}, "a\0b"],
    "at": [
        *("", "now", "2026-11-22", "2026-11-22T10:00:00", "2026-13-40T10:00:00Z", 1763776800, None),
        *("0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "1800-01-01T00:00:00Z", "\0"),
        *("2026-11-22T10:00:00+99:00", "2026-11-22T25:00:00Z", True, {}, "9" * 5000),
    ],
    "total": [
        *(2980, 2980.5, None, True, "", "-1", "+1", "1.005", "1,000", "1e3", "NaN", "１", " 1"),
        *("21474836.48", "9" * 15, "9" * 5000, "0x1", "1.", ".5", "1\n", [], "\0"),
    ],
    "phone": ["123", "1380013800", "138001380001", 13800138000, "020-1234567", "\0", ["1"]],
    "openid": ["x" * 61, 7, "\0"],
    "member_id": ["1", 0, -1, 2**63, 10**400, 1.5, True],
    "gift": ["yes", 1, "true"],
    "lines": [None, {}, "x", [1], [{}], [[]], [RING] * 501],
}
WRONG_LINES: dict[str, list[Any]] = {
    "sku": ["", None, 7, "x" * 61, "\0"],
    "name": ["", None, "x" * 121, "\ud800"],
    "quantity": [0, -1, 2**31, 1.5, "1", True, None],
    "price": [1, "-1", "21474836.48"],
    "cost": ["free"],
}
WRONG_BODIES: list[tuple[str, Any]] = [
    ("/returns", {"till": "A", "receipt": "B"}),
    ("/returns", {"till": "A", "receipt": "B", "at": now(), "lines": []}),
    ("/returns", {"till": "A", "receipt": "B", "at": now(), "lines": [{"sku": "a"}]}),
    ("/returns", {"till": "A", "receipt": "B", "at": now(), "return_receipt": "\0"}),
    ("/returns", [{"till": "A"}]),
    ("/bindings/8/confirm", {"phone": "12"}),
    ("/bindings/8/confirm", {"phone": WANG, "by": "\0"}),
    ("/bindings/8/confirm", {"phone": WANG, "store": "x" * 61}),
    ("/tasks/1/done", {"result": ""}),
    ("/tasks/1/done", {"result": "x" * 2001}),
    ("/tasks/1/done", {"result": "好", "by": 7}),
    ("/tasks/1/done", "好"),
]
WRONG_QUESTIONS = [
    ("/members", "phone", "12"),
    ("/members", "openid", "\0"),
    ("/members", "openid", "x" * 61),
    ("/outbox", "member", "wang"),
    ("/outbox", "member", str(2**63)),
    ("/outbox", "from", "yesterday"),
    ("/outbox", "to", "2026-11-22T10:00:00"),
    ("/tasks", "staff", "\0"),
    ("/tasks", "open", "maybe"),
    ("/conversations", "openid", "\0"),
]


@ONE_SERVER
@pytest.mark.parametrize("field", WRONG)
def test_a_wrong_field_is_named(till: Till, field: str) -> None:
    for value in WRONG[field]:
        answer = till.posts("/purchases", sale(**{field: value}))
        assert (answer.status_code, says(answer)["type"]) == (422, "wrong_shape"), value
        assert f"purchase.{field}" in says(answer)["detail"]


@ONE_SERVER
@pytest.mark.parametrize("field", WRONG_LINES)
def test_a_wrong_field_of_a_line_is_named(till: Till, field: str) -> None:
    for value in WRONG_LINES[field]:
        answer = till.posts("/purchases", sale(lines=[RING, {**RING, field: value}]))
        assert (answer.status_code, says(answer)["type"]) == (422, "wrong_shape"), value
        assert f"purchase.lines.1.{field}" in says(answer)["detail"]


@ONE_SERVER
def test_wrong_items_of_a_list_are_refused_one_by_one(till: Till) -> None:
    items = [sale(**{field: value}) for field, values in WRONG.items() for value in values]
    results = says(till.posts("/purchases", items))["items"]
    assert {one["result"] for one in results} == {"refused"}
    assert all(one["reason"] for one in results)


def test_strange_words_are_kept_as_they_are(till: Till) -> None:
    for number, word in enumerate(STRANGE):
        lines = [{**RING, "name": word, "sku": word}]
        told = till.sells(f"{number}{word}", till=word, guide=word, store=word, lines=lines)
        assert told == {"receipt": f"{number}{word}", "result": "created", "reason": None}


def test_the_dearest_purchase_fits(shop: Shop, till: Till) -> None:
    wang = shop.joins("wang", WANG, proved=True)
    lines = [{**RING, "quantity": 2**31 - 1}]
    assert till.sells(phone=WANG, total="21474836.47", lines=lines)["result"] == "created"
    assert till.sees(f"/members/{wang}")["points"] == 21474836


def test_points_beyond_all_measure_are_refused_or_kept(shop: Shop, till: Till) -> None:
    wang = shop.joins("wang", WANG, proved=True)
    gift = partial(earn_points, kind="adjust", source="gift", about={}, expires_on=None)
    shop.does(lambda db: gift(db, wang, BIGGEST_NUMBER))
    more = {"created": 2980, "refused": 0}[till.sells(phone=WANG)["result"]]
    assert till.sees(f"/members/{wang}")["points"] == BIGGEST_NUMBER + more


def test_the_longest_names_fit(shop: Shop, till: Till) -> None:
    shop.joins("wang", WANG, proved=True)
    numbers: dict[str, Any] = {"receipt": ":" * 80, "till": ":" * 60}
    assert (
        till.sells(**numbers, phone=WANG, store="店" * 60, guide="导" * 60)["result"] == "created"
    )
    assert till.takes_back(**numbers, return_receipt="退" * 80)["result"] == "created"


@ONE_SERVER
def test_a_wrong_body_is_refused(till: Till) -> None:
    for path, body in WRONG_BODIES:
        answer = till.posts(path, body)
        assert (answer.status_code, says(answer)["type"]) == (422, "wrong_shape"), body


@ONE_SERVER
def test_a_wrong_question_is_refused(till: Till) -> None:
    for path, name, value in WRONG_QUESTIONS:
        answer = till.gets(path, **{name: value})
        assert (answer.status_code, says(answer)["type"]) == (422, "wrong_shape"), value
        assert name in says(answer)["detail"]
