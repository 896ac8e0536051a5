"""Write what the gateways push: receipts, and what customers answer.

help.aliyun.com/zh/sms/developer-reference/smsreport
help.aliyun.com/zh/sms/developer-reference/smsup
cloud.tencent.com/document/product/382/59178, cloud.tencent.com/document/product/382/42907
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from ..instants import BEIJING
from .texts import Text, segments

FIRST_SEQUENCE = 1_234_000_000


def report(text: Text, reported: datetime) -> list[dict[str, Any]]:
    """Return a receipt in the shape of the gateway that sent the SMS."""
    shape = _tencents_report if text.provider == "tencent" else _aliyuns_report
    return [shape(text, reported)]


def inbound(text: Text, number: int) -> object:
    """Return what a customer wrote: a list at Aliyun, one object at Tencent."""
    if text.provider == "tencent":
        return _tencents_inbound(text)
    return [_aliyuns_inbound(text, number)]


def _aliyuns_report(text: Text, reported: datetime) -> dict[str, Any]:
    arrived = not text.error
    return {
        "phone_number": text.number,
        "send_time": written(text.at),
        "report_time": written(reported),
        "success": arrived,
        "err_code": text.error or "DELIVERED",
        "err_msg": "用户接收成功" if arrived else "用户接收失败",
        "sms_size": str(segments(text.text)),
        "biz_id": text.serial,
        "out_id": text.out,
    }


def _aliyuns_inbound(text: Text, number: int) -> dict[str, Any]:
    return {
        "phone_number": text.number,
        "send_time": written(text.at),
        "content": text.text,
        "sign_name": text.sign,
        "dest_code": "1234",
        "sequence_id": FIRST_SEQUENCE + number,
    }


def _tencents_report(text: Text, reported: datetime) -> dict[str, Any]:
    arrived = not text.error
    return {
        "user_receive_time": written(reported),
        "nationcode": "86",
        "mobile": text.number,
        "report_status": "SUCCESS" if arrived else "FAIL",
        "errmsg": text.error or "DELIVRD",
        "description": "用户短信送达成功" if arrived else "用户短信送达失败",
        "sid": text.serial,
        "ext": text.out,
    }


def _tencents_inbound(text: Text) -> dict[str, Any]:
    return {
        "extend": "01",
        "mobile": text.number,
        "nationcode": "86",
        "sign": text.sign,
        "text": text.text,
        "time": int(text.at.timestamp()),
    }


def written(moment: datetime) -> str:
    """Write a moment as both gateways do: Beijing's time, which is not said."""
    return moment.astimezone(BEIJING).strftime("%Y-%m-%d %H:%M:%S")
