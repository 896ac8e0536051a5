"""Take one SMS for one number, or say why not; what both gateways have in common.

Limits: help.aliyun.com/zh/sms/user-guide/configure-message-sending-limits,
cloud.tencent.com/document/product/382/39023
"""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from ..instants import BEIJING
from ..world import World
from . import forms, numbers, texts
from .forms import Form
from .refusals import Refusal
from .texts import Text

URL = re.compile(r"https?://|www\.|\.(com|cn|net|top)\b", re.IGNORECASE)
BANNED = re.compile(r"赌|博彩|贷款|发票|色情|枪支|[【】]")
RECEIPTS = {"empty": "MK:0001", "off": "EXPIRED", "black": "MBBLACK"}


@dataclass(frozen=True)
class Order:
    """What a caller wants sent to one number."""

    provider: str
    number: str
    sign: str
    template: str
    values: dict[str, str]
    out: str = ""
    serial: str = ""


def take(world: World, order: Order) -> Text:
    """Take an order: keep the SMS, which is then on her phone unless it can't arrive.

    Raise Refusal where the gateway says no at once.
    """
    number = numbers.mobile(order.number)
    if number is None:
        raise Refusal("number")
    form = _form(world, order)
    body = f"【{order.sign}】{form.filled(_values(world, form, order.values))}"
    if len(body) > forms.LONGEST:
        raise Refusal("long")
    now = world.clock.now()
    with world.journal.transaction():
        error = _fate(world, order, form, (number, now))
        _limits(world, order, form, (number, now))
        if world.rules.sms_package < texts.charged(world.journal) + texts.segments(body):
            raise Refusal("money")
        text = Text(
            order.provider,
            number,
            body,
            now,
            kind=form.kind,
            template=form.id,
            sign=order.sign,
            serial=order.serial or new_serial(),
            out=order.out,
            error=error,
        )
        texts.add(world.journal, text)
    return text


def new_serial() -> str:
    """Return a name for what was sent, of Aliyun's kind."""
    return f"{secrets.randbelow(10**6):06d}{secrets.randbelow(10**12):012d}^0"


def _form(world: World, order: Order) -> Form:
    scene = forms.signs(world.journal).get(order.sign)
    if scene is None:
        raise Refusal("sign")
    form = forms.find(world.journal, order.template)
    if form is None or form.state != "approved":
        raise Refusal("template")
    if scene == "code" and form.kind != "code":
        raise Refusal("scene")
    return form


def _values(world: World, form: Form, values: dict[str, str]) -> dict[str, str]:
    """Return the value of each variable; raise Refusal for one that can't stand in an SMS."""
    for name in form.names:
        if not values.get(name, "").strip():
            raise Refusal("missing")
        value = values[name]
        if len(value) > world.rules.sms_variable_length:
            raise Refusal("long_value")
        if URL.search(value):
            raise Refusal("url")
        if BANNED.search(value):
            raise Refusal("words")
        if any(ord(letter) > 0xFFFF for letter in value):
            raise Refusal("emoji")
    return values


def _fate(world: World, order: Order, form: Form, to: tuple[str, datetime]) -> str:
    """Return why an SMS that is taken will not arrive, or nothing.

    What Tencent refuses at once, Aliyun takes, and its receipt tells.
    """
    number, now = to
    rules, at_once = world.rules, order.provider == "tencent"
    refused = form.kind == "promotion" and numbers.refuses(world.journal, number)
    state = numbers.state_of(world.journal, number)
    if at_once and (refused or state == "black"):
        raise Refusal("black")
    if form.kind == "promotion" and not (
        rules.sms_opens_at <= now.astimezone(BEIJING).hour < rules.sms_closes_at
    ):
        if at_once:
            raise Refusal("hours")
        return "REJECTD"
    return rules.sms_report_error or RECEIPTS.get("black" if refused else state, "")


def _limits(world: World, order: Order, form: Form, to: tuple[str, datetime]) -> None:
    """Raise Refusal where a number has had enough: minutes and hours are those of the clock."""
    number, now = to
    rules, journal = world.rules, world.journal
    local = now.astimezone(BEIJING)
    hour = local.replace(minute=0, second=0, microsecond=0)
    day = now - timedelta(days=1)
    if form.kind != "code":
        about = {"template": form.id, "sign": order.sign}
        if texts.sent_since(journal, number, day, **about) >= rules.sms_each_day:
            raise Refusal("day", rules.sms_each_day)
        return
    if order.provider == "tencent":
        minute = now - timedelta(seconds=30)
    else:
        minute = local.replace(second=0, microsecond=0)
    windows = (
        ("minute", minute, rules.sms_code_each_minute),
        ("hour", hour, rules.sms_code_each_hour),
        ("day", day, rules.sms_code_each_day),
    )
    for word, since, limit in windows:
        about = {"kind": "code", "sign": order.sign}
        if texts.sent_since(journal, number, since, **about) >= limit:
            raise Refusal(word, limit)
