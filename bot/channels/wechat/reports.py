"""What WeChat reports later about a card it took.

https://developers.weixin.qq.com/doc/service/guide/product/template_message/Template_Message_Interface.html
"""

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from bot.channels import Outcome
from bot.channels.wechat.envelope import Unreadable

FINISHED = "templatesendjobfinish"
_ID = re.compile(r"[0-9A-Za-z_-]{1,64}")
_COLON = re.compile(r"\s*:\s*")


class Report(NamedTuple):
    """WeChat's id of a card, and what became of it."""

    card: str
    outcome: Outcome


def is_report(fields: Mapping[str, Any]) -> bool:
    """Say whether a push is no act of hers but a report; names of events differ in case."""
    return str(fields.get("Event") or "").lower() == FINISHED


def read_report(fields: Mapping[str, Any]) -> Report:
    """Return what is reported; raise Unreadable."""
    card, status = fields.get("MsgID"), fields.get("Status")
    if not isinstance(card, str) or not _ID.fullmatch(card):
        raise Unreadable("a report without MsgID")
    said = _COLON.sub(":", status.strip().lower()) if isinstance(status, str) else ""
    if said == "success":
        return Report(card, "arrived")
    if not said.startswith("failed"):
        raise Unreadable("a report without a Status we know")
    return Report(card, "refused" if said == "failed:user block" else "failed")
