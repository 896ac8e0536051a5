"""Take customer-service messages and show them on her phone.

developers.weixin.qq.com/doc/service/api/customer/message/api_sendcustommessage.html
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from .. import messages, people
from ..instants import stored
from ..media import living
from ..people import Person
from .call import Call
from .errors import ApiError

OK = {"errcode": 0, "errmsg": "ok"}
Shown = dict[str, Any]
TYPING_SECONDS = 15.0
MENU_ITEMS, MENU_ITEM_BYTES = 10, 512


def send(call: Call) -> dict[str, Any]:
    """Answer /cgi-bin/message/custom/send."""
    touser = call.text("touser", otherwise=40003)
    kind = call.text("msgtype", otherwise=40008)
    if kind not in READERS:
        raise ApiError(40008)
    person = _reachable(call, touser)
    shown = READERS[kind](call, call.json.get(kind))
    with call.world.journal.transaction():
        code = people.debit_window(call.world.journal, touser, call.now)
        if code:
            raise ApiError(code)
        _show(call, person, shown, kind)
    call.world.typing.pop(touser, None)
    return OK


def _reachable(call: Call, touser: str) -> Person:
    person = people.find(call.world.journal, touser)
    if person is None:
        raise ApiError(40003)
    if person.blacklisted:
        raise ApiError(43019)
    if not person.follows:
        raise ApiError(45015)
    if person.muted:
        raise ApiError(48002)
    return person


def _show(call: Call, person: Person, shown: Shown, kind: str) -> None:
    mark = call.json.get("aimsgcontext")
    data = shown.get("data") or {}
    if isinstance(mark, dict) and mark.get("is_ai_msg"):
        data = data | {"ai": True}
    message = messages.Message(
        person.openid,
        "shop",
        kind,
        shown.get("text", ""),
        at=call.now,
        via="custom",
        media=shown.get("media"),
        data=data,
    )
    messages.add(call.world.journal, message)


def _text(call: Call, part: object) -> Shown:
    content = part.get("content") if isinstance(part, dict) else None
    if not isinstance(content, str):
        raise ApiError(40035)
    if not content.strip():
        raise ApiError(44004)
    if len(content.encode()) > call.rules.reply_bytes:
        raise ApiError(45002)
    return {"text": content}


def _media(call: Call, part: object) -> Shown:
    media_id = part.get("media_id") if isinstance(part, dict) else None
    found = isinstance(media_id, str) and living(
        call.world.journal, media_id, at=stored(call.now), rules=call.rules
    )
    if not found:
        raise ApiError(40007)
    return {"media": found.id}


def _news(_call: Call, part: object) -> Shown:
    articles = part.get("articles") if isinstance(part, dict) else None
    if not isinstance(articles, list) or not all(isinstance(each, dict) for each in articles):
        raise ApiError(40035)
    if len(articles) != 1:
        raise ApiError(45008)
    names = ("title", "description", "url", "picurl")
    article = {name: str(articles[0].get(name, "")) for name in names}
    return {"text": article["title"], "data": {"articles": [article]}}


def _menu(_call: Call, part: object) -> Shown:
    items = part.get("list") if isinstance(part, dict) else None
    if not isinstance(part, dict) or not isinstance(items, list) or not items:
        raise ApiError(40035)
    if len(items) > MENU_ITEMS:
        raise ApiError(45098)
    entries = [_menu_item(item) for item in items]
    head, tail = str(part.get("head_content", "")), str(part.get("tail_content", ""))
    return {"text": head, "data": {"list": entries, "tail": tail}}


def _menu_item(item: object) -> dict[str, str]:
    if not isinstance(item, dict) or not item.get("content"):
        raise ApiError(40035)
    content = str(item["content"])
    if len(content.encode()) > MENU_ITEM_BYTES:
        raise ApiError(45099)
    return {"id": str(item.get("id", "")), "content": content}


def _card(_call: Call, part: object) -> Shown:
    if not isinstance(part, dict):
        raise ApiError(40035)
    return {"text": str(part.get("title", "")), "data": {"card": part}}


READERS: dict[str, Callable[[Call, object], Shown]] = {
    "text": _text,
    "image": _media,
    "voice": _media,
    "video": _media,
    "news": _news,
    "msgmenu": _menu,
    "miniprogrampage": _card,
}


def typing(call: Call) -> dict[str, Any]:
    """Answer /cgi-bin/message/custom/typing: the dots show for fifteen seconds at most."""
    touser = call.text("touser", otherwise=40003)
    command = call.json.get("command")
    if command not in ("Typing", "CancelTyping"):
        raise ApiError(45072)
    _reachable(call, touser)
    if command == "CancelTyping":
        call.world.typing.pop(touser, None)
        return OK
    last = messages.last_exchange(call.world.journal, touser)
    if last is None or call.now - last > timedelta(seconds=30):
        raise ApiError(45080)
    if call.world.typing.get(touser, 0) > time.monotonic():
        raise ApiError(45081)
    call.world.typing[touser] = time.monotonic() + TYPING_SECONDS
    return OK
