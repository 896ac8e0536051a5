"""Keep the custom menu.

developers.weixin.qq.com/doc/service/api/custommenu/api_createcustommenu.html
"""

from __future__ import annotations

import re
from typing import Any

from .call import Call
from .errors import ApiError

OK = {"errcode": 0, "errmsg": "ok"}
ESCAPED = re.compile(rb"\\u[0-9a-fA-F]{4}")
NEEDS = {
    "click": ("key",),
    "scancode_push": ("key",),
    "scancode_waitmsg": ("key",),
    "pic_sysphoto": ("key",),
    "pic_photo_or_album": ("key",),
    "pic_weixin": ("key",),
    "location_select": ("key",),
    "view": ("url",),
    "miniprogram": ("url", "appid", "pagepath"),
    "media_id": ("media_id",),
    "article_id": ("article_id",),
    "article_view_limited": ("article_id",),
}
SIZES = {"key": (128, 40019, 40026), "url": (1024, 40020, 40027)}


def create(call: Call) -> dict[str, Any]:
    """Answer /cgi-bin/menu/create."""
    if ESCAPED.search(call.body):
        raise ApiError(40033)
    buttons = call.json.get("button")
    if not isinstance(buttons, list) or not 1 <= len(buttons) <= 3:
        raise ApiError(40016)
    tidy = [_top(button) for button in buttons]
    call.world.journal.keep("menu", {"button": tidy})
    return OK


def get(call: Call) -> dict[str, Any]:
    """Answer /cgi-bin/menu/get."""
    menu = call.world.journal.kept("menu")
    if menu is None:
        raise ApiError(46003)
    return {"menu": menu}


def delete(call: Call) -> dict[str, Any]:
    """Answer /cgi-bin/menu/delete."""
    call.world.journal.keep("menu", None)
    return OK


def _top(button: object) -> dict[str, Any]:
    if not isinstance(button, dict):
        raise ApiError(40017)
    _check_name(button, 16, 40018)
    inner = button.get("sub_button")
    if not inner:
        _check_action(button, sub=False)
        return button | {"sub_button": []}
    if not isinstance(inner, list) or len(inner) > 5:
        raise ApiError(40023)
    return {"name": button["name"], "sub_button": [_sub(each) for each in inner]}


def _sub(button: object) -> dict[str, Any]:
    if not isinstance(button, dict):
        raise ApiError(40024)
    _check_name(button, 60, 40025)
    _check_action(button, sub=True)
    return button | {"sub_button": []}


def _check_name(button: dict[str, Any], limit: int, code: int) -> None:
    name = button.get("name")
    if not isinstance(name, str) or not 1 <= len(name.encode()) <= limit:
        raise ApiError(code)


def _check_action(button: dict[str, Any], *, sub: bool) -> None:
    needs = NEEDS.get(str(button.get("type", "")))
    if needs is None:
        raise ApiError(40024 if sub else 40017)
    for name in needs:
        limit, top_code, sub_code = SIZES.get(name, (1024, 40035, 40035))
        value = button.get(name)
        if not isinstance(value, str) or not 1 <= len(value.encode()) <= limit:
            raise ApiError(sub_code if sub else top_code)
