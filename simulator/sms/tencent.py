"""Answer as sms.tencentcloudapi.com 2021-01-11 does.

cloud.tencent.com/document/api/382/55981
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from typing import Any

from ..instants import loaded
from ..world import World
from . import gateway, numbers, receipts, texts
from .gateway import Order
from .refusals import TENCENT, Refusal
from .texts import segments

NAME = "tencent"
MOST = 200
Body = dict[str, Any]
Answer = dict[str, Any]


def send_sms(world: World, body: Body) -> Answer:
    """Answer SendSms: each number has a result of its own, also where the call succeeded."""
    wanted, values = body.get("PhoneNumberSet"), body.get("TemplateParamSet") or []
    if not _are_texts(wanted) or not _are_texts(values) or not wanted:
        raise Refusal("parameters")
    _check_app(world, body)
    if len(wanted) > MOST:
        raise Refusal("count")
    return {"SendStatusSet": [_result(world, body, number, values) for number in wanted]}


def pull_by_number(world: World, body: Body) -> Answer:
    """Answer PullSmsSendStatusByPhoneNumber: what became of SMS to a number."""
    _check_app(world, body)
    number = numbers.mobile(body.get("PhoneNumber"))
    begin, end = int(body.get("BeginTime") or 0), int(body.get("EndTime") or time.time())
    rows = world.journal.rows(
        "select * from sms where number = ? and sender = 'shop' order by id desc", number
    )
    hers = [row for row in rows if begin <= loaded(row["at"]).timestamp() <= end]
    offset, limit = int(body.get("Offset") or 0), min(100, int(body.get("Limit") or 100))
    known = [row for row in hers if not receipts.is_waiting(world, row)]
    return {"PullSmsSendStatusSet": [_status(row) for row in known[offset : offset + limit]]}


def package_left(world: World, body: Body) -> Answer:
    """Answer SmsPackagesStatistics: how much of what was bought is left."""
    _check_app(world, body)
    used = texts.charged(world.journal)
    package = {"PackageId": 1, "AmountOfPackage": world.rules.sms_package, "CurrentUsage": used}
    return {"SmsPackagesStatisticsSet": [package]}


ACTIONS: dict[str, Callable[[World, Body], Answer]] = {
    "SendSms": send_sms,
    "PullSmsSendStatusByPhoneNumber": pull_by_number,
    "SmsPackagesStatistics": package_left,
}


def refusal(error: Refusal) -> Answer:
    """Return a no to a whole call, which has status 200."""
    code, words = error.in_words_of(TENCENT)
    return {"Error": {"Code": code, "Message": words}}


def _check_app(world: World, body: Body) -> None:
    if body.get("SmsSdkAppId") != world.settings.sms.app_id:
        raise Refusal("app")


def _result(world: World, body: Body, number: str, values: list[str]) -> Answer:
    context = str(body.get("SessionContext") or "")
    named = {str(place): value for place, value in enumerate(values, start=1)}
    sign, template = str(body.get("SignName") or ""), str(body.get("TemplateId") or "")
    order = Order(NAME, number, sign, template, named, context, _serial())
    result = {"SerialNo": "", "PhoneNumber": number, "Fee": 0, "SessionContext": context}
    try:
        text = gateway.take(world, order)
    except Refusal as error:
        code, words = error.in_words_of(TENCENT)
        return result | {"Code": code, "Message": words, "IsoCode": ""}
    receipts.report_later(world, text)
    fee = {"SerialNo": text.serial, "Fee": segments(text.text)}
    return result | fee | {"Code": "Ok", "Message": "send success", "IsoCode": "CN"}


def _serial() -> str:
    return f"5000:{secrets.randbelow(10**28):028d}"


def _are_texts(found: object) -> bool:
    return isinstance(found, list) and all(isinstance(each, str) for each in found)


def _status(row: Any) -> Answer:
    return {
        "UserReceiveTime": int(loaded(row["at"]).timestamp()),
        "CountryCode": "86",
        "SubscriberNumber": row["number"],
        "PhoneNumber": f"+86{row['number']}",
        "SerialNo": row["serial"],
        "ReportStatus": "FAIL" if row["error"] else "SUCCESS",
        "Description": row["error"] or "DELIVRD",
        "SessionContext": row["out_id"],
    }
