"""Write what WeChat pushes when a customer does something.

Formats: developers.weixin.qq.com/doc/service/guide/product/message/Receiving_standard_messages.html
and …/Receiving_event_pushes.html.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from .markup import BadMarkup, read, written

Fields = dict[str, Any]

STICKER = "【收到不支持的消息类型，暂无法显示】"
WINDOWS = {
    "subscribe": "follow",
    "scan": "scan",
    "click": "click",
    "scancode_push": "click",
    "scancode_waitmsg": "click",
}
UNANSWERABLE = {"unsubscribe", "view", "view_miniprogram"}


@dataclass(frozen=True)
class Push:
    """One push, ready to be delivered as often as it takes."""

    id: str
    openid: str
    xml: str
    kind: str
    event: str

    @property
    def answerable(self) -> bool:
        """Say whether a reply would be shown."""
        reports = ("jobfinish", "subscribe_msg_")
        return self.event not in UNANSWERABLE and not any(each in self.event for each in reports)

    @property
    def window(self) -> str | None:
        """Return the kind of window this act opens, if any."""
        return WINDOWS.get(self.event) if self.kind == "event" else "message"


def new_id() -> str:
    """Return a MsgId: a 64-bit number, kept as text."""
    return str(23_000_000_000_000_000 + secrets.randbelow(10**15))


def build(fields: Mapping[str, Any], *, account: str, openid: str, at: datetime) -> Push:
    """Put the envelope around what happened; a message gets a MsgId, an event does not."""
    envelope = {"ToUserName": account, "FromUserName": openid, "CreateTime": int(at.timestamp())}
    whole = envelope | dict(fields)
    push_id = str(whole.get("MsgId") or new_id())
    if whole.get("MsgType") != "event" and "MsgId" not in whole:
        whole["MsgId"] = int(push_id)
    return _push(push_id, openid, written(whole), whole)


def from_xml(xml: str, openid: str) -> Push:
    """Take a push as somebody wrote it, sense or nonsense."""
    try:
        fields = read(xml)
    except BadMarkup:
        fields = {}
    return _push(str(fields.get("MsgId") or new_id()), openid, xml, fields)


def _push(push_id: str, openid: str, xml: str, fields: Fields) -> Push:
    kind, event = str(fields.get("MsgType", "")), str(fields.get("Event", "")).lower()
    return Push(push_id, openid, xml, kind=kind, event=event)


def text(content: str, *, menu_id: str | None = None) -> Fields:
    """Return a text; `menu_id` where she tapped an offered answer."""
    fields = {"MsgType": "text", "Content": content}
    return fields | {"bizmsgmenuid": menu_id} if menu_id else fields


def image(media_id: str, url: str) -> Fields:
    """Return a picture."""
    return {"MsgType": "image", "PicUrl": url, "MediaId": media_id}


def voice(media_id: str) -> Fields:
    """Return a voice message, without the transcript that WeChat no longer gives."""
    return {
        "MsgType": "voice",
        "MediaId": media_id,
        "Format": "amr",
        "MediaId16K": f"{media_id}_16K",
    }


def location(lat: float, lng: float, label: str) -> Fields:
    """Return a place she sends; X is the latitude."""
    return {
        "MsgType": "location",
        "Location_X": lat,
        "Location_Y": lng,
        "Scale": 15,
        "Label": label,
    }


def subscribe(scene: str | None, ticket: str | None) -> Fields:
    """Return a follow, through a QR code if there is a scene."""
    key = f"qrscene_{scene}" if scene else ""
    return _event("subscribe", EventKey=key) | ({"Ticket": ticket} if ticket else {})


def unsubscribe() -> Fields:
    """Return that she left."""
    return _event("unsubscribe", EventKey="")


def scan(scene: str, ticket: str | None) -> Fields:
    """Return that a follower scanned one of the shop's codes."""
    return _event("SCAN", EventKey=scene) | ({"Ticket": ticket} if ticket else {})


def click(key: str) -> Fields:
    """Return a tap on the menu."""
    return _event("CLICK", EventKey=key)


def view(url: str) -> Fields:
    """Return a tap on a menu's link."""
    return _event("VIEW", EventKey=url)


def card_report(card: int, status: str) -> Fields:
    """Return what became of a card; its MsgID is the send's."""
    return _event("TEMPLATESENDJOBFINISH", Status=status) | {"MsgID": card}


def mass_report(mass: int, status: str, counts: Mapping[str, int]) -> Fields:
    """Return what became of one text for many; the counts are WeChat's."""
    return _event("MASSSENDJOBFINISH", Status=status) | {"MsgID": mass, **counts}


def popup(answers: Mapping[str, bool]) -> Fields:
    """Return what she answered to the question about reminders, a template each."""
    listed = [_answer(template, agreed) | {"PopupScene": 2} for template, agreed in answers.items()]
    return _event("subscribe_msg_popup_event") | {"SubscribeMsgPopupEvent": {"List": listed}}


def switched_off(templates: list[str]) -> Fields:
    """Return that she took reminders back in WeChat's settings; only a no is pushed."""
    listed = [_answer(template, agreed=False) for template in templates]
    return _event("subscribe_msg_change_event") | {"SubscribeMsgChangeEvent": {"List": listed}}


def reminder_report(template: str, number: int, error: int) -> Fields:
    """Return what became of a reminder."""
    status = "failed" if error else "success"
    told = {"TemplateId": template, "MsgID": number, "ErrorCode": error, "ErrorStatus": status}
    return _event("subscribe_msg_sent_event") | {"SubscribeMsgSentEvent": {"List": [told]}}


def _answer(template: str, agreed: bool) -> Fields:
    word = "accept" if agreed else "reject"
    return {"TemplateId": template, "SubscribeStatusString": word}


def _event(name: str, **fields: str) -> Fields:
    return {"MsgType": "event", "Event": name, **fields}
