"""Repairs and orders over the API."""

from base64 import b64encode
from datetime import timedelta
from typing import Any

import pytest

from bot import clock
from tests.api.cast import WANG, Shop, Till, says
from tests.databases import ONE_SERVER

SOFA = {"kind": "order", "item": "三人沙发", "number": "D20261122-018"}


def posts(till: Till, path: str, **body: Any) -> tuple[int, dict[str, Any]]:
    answer = till.posts(f"/works{path}", body)
    return answer.status_code, says(answer)


def test_an_order_goes_its_way(till: Till, shop: Shop) -> None:
    shop.opens()
    wang = shop.joins("wang", WANG)
    status, work = posts(till, "", **SOFA, member_id=wang, store="静安店", owner="周婷")
    assert (status, work["stage"], work["owner"]) == (200, "ordered", "zhouting")
    number = work["id"]
    assert posts(till, f"/{number}/stage", stage="made", by="zhouting")[1]["stage"] == "made"
    day = (clock.today() + timedelta(days=9)).isoformat()
    assert posts(till, f"/{number}/promise", day=day, why="面料晚到")[1]["promised"] == day
    assert posts(till, f"/{number}/stage", stage="accepted")[1]["done_at"]
    assert till.finds("/works", member=wang, open="true") == []
    assert [one["id"] for one in till.finds("/works", member=wang)] == [number]
    assert till.sees(f"/works/{number}")["number"] == "D20261122-018"


@ONE_SERVER
def test_what_can_not_be_is_refused(till: Till, shop: Shop) -> None:
    wang = shop.joins("wang", WANG)
    assert posts(till, "", **SOFA)[1]["type"] == "work_for_nobody"
    number = posts(till, "", **SOFA, member_id=wang)[1]["id"]
    assert posts(till, "", **SOFA, member_id=wang)[1]["id"] == number
    posts(till, f"/{number}/stage", stage="made")
    refused = {
        "back": posts(till, f"/{number}/stage", stage="measured"),
        "unknown": posts(till, f"/{number}/stage", stage="painted"),
        "past": posts(till, f"/{number}/promise", day="2020-01-01", why="x"),
        "none": posts(till, "/4711/stage", stage="made"),
    }
    assert {name: (status, told["type"]) for name, (status, told) in refused.items()} == {
        "back": (409, "work_stage_back"),
        "unknown": (422, "work_stage_unknown"),
        "past": (409, "work_day_past"),
        "none": (404, "work_unknown"),
    }


@ONE_SERVER
@pytest.mark.parametrize(
    "wrong",
    [{"kind": "poem"}, {"item": ""}, {"number": "单号一"}, {"promised": "soon"}, {"photos": [0]}],
)
def test_what_can_not_be_read_is_refused(till: Till, wrong: dict[str, Any]) -> None:
    assert posts(till, "", **(SOFA | wrong))[0] == 422


def test_a_photo_of_a_ring_that_is_taken_in_is_kept_once(till: Till, shop: Shop) -> None:
    wang = shop.joins("wang", WANG)
    work = posts(till, "", kind="repair", item="戒指", member_id=wang)[1]
    picture = b64encode(b"\xff\xd8\xff" + b"a scratched ring").decode()
    for _ in range(2):
        status, work = posts(till, f"/{work['id']}/photos", picture=picture)
        assert (status, len(work["photos"])) == (200, 1)
    seen = till.sees(f"/media/{work['photos'][0]}")
    assert (seen["content"], seen["state"]) == (picture, "kept")


@ONE_SERVER
def test_what_is_no_photo_is_not_kept(till: Till, shop: Shop) -> None:
    wang = shop.joins("wang", WANG)
    number = posts(till, "", kind="repair", item="戒指", member_id=wang)[1]["id"]
    script = b64encode(b"<script>").decode()
    assert posts(till, f"/{number}/photos", picture=script)[1]["type"] == "media_refused"
    assert posts(till, f"/{number}/photos", picture="!!")[0] == 422
    assert posts(till, "/4711/photos", picture=b64encode(b"\xff\xd8\xff").decode())[0] == 404
    assert till.sees(f"/works/{number}")["photos"] == []
