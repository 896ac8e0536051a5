"""What Aliyun pushes: receipts (SmsReport), and what people sent (SmsUp).

https://help.aliyun.com/zh/sms/developer-reference/smsreport-2
https://help.aliyun.com/zh/sms/developer-reference/smsup-2
"""

from collections.abc import Mapping
from typing import Any

from bot.channels.sms.carriers import in_short, outcome_of
from bot.channels.sms.gateway import Inbound, Report, Unreadable
from bot.channels.sms.pushes import moment_of, phone_of, rows_of, text_of


def name_of(once: str, phone: str) -> str:
    """Return the name of one SMS: our id of the call it went with, and its phone."""
    return f"{once}:{phone}"


def read_reports(body: bytes) -> list[Report]:
    """Read receipts; raise Unreadable."""
    return [_report(row) for row in rows_of(body)]


def read_inbound(body: bytes) -> list[Inbound]:
    """Read what people sent; raise Unreadable."""
    return [_inbound(row) for row in rows_of(body)]


def _report(row: Mapping[str, Any]) -> Report:
    phone, once = phone_of(row.get("phone_number")), text_of(row, "out_id", most=64)
    came = row.get("success")
    if not isinstance(came, bool):
        raise Unreadable("a receipt without success")
    code, words = text_of(row, "err_code", most=60), text_of(row, "err_msg", most=60)
    outcome = "arrived" if came else outcome_of(code, words)
    at = moment_of(row.get("report_time"))
    return Report(name_of(once, phone), phone, outcome, "" if came else in_short(code, words), at)


def _inbound(row: Mapping[str, Any]) -> Inbound:
    phone, number = phone_of(row.get("phone_number")), text_of(row, "sequence_id", most=40)
    if not number:
        raise Unreadable("a message without sequence_id")
    text = text_of(row, "content", most=500)
    return Inbound(f"{number}:{phone}", phone, text, moment_of(row.get("send_time")))
