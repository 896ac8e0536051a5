"""Answer as Dysmsapi 2017-05-25 does.

help.aliyun.com/zh/sms/developer-reference/api-dysmsapi-2017-05-25-sendsms
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from typing import Any

from ..instants import loaded
from ..world import World
from . import gateway, receipts
from .gateway import Order
from .pushes import written
from .refusals import ALIYUN, Refusal

NAME = "aliyun"
MOST, MOST_IN_BATCH = 1000, 100
Query = dict[str, str]
Answer = dict[str, Any]


def send_sms(world: World, query: Query) -> Answer:
    """Answer SendSms: the same to many; one number that can't be sent to refuses all of them."""
    wanted = query.get("PhoneNumbers", "").split(",")
    if len(wanted) > MOST:
        raise Refusal("count")
    values = _values(query.get("TemplateParam") or "{}")
    serial = gateway.new_serial()
    orders = [_order(query, number, values, serial) for number in wanted]
    return _taken(world, orders, serial)


def send_batch_sms(world: World, query: Query) -> Answer:
    """Answer SendBatchSms: each number with its signature and its values."""
    wanted = _list(query.get("PhoneNumberJson", ""))
    signs = _list(query.get("SignNameJson", ""))
    values = _list(query.get("TemplateParamJson") or json.dumps([{}] * len(wanted)))
    if len(wanted) > MOST_IN_BATCH:
        raise Refusal("count")
    if not len(wanted) == len(signs) == len(values):
        raise Refusal("parameters")
    serial = gateway.new_serial()
    orders = [
        _order({**query, "SignName": str(sign)}, str(number), _texts(each), serial)
        for number, sign, each in zip(wanted, signs, values, strict=True)
    ]
    return _taken(world, orders, serial)


def query_send_details(world: World, query: Query) -> Answer:
    """Answer QuerySendDetails: what became of one day's SMS to a number."""
    rows = world.journal.rows(
        "select * from sms where number = ? and sender = 'shop' order by id desc",
        query.get("PhoneNumber", ""),
    )
    day, serial = query.get("SendDate", ""), query.get("BizId", "")
    hers = [
        row
        for row in rows
        if written(loaded(row["at"]))[:10].replace("-", "") == day and serial in ("", row["serial"])
    ]
    page, size = int(query.get("CurrentPage") or 1), min(50, int(query.get("PageSize") or 10))
    shown = hers[(page - 1) * size : page * size]
    items = {"SmsSendDetailDTO": [_detail(world, row) for row in shown]}
    return {"Code": "OK", "Message": "OK", "TotalCount": str(len(hers)), "SmsSendDetailDTOs": items}


ACTIONS: dict[str, Callable[[World, Query], Answer]] = {
    "SendSms": send_sms,
    "SendBatchSms": send_batch_sms,
    "QuerySendDetails": query_send_details,
}


def refusal(error: Refusal) -> Answer:
    """Return a no: with status 200, and no BizId."""
    code, words = error.in_words_of(ALIYUN)
    return {"Message": words, "Code": code}


def request_id() -> str:
    """Return the name of a call, which an operator may look up."""
    return str(uuid.uuid4()).upper()


def _taken(world: World, orders: list[Order], serial: str) -> Answer:
    with world.journal.transaction():
        taken = [gateway.take(world, order) for order in orders]
    for text in taken:
        receipts.report_later(world, text)
    return {"Message": "OK", "Code": "OK", "BizId": serial}


def _order(query: Query, number: str, values: dict[str, str], serial: str) -> Order:
    sign, template = query.get("SignName", ""), query.get("TemplateCode", "")
    return Order(NAME, number, sign, template, values, query.get("OutId", ""), serial)


def _values(text: str) -> dict[str, str]:
    try:
        return _texts(json.loads(text))
    except ValueError as error:
        raise Refusal("json") from error


def _texts(found: object) -> dict[str, str]:
    """Return the values of a template's variables: texts, or numbers read as texts."""
    if not isinstance(found, dict):
        raise Refusal("json")
    return {name: str(value) for name, value in found.items()}


def _list(text: str) -> list[object]:
    try:
        found = json.loads(text)
    except ValueError as error:
        raise Refusal("json") from error
    if not isinstance(found, list):
        raise Refusal("parameters")
    return found


def _detail(world: World, row: Any) -> Answer:
    status = 1 if receipts.is_waiting(world, row) else 2 if row["error"] else 3
    return {
        "PhoneNum": row["number"],
        "SendStatus": status,
        "ErrCode": "" if status == 1 else row["error"] or "DELIVERED",
        "TemplateCode": row["template"],
        "Content": row["text"],
        "SendDate": written(loaded(row["at"])),
        "ReceiveDate": written(loaded(row["at"])) if status == 3 else "",
        "OutId": row["out_id"],
    }
