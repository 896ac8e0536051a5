"""Both SMS gateways: whose calls they take, what they refuse, what they say later."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from tencentcloud.common.exception import TencentCloudSDKException

from simulator.instants import BEIJING, real_now
from simulator.sms import acs3, tc3
from simulator.sms.acs3 import Signed, Unproved
from tests.simulator import gateways
from tests.simulator.fake_bot import FakeBot
from tests.simulator.gateways import ACCOUNT, by_aliyun, by_tencent
from tests.simulator.playground import Playground

NUMBER = "13800000000"
KEY = {"key": ACCOUNT.key, "secret": ACCOUNT.secret}
OUT, IN = "report", "inbound"
ALL_DAY = {"sms_opens_at": 0, "sms_closes_at": 24}


@pytest.fixture(autouse=True)
def _templates(wechat: Playground, bot: FakeBot) -> None:
    gateways.hand_in(wechat)
    wechat.turn(sms_report_seconds=0.0, sms_repeat_seconds=0.01, sms_code_each_minute=99, **ALL_DAY)
    for door in (OUT, IN):
        bot.web[_door("aliyun", door)] = (200, {"code": 0, "msg": "接收成功"})
        bot.web[_door("tencent", door)] = (200, {"result": 0, "errmsg": "OK"})


def _door(provider: str, door: str) -> str:
    return f"/sms/{provider}/{ACCOUNT.callback_secret}/{door}"


def told(bot: FakeBot, path: str, count: int = 1) -> list[Any]:
    """Wait for what is pushed to a door; return the bodies."""
    _until(lambda: len(_asked(bot, path)) >= count)
    return _asked(bot, path)


def _asked(bot: FakeBot, path: str) -> list[Any]:
    return [body for asked, _, body in list(bot.asked) if asked == path]


def _until(is_so: Callable[[], bool]) -> None:
    ends = time.monotonic() + 3
    while not is_so() and time.monotonic() < ends:
        time.sleep(0.01)


def shown(wechat: Playground, number: str = NUMBER) -> list[str]:
    """Return what a phone shows."""
    return [each["text"] for each in wechat.sim("GET", f"/sim/sms?number={number}")["items"]]


def test_both_libraries_reach_her_phone(wechat: Playground) -> None:
    assert by_aliyun(wechat) == "OK"
    assert by_tencent(wechat) == ["Ok"]
    assert shown(wechat) == ["【缘来珠宝】您的验证码是123456，五分钟内有效。"] * 2


@pytest.mark.parametrize("wrong", [{"secret": "x" * 28}, {"key": "LTAI-of-a-stranger"}])
def test_who_signs_with_another_key_is_refused(wechat: Playground, wrong: dict[str, str]) -> None:
    with pytest.raises(Exception, match=r"SignatureDoesNotMatch|InvalidAccessKeyId"):
        gateways.aliyun(wechat.url, **wrong).query_send_details(
            gateways.details(NUMBER, "20260101")
        )
    with pytest.raises(TencentCloudSDKException, match=r"AuthFailure\."):
        gateways.tencent(wechat.url, **wrong).call("SendSms", {"PhoneNumberSet": [NUMBER]})


@pytest.mark.parametrize(
    ("signing", "calls", "part"),
    [(acs3, gateways.aliyuns_call, "query"), (tc3, gateways.tencents_call, "body")],
)
def test_one_byte_changed_on_the_way_is_refused(
    signing: Any, calls: Callable[[], Signed], part: str
) -> None:
    call, now = calls(), real_now()
    signing.check(call, **KEY, now=now)
    whole = getattr(call, part)
    digit, other = ("5", "6") if isinstance(whole, str) else (b"5", b"6")
    with pytest.raises(Unproved, match="Signature"):
        signing.check(replace(call, **{part: whole.replace(digit, other)}), **KEY, now=now)


def test_an_old_call_is_refused() -> None:
    later = real_now() + timedelta(minutes=16)
    with pytest.raises(Unproved, match=r"InvalidTimeStamp\.Expired"):
        acs3.check(gateways.aliyuns_call(), **KEY, now=later)
    with pytest.raises(Unproved, match=r"InternalError\.RequestTimeException"):
        tc3.check(gateways.tencents_call(), **KEY, now=later)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"sign_name": "别人家"}, "isv.SMS_SIGNATURE_ILLEGAL"),
        ({"template_code": "SMS_404"}, "isv.SMS_TEMPLATE_ILLEGAL"),
        ({"template_param": "{}"}, "isv.TEMPLATE_MISSING_PARAMETERS"),
        ({"template_param": "code=1"}, "isv.INVALID_JSON_PARAM"),
        ({"template_param": '{"code":"见 www.a.cn"}'}, "isv.PARAM_NOT_SUPPORT_URL"),
        ({"template_param": '{"code":"办贷款"}'}, "isv.BLACK_KEY_CONTROL_LIMIT"),
        ({"template_param": json.dumps({"code": "1" * 36})}, "isv.PARAM_LENGTH_LIMIT"),
        ({"template_param": '{"code":"🌸"}'}, "isv.TEMPLATE_PARAMS_ILLEGAL"),
        ({"phone_numbers": "02112345678"}, "isv.MOBILE_NUMBER_ILLEGAL"),
    ],
)
def test_aliyun_says_no_with_its_own_word(
    wechat: Playground, changes: dict[str, str], code: str
) -> None:
    assert by_aliyun(wechat, **changes) == code
    assert shown(wechat) == []


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"SignName": "别人家"}, "FailedOperation.SignatureIncorrectOrUnapproved"),
        ({"TemplateId": "404"}, "FailedOperation.TemplateIncorrectOrUnapproved"),
        (
            {"TemplateParamSet": []},
            "FailedOperation.TemplateParamSetNotMatchApprovedTemplate",
        ),
        ({"TemplateParamSet": ["1" * 36]}, "InvalidParameterValue.TemplateParameterLengthLimit"),
    ],
)
def test_tencent_says_no_with_its_own_word(
    wechat: Playground, changes: dict[str, object], code: str
) -> None:
    assert by_tencent(wechat, **changes) == [code]


def test_one_bad_number_does_not_spoil_the_others(wechat: Playground) -> None:
    wechat.sim("PUT", "/sim/sms/13800000002", {"state": "black"})
    answers = by_tencent(wechat, "+8613800000001", "13800000002", "+861380000000")
    refused = "FailedOperation.PhoneNumberInBlacklist"
    assert answers == ["Ok", refused, "InvalidParameterValue.IncorrectPhoneNumber"]


def test_a_batch_has_values_for_each(wechat: Playground) -> None:
    numbers = ["13800000001", "13800000002"]
    values = [{"name": "王", "what": "清洗"}, {"name": "李", "what": "改圈"}]
    client = gateways.aliyun(wechat.url)
    assert client.send_batch_sms(gateways.batch(numbers, values)).body.code == "OK"
    assert ["改圈" in shown(wechat, number)[0] for number in numbers] == [False, True]
    uneven = client.send_batch_sms(gateways.batch(numbers, values[:1]))
    assert uneven.body.code == "isv.INVALID_PARAMETERS"


def test_a_number_gets_one_code_a_minute(wechat: Playground) -> None:
    wechat.turn(sms_code_each_minute=1)
    assert [by_aliyun(wechat, number) for number in (NUMBER, "13800000001")] == ["OK", "OK"]
    refused = (by_aliyun(wechat), by_tencent(wechat)[0])
    limits = ("isv.BUSINESS_LIMIT_CONTROL", "LimitExceeded.PhoneNumberThirtySecondLimit")
    assert refused == limits


def test_a_number_gets_five_codes_an_hour_and_ten_a_day(wechat: Playground) -> None:
    wechat.turn(sms_code_each_hour=2)
    assert [by_aliyun(wechat) for _ in range(3)] == ["OK", "OK", "isv.BUSINESS_LIMIT_CONTROL"]
    wechat.turn(sms_code_each_hour=99, sms_code_each_day=2)
    assert by_tencent(wechat) == ["LimitExceeded.PhoneNumberDailyLimit"]


def test_promotions_stay_in_their_hours(wechat: Playground, bot: FakeBot) -> None:
    wechat.turn(sms_opens_at=0, sms_closes_at=0)
    refused = by_tencent(wechat, TemplateId=gateways.T_OFFER, TemplateParamSet=[])
    assert refused == ["FailedOperation.MarketingSendTimeConstraint"]
    assert by_aliyun(wechat, template_code=gateways.OFFER) == "OK"
    reports = [row for push in told(bot, _door("aliyun", OUT)) for row in push]
    assert "REJECTD" in {row["err_code"] for row in reports}
    assert by_tencent(wechat) == ["Ok"]


def test_the_package_runs_out(wechat: Playground) -> None:
    wechat.turn(sms_package=1)
    assert [by_aliyun(wechat) for _ in range(2)] == ["OK", "isv.AMOUNT_NOT_ENOUGH"]
    assert by_tencent(wechat) == ["FailedOperation.InsufficientBalanceInSmsPackage"]


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("promotion", "新款到店啦，欢迎您来看看"),
        ("notice", "您约的清洗就在明天，拒收请回复R"),
        ("notice", "积分可以兑换礼品啦"),
        ("promotion", "好久不见，想念您，拒收请回复R"),
        ("notice", "有事请打13800000000"),
        ("notice", "【回头客】您好"),
        ("notice", "歡迎光臨"),
    ],
)
def test_reviewers_refuse_what_the_rules_forbid(wechat: Playground, kind: str, text: str) -> None:
    answer = wechat.sim("POST", "/sim/sms/templates", {"id": "X", "kind": kind, "text": text})
    assert answer["type"] == "bad_template"


def test_a_receipt_says_that_it_arrived(wechat: Playground, bot: FakeBot) -> None:
    by_aliyun(wechat, out_id="m42")
    receipt = told(bot, _door("aliyun", OUT))[0][0]
    assert (receipt["success"], receipt["err_code"]) == (True, "DELIVERED")
    assert (receipt["out_id"], receipt["phone_number"]) == ("m42", NUMBER)
    by_tencent(wechat, SessionContext="m43")
    receipt = told(bot, _door("tencent", OUT))[0][0]
    assert (receipt["report_status"], receipt["errmsg"], receipt["ext"]) == (
        "SUCCESS",
        "DELIVRD",
        "m43",
    )


@pytest.mark.parametrize(("state", "code"), [("empty", "MK:0001"), ("off", "EXPIRED")])
def test_what_does_not_arrive_is_reported_and_not_shown(
    wechat: Playground, bot: FakeBot, state: str, code: str
) -> None:
    wechat.sim("PUT", f"/sim/sms/{NUMBER}", {"state": state})
    assert by_aliyun(wechat) == "OK"
    receipt = told(bot, _door("aliyun", OUT))[0][0]
    assert (receipt["success"], receipt["err_code"]) == (False, code)
    assert shown(wechat) == []


def test_a_day_can_be_looked_up(wechat: Playground) -> None:
    by_aliyun(wechat, out_id="m42")
    day = real_now().astimezone(BEIJING).strftime("%Y%m%d")
    body = gateways.aliyun(wechat.url).query_send_details(gateways.details(NUMBER, day)).body
    found = body.sms_send_detail_dtos.sms_send_detail_dto[0]
    assert (found.send_status, found.out_id, found.err_code) == (3, "m42", "DELIVERED")


@pytest.mark.parametrize(("provider", "tries"), [("aliyun", 4), ("tencent", 3)])
def test_a_push_is_repeated_until_it_is_answered_rightly(
    wechat: Playground, bot: FakeBot, provider: str, tries: int
) -> None:
    bot.web[_door(provider, IN)] = (200, {"ok": True})
    push = {"provider": provider, "door": IN, "told": [], "wait": True}
    lost = wechat.sim("POST", "/sim/sms/push", push)
    assert (lost["tries"], lost["taken"]) == (tries, False)
    bot.web[_door(provider, IN)] = (200, {"code": 0, "result": 0})
    assert wechat.sim("POST", "/sim/sms/push", push)["tries"] == 1


def test_she_answers_from_her_phone(wechat: Playground, bot: FakeBot) -> None:
    person = wechat.person()
    number = wechat.sim("GET", f"/sim/people/{person.openid}")["phone"]
    by_aliyun(wechat, number)
    person.does("sms", text="明天能改时间吗")
    written = told(bot, _door("aliyun", IN))[0][0]
    assert (written["phone_number"], written["content"]) == (number, "明天能改时间吗")
    assert shown(wechat, number)[1:] == ["明天能改时间吗"]


def test_who_answers_r_gets_no_more_promotions(wechat: Playground, bot: FakeBot) -> None:
    wechat.sim("POST", f"/sim/sms/{NUMBER}/text", {"text": " ｒ", "wait": True})
    assert by_aliyun(wechat, template_code=gateways.OFFER) == "OK"
    assert told(bot, _door("aliyun", OUT))[0][0]["err_code"] == "MBBLACK"
    assert by_aliyun(wechat) == "OK"
    assert len(shown(wechat)) == 2


def test_a_fault_strikes_a_gateway(wechat: Playground) -> None:
    fault = {"path": "/sms/aliyun/SendSms", "kind": "errcode", "code": "isp.SYSTEM_ERROR"}
    wechat.sim("POST", "/sim/faults", fault)
    assert [by_aliyun(wechat), by_aliyun(wechat)] == ["isp.SYSTEM_ERROR", "OK"]
    calls = wechat.sim("GET", "/sim/calls?path=/sms/aliyun/SendSms")["items"]
    assert [each["accepted"] for each in calls] == [False, True]


def test_two_phones_never_have_one_number(wechat: Playground) -> None:
    wang, li = wechat.person(), wechat.person("小李")
    put = {"number": NUMBER}
    assert wechat.sim("PUT", f"/sim/people/{wang.openid}/phone", put) == put
    assert wechat.sim("PUT", f"/sim/people/{li.openid}/phone", put)["type"] == "bad_number"


def test_her_phone_has_the_number_she_names_unless_it_is_somebodys(wechat: Playground) -> None:
    wang, li = wechat.follower(), wechat.follower("小李")
    wang.says("我叫王芳，电话 138-0000-0000")
    li.says("13800000000")
    phones = [wechat.sim("GET", f"/sim/people/{each.openid}")["phone"] for each in (wang, li)]
    assert phones[0] == NUMBER
    assert phones[1] != NUMBER


def test_a_number_that_was_put_in_stays(wechat: Playground) -> None:
    wang = wechat.follower()
    wechat.sim("PUT", f"/sim/people/{wang.openid}/phone", {"number": NUMBER})
    wang.says("13900000000")
    assert wechat.sim("GET", f"/sim/people/{wang.openid}")["phone"] == NUMBER
