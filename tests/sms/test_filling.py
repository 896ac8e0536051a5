"""An SMS is filled in as gateways take it, or it says in one word why not."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from bot.channels.sms.gateways import GATEWAYS
from bot.outbox.models import Message
from bot.outbox.sms.filling import SmsBook, Unfit, fit
from bot.outbox.sms.limits import OURS, THEIRS, opens_at
from bot.outbox.sms.templates import House, SmsTemplate

NOW = datetime(2026, 11, 22, 6, tzinfo=UTC)
HOUSE = {"shop": "缘来珠宝", "service_phone": "400-820-0618"}
REPAIR: dict[str, Any] = {
    "kind": "notice",
    "subject": "order",
    "kinds": ("work",),
    "cut": ("item",),
    "says": "您的{item}做好了，请到{store}取。有事请打{service_phone}。",
    "codes": {"aliyun": "SMS_1"},
    "states": {"aliyun": "approved"},
}
VALUES = HOUSE | {"item": "18K金项链", "store": "静安店"}


def book(*, provider: str = "aliyun", trade: str = "", **more: Any) -> SmsBook:
    houses = {"aliyun": House(longest=10, refuses={"notice": ("decoration", "points")})}
    return SmsBook({"ready": SmsTemplate(**REPAIR | more)}, houses, provider, "缘来", "", trade)


def message(**more: Any) -> Message:
    how = {"purpose": "service", "kind": "work", "key": "works.repair_ready", "params": {}}
    return Message(**how | more)


def test_what_is_fixed_is_no_variable() -> None:
    filled = book().fill(message(), VALUES)
    assert (filled.state, filled.segments) == ("ready", 1)
    assert filled.sms.values == {"item": "18K金项链", "store": "静安店"}
    assert filled.sms.text == "您的18K金项链做好了，请到静安店取。有事请打400-820-0618。"


@pytest.mark.parametrize(
    ("told", "state"),
    [
        ({"states": {}}, "draft"),
        ({"states": {"aliyun": "pending"}}, "pending"),
        ({"states": {"aliyun": "refused"}}, "review"),
        ({"states": {"aliyun": "stopped"}}, "stopped"),
        ({"codes": {}}, "draft"),
        ({"subject": "points"}, "subject"),
        ({"trade": "decoration"}, "subject"),
        ({"words": ("order_made",)}, "none"),
        ({"provider": ""}, "none"),
    ],
)
def test_what_no_gateway_would_take_says_why(told: dict[str, Any], state: str) -> None:
    assert book(**told).fill(message(), VALUES).state == state


@pytest.mark.parametrize("purpose", ["care", "promotion", "code", "reply"])
def test_a_notice_carries_nothing_but_service(purpose: str) -> None:
    assert book().fill(message(purpose=purpose), VALUES).state == "none"


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("珍珠项链💍", "珍珠项链"),
        ("金" * 500, "金" * 9 + "…"),
        (" 银 \n 手\u200b链 ", "银 手链"),
        ("【特价】银链", "特价银链"),
    ],
)
def test_a_value_is_shown_as_a_phone_can_and_cut_where_it_may(value: str, shown: str) -> None:
    assert fit("item", value, longest=10, may_cut=True) == shown


@pytest.mark.parametrize(
    "value", ["💍", "", "13800138000", "看看http://a.b", "a.com", "十一个字的地方放不下了"]
)
def test_what_may_not_stand_in_an_sms_is_not_sent(value: str) -> None:
    with pytest.raises(Unfit) as refused:
        fit("store", value, longest=10, may_cut=False)
    assert not value or value not in str(refused.value)
    assert book().fill(message(), VALUES | {"store": value}).state == "unfit"


@pytest.mark.parametrize(
    ("kind", "says"),
    [
        ("marketing", "会员您好，新款到了。"),
        ("notice", "您的项链好了。拒收请回复R"),
        ("marketing", "拒收请回复R，拒收请回复R"),
        ("notice", "【缘来】您的项链好了。"),
        ("notice", "长" * 501),
    ],
)
def test_the_way_out_stands_on_marketing_and_only_there(kind: str, says: str) -> None:
    with pytest.raises(ValidationError):
        SmsTemplate(**REPAIR | {"kind": kind, "says": says, "cut": ()})


@pytest.mark.parametrize("gateway", GATEWAYS)
@pytest.mark.parametrize("kind", OURS)
def test_our_own_limits_stay_within_each_gateways(gateway: str, kind: str) -> None:
    for window, most in THEIRS[gateway][kind]:
        within = [ours for span, ours in OURS[kind] if span >= window]
        assert within
        assert min(within) <= most


def test_who_got_one_just_now_gets_the_next_later() -> None:
    sent = [NOW - timedelta(seconds=20)]
    assert opens_at("code", sent, NOW) == NOW + timedelta(seconds=40)
    assert opens_at("code", [NOW - timedelta(minutes=2)], NOW) is None
    assert opens_at("marketing", sent, NOW) == sent[0] + timedelta(days=1)


def test_an_hour_that_is_full_opens_when_its_oldest_leaves_it() -> None:
    sent = [NOW - timedelta(minutes=each) for each in (50, 40, 30, 20)]
    assert opens_at("notice", sent, NOW) == sent[0] + timedelta(hours=1)
