"""From the fields of a WeChat message or event to an `Incoming`: a table, and what is refused.

https://developers.weixin.qq.com/doc/service/guide/product/message/Receiving_standard_messages.html
https://developers.weixin.qq.com/doc/service/guide/product/message/Receiving_event_pushes.html
"""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from bot.channels.incoming import Incoming
from bot.channels.wechat.envelope import Unreadable

Fields = Mapping[str, Any]
_OPENID = re.compile(r"[A-Za-z0-9_-]{1,64}")
_MESSAGE_ID = re.compile(r"[0-9]{1,40}")
_STAMP = re.compile(r"[0-9]{1,10}")
_LONGEST_TEXT = 4096
_QR = "qrscene_"
_STICKER = "【收到不支持的消息类型，暂无法显示】"  # what WeChat sends in place of a sticker


def read(fields: Fields) -> Incoming | None:
    """Return what a customer did, or None for what needs no answer; raise Unreadable."""
    openid = _text(fields, "FromUserName")
    if not _OPENID.fullmatch(openid):
        raise Unreadable("no openid")
    kind = _text(fields, "MsgType").lower()
    if kind == "event":
        return _event(fields, openid)
    return _message(fields, openid, kind)


def _message(fields: Fields, openid: str, kind: str) -> Incoming | None:
    reader = _MESSAGES.get(kind)
    if reader is None:
        return None
    message_id = _text(fields, "MsgId")
    if not _MESSAGE_ID.fullmatch(message_id):
        raise Unreadable("no MsgId")
    name, text, detail = reader(fields)
    return Incoming(
        channel="wechat",
        external_id=openid,
        key=f"wechat:{openid}:{message_id}",
        kind=name,
        at=_moment(fields),
        text=text[:_LONGEST_TEXT],
        detail=detail,
    )


def _event(fields: Fields, openid: str) -> Incoming | None:
    event = _text(fields, "Event").lower()
    reader = _EVENTS.get(event)
    if reader is None:
        return None
    kind, text = reader(_text(fields, "EventKey"))
    stamp = _text(fields, "CreateTime")
    return Incoming(
        channel="wechat",
        external_id=openid,
        key=f"wechat:{openid}:{stamp}:{event}:{text}"[:200],
        kind=kind,
        at=_moment(fields),
        text=text[:128],
    )


def _said(fields: Fields) -> tuple[str, str, dict[str, Any]]:
    words = _text(fields, "Content")
    return ("sticker", "", {}) if words == _STICKER else ("text", words, {})


def _spoken(fields: Fields) -> tuple[str, str, dict[str, Any]]:
    """A voice with a transcript is a text; WeChat has stopped sending transcripts."""
    words = _text(fields, "Recognition").strip()
    return ("text", words, {}) if words else ("voice", "", _media(fields))


def _placed(fields: Fields) -> tuple[str, str, dict[str, Any]]:
    try:
        latitude = float(_text(fields, "Location_X"))
        longitude = float(_text(fields, "Location_Y"))
    except ValueError as error:
        raise Unreadable("no location") from error
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise Unreadable("no location")
    return "location", "", {"latitude": latitude, "longitude": longitude}


def _linked(fields: Fields) -> tuple[str, str, dict[str, Any]]:
    return "link", _text(fields, "Title"), {"url": _text(fields, "Url")[:1024]}


def _media(fields: Fields) -> dict[str, Any]:
    return {"media_id": _text(fields, "MediaId")[:200]}


_MESSAGES: dict[str, Callable[[Fields], tuple[str, str, dict[str, Any]]]] = {
    "text": _said,
    "image": lambda fields: ("picture", "", _media(fields)),
    "voice": _spoken,
    "video": lambda fields: ("video", "", _media(fields)),
    "shortvideo": lambda fields: ("video", "", _media(fields)),
    "location": _placed,
    "link": _linked,
}

# What is not here (VIEW, LOCATION reports, job results, kinds to come) needs no answer.
_EVENTS: dict[str, Callable[[str], tuple[str, str]]] = {
    "subscribe": lambda key: ("follow", key.removeprefix(_QR) if key.startswith(_QR) else ""),
    "unsubscribe": lambda _key: ("unfollow", ""),
    "scan": lambda key: ("scan", key),
    "click": lambda key: ("click", key),
    "scancode_waitmsg": lambda key: ("click", key),
}


def _text(fields: Fields, name: str) -> str:
    """Return a field as text; one that is missing is empty, one sent twice is unreadable.

    NUL can't be stored and means nothing, so it is dropped.
    """
    value = fields.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise Unreadable(f"{name} is not a text")
    return value.replace("\x00", "")


def _moment(fields: Fields) -> datetime:
    stamp = _text(fields, "CreateTime")
    if not _STAMP.fullmatch(stamp):
        raise Unreadable("no CreateTime")
    return datetime.fromtimestamp(int(stamp), UTC)
