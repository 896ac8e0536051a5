"""Reminders (订阅通知): each goes by a yes of hers to it, and what WeChat tells about both.

https://developers.weixin.qq.com/doc/service/api/notify/notify/api_sendsubscribemsg.html
"""

import re
from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any, NamedTuple

from bot.channels import Content, Outcome, SendFailed
from bot.channels.wechat.client import WeChatClient
from bot.channels.wechat.envelope import Unreadable
from bot.channels.wechat.errors import Unreachable, WeChatError, as_failure
from bot.channels.wechat.templates import ABOUT_THE_TEMPLATE, SHE_REFUSES, STOPPED_FOR

SEND = "/cgi-bin/message/subscribe/bizsend"
NOT_TWO_AT_ONCE, BANNED = 43108, 43107
_TEMPLATE = re.compile(r"[0-9A-Za-z_-]{1,64}")
_OPENID = re.compile(r"[A-Za-z0-9_-]{1,64}")
_WRAPPED = {
    "subscribe_msg_popup_event": "SubscribeMsgPopupEvent",
    "subscribe_msg_change_event": "SubscribeMsgChangeEvent",
    "subscribe_msg_sent_event": "SubscribeMsgSentEvent",
}


class Reminders:
    """Sends reminders; WeChat knows none again, so what may have gone is never repeated."""

    def __init__(self, client: WeChatClient) -> None:
        self._client = client

    def send(self, to: str, content: Content) -> None:
        """Send one reminder; raise SendFailed."""
        card = content.card
        if card is None:
            raise SendFailed("no reminder to send", permanent=True)
        data = {key: {"value": value} for key, value in card.data.items()}
        try:
            self._client.call(SEND, {"touser": to, "template_id": card.template, "data": data})
        except (WeChatError, Unreachable) as error:
            raise _failure(error) from error


class Heard(NamedTuple):
    """What was told about one template: her yes, her no, a switch turned off, or what became."""

    openid: str
    at: str
    event: str
    template: str
    said: str
    number: str = ""

    @property
    def outcome(self) -> Outcome:
        """Return what became of a reminder."""
        if self.said == "0":
            return "arrived"
        return "refused" if self.said == str(SHE_REFUSES) else "failed"


def is_about_reminders(fields: Mapping[str, Any]) -> bool:
    """Say whether a push tells about reminders; names of events differ in case."""
    return str(fields.get("Event") or "").lower() in _WRAPPED


def read_reminders(fields: Mapping[str, Any]) -> list[Heard]:
    """Return what is told, template by template; what makes no sense is left out.

    Raise Unreadable where it does not say about whom.
    """
    event = str(fields.get("Event") or "").lower()
    openid, at = fields.get("FromUserName"), fields.get("CreateTime")
    if not isinstance(openid, str) or not _OPENID.fullmatch(openid) or not isinstance(at, str):
        raise Unreadable("a reminder without openid")
    return [
        Heard(openid, at[:10], event, each["TemplateId"], _said(each), str(each.get("MsgID") or ""))
        for each in _listed(fields, event)
    ]


def _said(each: Mapping[str, Any]) -> str:
    return str(each.get("SubscribeStatusString") or each.get("ErrorCode") or "").lower()[:20]


def _listed(fields: Mapping[str, Any], event: str) -> Iterator[Mapping[str, Any]]:
    """Go through one element, or several; in JSON the wrapper around them is missing."""
    inside = fields.get(_WRAPPED[event]) or fields
    listed = inside.get("List") if isinstance(inside, Mapping) else None
    for each in listed if isinstance(listed, list) else [listed]:
        if not isinstance(each, Mapping):
            continue
        named = each.get("TemplateId")
        if isinstance(named, str) and _TEMPLATE.fullmatch(named):
            yield each


def _failure(error: WeChatError | Unreachable) -> SendFailed:
    """Say what follows: who has not said yes gets none, a template that is refused stops alone."""
    code = error.code if isinstance(error, WeChatError) else None
    if code == SHE_REFUSES:
        return SendFailed(str(error), shut="reminders")
    if code in ABOUT_THE_TEMPLATE:
        return SendFailed(str(error), shut="template", pause=STOPPED_FOR)
    if code == BANNED:
        return SendFailed(str(error), shut="door", pause=timedelta(minutes=10))
    if code == NOT_TWO_AT_ONCE:
        return SendFailed(str(error))
    return as_failure(error)
