"""What Tencent Cloud pushes: receipts, many at once, and what people sent, one at a time.

https://cloud.tencent.com/document/product/382/59178
"""

from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from bot.channels.sms.carriers import in_short, outcome_of
from bot.channels.sms.gateway import Inbound, Report, Unreadable
from bot.channels.sms.pushes import moment_of, phone_of, rows_of, text_of


def read_reports(body: bytes) -> list[Report]:
    """Read receipts; raise Unreadable."""
    return [_report(row) for row in rows_of(body)]


def read_inbound(body: bytes) -> list[Inbound]:
    """Read what somebody sent; raise Unreadable."""
    return [_inbound(row) for row in rows_of(body)]


def _report(row: Mapping[str, Any]) -> Report:
    phone, name = phone_of(row.get("mobile")), text_of(row, "sid", most=80)
    said = text_of(row, "report_status", most=10)
    if not name or said not in ("SUCCESS", "FAIL"):
        raise Unreadable("a receipt without sid or status")
    at = moment_of(row.get("user_receive_time"))
    if said == "SUCCESS":
        return Report(name, phone, "arrived", "", at)
    code, words = text_of(row, "errmsg", most=60), text_of(row, "description", most=60)
    return Report(name, phone, outcome_of(code, words), in_short(code, words), at)


def _inbound(row: Mapping[str, Any]) -> Inbound:
    """Read one; it has no number of its own: the same words in the same second are the same."""
    phone, text = phone_of(row.get("mobile")), text_of(row, "text", most=500)
    at = moment_of(row.get("time"))
    if at is None:
        raise Unreadable("a message without time")
    told = f"{row['time']}:{phone}:{text}:{text_of(row, 'extend', most=20)}"
    return Inbound(sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:32], phone, text, at)
