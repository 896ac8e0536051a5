"""One text for many: who gets it, who is silently left out, and what is reported."""

from __future__ import annotations

import time
from typing import Any

import pytest

from tests.simulator.fake_bot import FakeBot
from tests.simulator.playground import Person, Playground

SEND = "/cgi-bin/message/mass/send"
GET = "/cgi-bin/message/mass/get"


@pytest.fixture(autouse=True)
def _at_once(wechat: Playground) -> None:
    wechat.turn(report_seconds=0.0, mass_again_seconds=0.0)


def body_for(*people: Person, **changes: object) -> dict[str, Any]:
    """Return a right call, but for the changes."""
    touser = [each.openid for each in people]
    return {"touser": touser, "msgtype": "text", "text": {"content": "中秋安康"}} | changes


def report(bot: FakeBot, answer: dict[str, Any]) -> dict[str, Any]:
    """Wait for what is reported about a call."""
    ends = time.monotonic() + 3
    while time.monotonic() < ends:
        heard = [push.fields for push in list(bot.heard)]
        for each in heard:
            if each.get("MsgID") == str(answer["msg_id"]):
                return each
        time.sleep(0.01)
    raise AssertionError("nothing was reported")


def test_many_hear_the_same_and_the_counts_come_later(wechat: Playground, bot: FakeBot) -> None:
    wang, li = wechat.follower(), wechat.follower("小李")
    answer = wechat.api(SEND, body_for(wang, li))
    assert (answer["errcode"], answer["errmsg"]) == (0, "send job submission success")
    assert [each.sees_last() for each in (wang, li)] == ["中秋安康"] * 2
    told = report(bot, answer)
    assert (told["Event"], told["Status"]) == ("MASSSENDJOBFINISH", "send success")
    assert (told["TotalCount"], told["FilterCount"], told["SentCount"]) == ("2", "2", "2")
    assert told["FromUserName"] not in (wang.openid, li.openid)


def test_the_fifth_of_a_month_reaches_nobody_and_nobody_says_so(
    wechat: Playground, bot: FakeBot
) -> None:
    wang, li = wechat.follower(), wechat.follower("小李")
    wechat.turn(mass_each_month=1, report_copies=0)
    assert wechat.api(SEND, body_for(wang, li, clientmsgid="1"))["errcode"] == 0
    chen = wechat.follower("陈阿姨")
    wechat.turn(report_copies=1)
    answer = wechat.api(SEND, body_for(wang, chen, clientmsgid="2"))
    assert [each["via"] for each in wang.sees()].count("mass") == 1
    told = report(bot, answer)
    assert (told["TotalCount"], told["FilterCount"], told["SentCount"]) == ("2", "1", "1")


def test_the_same_mark_is_one_message_and_its_number_is_told(wechat: Playground) -> None:
    people = wechat.follower(), wechat.follower("小李")
    first = wechat.api(SEND, body_for(*people, clientmsgid="mark"))
    again = wechat.api(SEND, body_for(*people, clientmsgid="mark"))
    assert (again["errcode"], again["msg_id"]) == (45065, first["msg_id"])
    assert [each["via"] for each in people[0].sees()].count("mass") == 1


def test_who_asks_again_within_a_minute_is_too_fast(wechat: Playground) -> None:
    wechat.turn(mass_again_seconds=60.0)
    people = wechat.follower(), wechat.follower("小李")
    codes = [wechat.api(SEND, body_for(*people, clientmsgid="m"))["errcode"] for _ in range(2)]
    assert codes == [0, 45066]


def test_without_a_mark_the_same_text_to_the_same_people_is_one(wechat: Playground) -> None:
    people = wechat.follower(), wechat.follower("小李")
    codes = [wechat.api(SEND, body_for(*people))["errcode"] for _ in range(2)]
    assert codes == [0, 45065]
    other = wechat.api(SEND, body_for(*people, text={"content": "冬至安康"}))
    assert other["errcode"] == 0


def test_what_is_refused_afterwards_reaches_nobody(wechat: Playground, bot: FakeBot) -> None:
    wechat.turn(mass_status="err(10001)")
    wang, li = wechat.follower(), wechat.follower("小李")
    answer = wechat.api(SEND, body_for(wang, li))
    told = report(bot, answer)
    assert (told["Status"], told["SentCount"], told["ErrorCount"]) == ("err(10001)", "0", "2")
    assert wechat.api(GET, {"msg_id": str(answer["msg_id"])})["msg_status"] == "SEND_FAIL"
    assert "mass" not in [each["via"] for each in wang.sees()]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"touser": "o1"}, 40031),
        ({"touser": ["o" + "x" * 27]}, 40130),
        ({"touser": []}, 40130),
        ({"touser": ["o" + "x" * 27] * 10_001}, 40032),
        ({"touser": ["nobody", "nothing"]}, 40003),
        ({"msgtype": "poem"}, 40008),
        ({"text": {"content": " "}}, 44004),
        ({"text": {"content": "长" * 700}}, 45002),
        ({"clientmsgid": "x" * 65}, 45067),
    ],
)
def test_a_wrong_call_is_refused(wechat: Playground, changes: dict[str, Any], code: int) -> None:
    people = wechat.follower(), wechat.follower("小李")
    assert wechat.api(SEND, body_for(*people) | changes)["errcode"] == code


def test_a_day_has_a_hundred_and_a_minute_sixty(wechat: Playground) -> None:
    people = wechat.follower(), wechat.follower("小李")
    wechat.turn(daily_limits={SEND: 2}, mass_each_minute=1)
    codes = [wechat.api(SEND, body_for(*people, clientmsgid=m))["errcode"] for m in "abc"]
    assert codes == [0, 45011, 45009]


def test_what_was_sent_can_be_asked_for(wechat: Playground) -> None:
    wechat.turn(report_seconds=9.0)
    people = wechat.follower(), wechat.follower("小李")
    number = wechat.api(SEND, body_for(*people))["msg_id"]
    assert wechat.api(GET, {"msg_id": number})["msg_status"] == "SENDING"
    wechat.turn(report_seconds=0.0)
    assert wechat.api(GET, {"msg_id": number})["msg_status"] == "SEND_SUCCESS"
    assert wechat.api(GET, {"msg_id": "nought"})["errcode"] == 40059
