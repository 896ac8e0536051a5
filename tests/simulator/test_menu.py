"""The custom menu: what WeChat takes and what it refuses."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.simulator.playground import Playground

CREATE, GET, DELETE = (f"/cgi-bin/menu/{name}" for name in ("create", "get", "delete"))
POINTS = {"type": "click", "name": "我的积分", "key": "points"}


def with_sub(*inner: dict[str, Any]) -> dict[str, Any]:
    """Return a menu with one folder."""
    return {"button": [{"name": "会员", "sub_button": list(inner)}]}


def test_a_menu_is_kept_and_shown_to_the_phones(wechat: Playground) -> None:
    assert wechat.api(CREATE, {"button": [POINTS]})["errcode"] == 0
    button = wechat.api(GET)["menu"]["button"][0]
    assert button == POINTS | {"sub_button": []}
    assert wechat.sim("GET", "/sim/changes")["menu"]["button"][0]["name"] == "我的积分"


def test_a_deleted_menu_is_gone(wechat: Playground) -> None:
    wechat.api(CREATE, with_sub(POINTS))
    assert wechat.api(DELETE)["errcode"] == 0
    assert wechat.api(GET)["errcode"] == 46003


def test_escaped_chinese_is_refused(wechat: Playground) -> None:
    assert wechat.raw(CREATE, json.dumps({"button": [POINTS]}).encode())["errcode"] == 40033


@pytest.mark.parametrize(
    ("menu", "code"),
    [
        ({"button": []}, 40016),
        ({"button": [POINTS] * 4}, 40016),
        ({"button": "x"}, 40016),
        ({"button": ["x"]}, 40017),
        ({"button": [POINTS | {"type": "dance"}]}, 40017),
        ({"button": [POINTS | {"name": "六个汉字太长"}]}, 40018),
        ({"button": [POINTS | {"key": "k" * 129}]}, 40019),
        ({"button": [{"type": "view", "name": "商城", "url": "u" * 1025}]}, 40020),
        (with_sub(*[POINTS] * 6), 40023),
        (with_sub(POINTS | {"type": "dance"}), 40024),
        (with_sub(POINTS | {"name": "好" * 21}), 40025),
        (with_sub(POINTS | {"key": ""}), 40026),
    ],
)
def test_a_menu_out_of_measure_is_refused(
    wechat: Playground, menu: dict[str, Any], code: int
) -> None:
    assert wechat.api(CREATE, menu)["errcode"] == code
    assert wechat.api(GET)["errcode"] == 46003
