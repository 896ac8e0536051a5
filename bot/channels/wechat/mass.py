"""One text for many (群发): two to ten thousand openids in one call, known again by its mark.

https://developers.weixin.qq.com/doc/service/api/notify/message/api_masssend.html
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from bot.channels import SendFailed
from bot.channels.wechat.client import WeChatClient
from bot.channels.wechat.envelope import Unreadable
from bot.channels.wechat.errors import Unreachable, WeChatError, as_failure

SEND, ASK = "/cgi-bin/message/mass/send", "/cgi-bin/message/mass/get"
FEWEST, MOST = 2, 10_000
TAKEN_BEFORE, TOO_FAST = 45065, 45066
FINISHED = "masssendjobfinish"
_ID = re.compile(r"[0-9]{1,40}")
_COUNT = re.compile(r"[0-9]{1,9}")
_NO = re.compile(r"err\(([0-9]{1,6})\)")


class MassMessages:
    """Sends one text to many; what was taken before under the same mark is not sent again."""

    def __init__(self, client: WeChatClient) -> None:
        self._client = client

    def send(self, openids: Sequence[str], text: str, *, once: str) -> str:
        """Send to at least two and return WeChat's number of it; raise SendFailed."""
        body = {
            "touser": list(openids),
            "msgtype": "text",
            "text": {"content": text},
            "clientmsgid": once,
        }
        try:
            answer = self._client.call(SEND, body)
        except WeChatError as error:
            if error.code == TAKEN_BEFORE and "msg_id" in error.answer:
                return str(error.answer["msg_id"])
            # too fast, or taken under a number it does not say: it has heard of this one
            known = error.code in (TAKEN_BEFORE, TOO_FAST)
            raise SendFailed(str(error), uncertain=True) if known else as_failure(error) from error
        except Unreachable as error:
            raise as_failure(error) from error
        if "msg_id" not in answer:
            raise SendFailed(f"{SEND}: no msg_id", uncertain=True)
        return str(answer["msg_id"])

    def status(self, msg_id: str) -> str | None:
        """Ask what became of a call: `send success`, `send fail`, or None while it is open."""
        try:
            answer = self._client.call(ASK, {"msg_id": msg_id})
        except (WeChatError, Unreachable):
            return None
        return _SAID.get(str(answer.get("msg_status")))


class MassOutcome(NamedTuple):
    """What WeChat reports about one call; the counts are approximate, or missing."""

    msg_id: str
    status: str
    total: int | None = None
    filtered: int | None = None
    sent: int | None = None
    errors: int | None = None


def is_mass_report(fields: Mapping[str, Any]) -> bool:
    """Say whether a push reports on one text for many; names of events differ in case."""
    return str(fields.get("Event") or "").lower() == FINISHED


def read_mass_report(fields: Mapping[str, Any]) -> MassOutcome:
    """Return what is reported; raise Unreadable."""
    number, status = fields.get("MsgID"), fields.get("Status")
    if not isinstance(number, str) or not _ID.fullmatch(number):
        raise Unreadable("a report without MsgID")
    if not isinstance(status, str) or not 0 < len(status.strip()) <= 40:
        raise Unreadable("a report without Status")
    counts = (_count(fields, f"{name}Count") for name in ("Total", "Filter", "Sent", "Error"))
    return MassOutcome(number, status.strip().lower(), *counts)


def arrived(status: str) -> bool:
    """Say whether a status means that it was sent; older pages write it without the space."""
    return status.replace(" ", "") == "sendsuccess"


def refusal_in(status: str) -> str:
    """Return the number in a status such as `err(10001)`, or nothing."""
    found = _NO.fullmatch(status)
    return found[1] if found else ""


def _count(fields: Mapping[str, Any], name: str) -> int | None:
    said = fields.get(name)
    return int(said) if isinstance(said, str) and _COUNT.fullmatch(said) else None


_SAID = {"SEND_SUCCESS": "send success", "SEND_FAIL": "send fail", "DELETE": "send fail"}
