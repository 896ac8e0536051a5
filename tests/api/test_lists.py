"""A list is read part by part, and nothing is seen twice or missed."""

from typing import Any

import pytest

from tests.api.cast import Shop, Till, sale, says
from tests.databases import ONE_SERVER


def walk(till: Till, path: str, **question: Any) -> list[list[int]]:
    """Read a list to its end; return the ids of each part."""
    parts: list[list[int]] = []
    cursor = None
    while not parts or cursor:
        asked = {**question, "cursor": cursor} if cursor else question
        part = says(till.gets(path, **asked))
        parts.append([one["id"] for one in part["items"]])
        cursor = part["next"]
    return parts


def test_a_list_is_read_part_by_part(shop: Shop, till: Till) -> None:
    ids = [shop.meets(f"openid{number}") for number in range(5)]
    parts = walk(till, "/members", limit=2)
    assert parts == [ids[4:2:-1], ids[2:0:-1], ids[:1]]


def test_a_part_that_ends_the_list_leads_nowhere(shop: Shop, till: Till) -> None:
    shop.meets("one")
    shop.meets("two")
    assert len(walk(till, "/members", limit=2)) == 1


def test_open_and_done_tasks_are_one_list(shop: Shop, till: Till) -> None:
    ids = [shop.asks_people(word) for word in "abcdef"]
    for number in ids[::2]:
        till.posts(f"/tasks/{number}/done", {"result": "好"})
    open_first = [*ids[5::-2], *ids[4::-2]]
    for limit in (1, 2, 3, 4):
        parts = walk(till, "/tasks", limit=limit)
        assert [number for part in parts for number in part] == open_first


def test_messages_and_points_are_read_part_by_part(shop: Shop, till: Till) -> None:
    wang = shop.joins("wang", "13800138000", proved=True)
    till.posts("/purchases", [sale(str(n), member_id=wang) for n in range(3)])
    first = says(till.gets(f"/members/{wang}/points", limit=2))
    rest = says(till.gets(f"/members/{wang}/points", limit=2, cursor=first["next"]))
    sources = [one["source"][-1] for one in first["items"] + rest["items"]]
    assert (sources, rest["next"]) == (["2", "1", "0"], None)


@ONE_SERVER
@pytest.mark.parametrize("path", ["/members", "/tasks", "/outbox", "/conversations"])
def test_a_limit_beyond_reason_is_refused(till: Till, path: str) -> None:
    for limit in ("0", "-1", "201", "1e2", "many", "9" * 400, "\0"):
        answer = till.gets(path, limit=limit)
        assert (answer.status_code, says(answer)["type"]) == (422, "wrong_shape"), limit
        assert "limit" in says(answer)["detail"]


@ONE_SERVER
def test_a_made_up_cursor_is_refused(till: Till) -> None:
    for cursor in ("x", "%%%", "MTIz1", "OTk5OTk5OTk5OTk5OTk5OTk5OTk5", "客", "\0"):
        answer = till.gets("/tasks", cursor=cursor)
        assert (answer.status_code, "next" in says(answer)["detail"]) == (422, True), cursor
