"""Service notices: what is shown as a card, what is refused, and what is reported later."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest

from simulator.keywords import takes
from tests.simulator.fake_bot import FakeBot
from tests.simulator.playground import Person, Playground

SEND = "/cgi-bin/message/template/send"
LISTING = "/cgi-bin/template/get_all_private_template"
BOOKED = "A2wYd7RjX0uQhLm5tCk8sVnB1pGz6oEfKiN3xJr9T4c"
DATA = {
    "thing1": {"value": "首饰清洗"},
    "time2": {"value": "2026年11月28日 15:00"},
    "thing3": {"value": "静安店"},
    "phrase4": {"value": "已约好"},
}


@pytest.fixture(autouse=True)
def _at_once(wechat: Playground) -> None:
    wechat.turn(report_seconds=0.0)


def body_for(person: Person, **changes: object) -> dict[str, Any]:
    """Return a right notice, but for the changes."""
    return {"touser": person.openid, "template_id": BOOKED, "data": DATA} | changes


def reports(bot: FakeBot, answer: dict[str, Any], count: int = 1) -> list[str]:
    """Wait for what is reported of a card; return the statuses."""
    _until(lambda: len(_reports(bot, answer)) >= count)
    return _reports(bot, answer)


def _reports(bot: FakeBot, answer: dict[str, Any]) -> list[str]:
    heard = [push.fields for push in list(bot.heard)]
    jobs = [each for each in heard if each.get("Event") == "TEMPLATESENDJOBFINISH"]
    return [each["Status"] for each in jobs if each["MsgID"] == str(answer["msgid"])]


def _until(is_so: Callable[[], bool]) -> None:
    ends = time.monotonic() + 3
    while not is_so() and time.monotonic() < ends:
        time.sleep(0.01)


def test_a_notice_is_shown_as_a_card_and_reported(wechat: Playground, bot: FakeBot) -> None:
    person = wechat.follower()
    answer = wechat.api(SEND, body_for(person))
    assert (answer["errcode"], answer["errmsg"]) == (0, "ok")
    assert reports(bot, answer) == ["success"]
    shown = person.sees()[-1]
    assert (shown["type"], shown["text"]) == ("card", "预约结果通知")
    assert ["预约状态", "已约好"] in shown["data"]["rows"]


def test_a_notice_needs_no_window(wechat: Playground) -> None:
    person = wechat.follower()
    wechat.turn(follow_count=0)
    assert wechat.api(SEND, body_for(person))["errcode"] == 0


def test_the_same_client_msg_id_is_one_card(wechat: Playground, bot: FakeBot) -> None:
    person = wechat.follower()
    first, again = (wechat.api(SEND, body_for(person, client_msg_id="m1")) for _ in range(2))
    assert first == again
    assert [each["type"] for each in person.sees()].count("card") == 1
    assert reports(bot, first) == ["success"]


def test_another_person_or_another_id_is_another_card(wechat: Playground) -> None:
    wang, li = wechat.follower(), wechat.follower("小李")
    wishes = [(wang, "m1"), (li, "m1"), (wang, "m2")]
    answers = [wechat.api(SEND, body_for(each, client_msg_id=mark)) for each, mark in wishes]
    assert len({answer["msgid"] for answer in answers}) == 3


def test_after_ten_minutes_it_is_sent_again(wechat: Playground) -> None:
    person = wechat.follower()
    wechat.api(SEND, body_for(person, client_msg_id="m1"))
    wechat.turn(card_seconds=0.0)
    wechat.api(SEND, body_for(person, client_msg_id="m1"))
    assert [each["type"] for each in person.sees()].count("card") == 2


def test_who_takes_no_messages_is_reported_as_blocking(wechat: Playground, bot: FakeBot) -> None:
    person = wechat.follower()
    wechat.sim("PUT", f"/sim/people/{person.openid}", {"muted": True})
    answer = wechat.api(SEND, body_for(person))
    assert reports(bot, answer) == ["failed:user block"]
    assert "card" not in [each["type"] for each in person.sees()]


def test_reports_come_twice_or_say_what_is_asked(wechat: Playground, bot: FakeBot) -> None:
    wechat.turn(report_copies=2, report_status="failed: system failed")
    answer = wechat.api(SEND, body_for(wechat.follower()))
    assert reports(bot, answer, 2) == ["failed: system failed"] * 2


def test_a_report_may_come_before_the_answer(wechat: Playground, bot: FakeBot) -> None:
    person = wechat.follower()
    fault = {"path": SEND, "kind": "accept_then_slow", "seconds": 0.3}
    wechat.sim("POST", "/sim/faults", fault)
    begun = time.monotonic()
    answer = wechat.api(SEND, body_for(person))
    assert time.monotonic() - begun > 0.3
    assert _reports(bot, answer) == ["success"]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"touser": "o" + "x" * 27}, 40003),
        ({"touser": None}, 40003),
        ({"template_id": ""}, 40036),
        ({"template_id": "unknown"}, 40037),
        ({"url": "x" * 2000}, 40039),
        ({"data": None}, 47003),
        ({"data": {}}, 47003),
        ({"data": DATA | {"thing1": {"value": ""}}}, 47003),
        ({"data": DATA | {"thing1": "清洗"}}, 47003),
        ({"data": DATA | {"thing1": {"value": "清" * 21}}}, 47003),
        ({"data": DATA | {"phrase4": {"value": "已经约好了啊"}}}, 47003),
        ({"data": DATA | {"time2": {"value": "明天下午"}}}, 47003),
    ],
)
def test_a_wrong_notice_is_refused(wechat: Playground, changes: dict[str, Any], code: int) -> None:
    person = wechat.follower()
    answer = wechat.api(SEND, body_for(person) | changes)
    assert answer["errcode"] == code
    assert "card" not in [each["type"] for each in person.sees()]


def test_a_wrong_value_is_named(wechat: Playground) -> None:
    wrong = DATA | {"time2": {"value": "明天"}}
    answer = wechat.api(SEND, body_for(wechat.follower(), data=wrong))
    assert answer["errmsg"].startswith("argument invalid! data.time2.value is invalid rid:")


def test_who_does_not_follow_gets_nothing(wechat: Playground) -> None:
    assert wechat.api(SEND, body_for(wechat.person()))["errcode"] == 43004


def test_who_is_blacklisted_gets_nothing(wechat: Playground) -> None:
    person = wechat.follower()
    wechat.sim("PUT", f"/sim/people/{person.openid}", {"blacklisted": True})
    assert wechat.api(SEND, body_for(person))["errcode"] == 43019


def test_the_days_notices_are_counted(wechat: Playground) -> None:
    wechat.turn(daily_limits={SEND: 1})
    person = wechat.follower()
    codes = [wechat.api(SEND, body_for(person))["errcode"] for _ in range(2)]
    assert codes == [0, 45009]


def test_templates_are_listed_added_and_withdrawn(wechat: Playground) -> None:
    made = wechat.sim("POST", "/sim/templates", {"title": "新通知", "keys": {"thing1": "内容"}})
    listed = {each["template_id"]: each for each in wechat.api(LISTING)["template_list"]}
    assert listed[made["template_id"]]["content"] == "内容:{{thing1.DATA}}"
    wechat.sim("DELETE", f"/sim/templates/{BOOKED}")
    assert wechat.api(SEND, body_for(wechat.follower()))["errcode"] == 40037


@pytest.mark.parametrize("keys", [None, {}, {"first": "x"}, {"thing1": 7}, ["thing1"]])
def test_a_template_with_keys_nobody_knows_is_not_added(wechat: Playground, keys: object) -> None:
    answer = wechat.sim("POST", "/sim/templates", {"title": "新通知", "keys": keys})
    assert answer["type"] == "bad_template"


@pytest.mark.parametrize(
    ("key", "value", "taken"),
    [
        ("thing1", "手链断了", True),
        ("character_string2", "D2026-018", True),
        ("character_string2", "订单18", False),
        ("number3", "1280.5", True),
        ("number3", "一千", False),
        ("amount4", "¥188.00元", True),
        ("amount4", "一百元", False),
        ("phone_number5", "400-820-0618", True),
        ("phone_number5", "12345678901234567890", False),
        ("name6", "王小姐", True),
        ("name6", "Alexandra Constantinople", False),
        ("date7", "2026年11月28日", True),
        ("time8", "15:00~16:00", True),
        ("letter9", "ABC", True),
        ("symbol1", "！", True),
        ("car_number2", "沪A12345", True),
        ("first", "您好", False),
        ("thing", "您好", False),
        ("thing1", "　 ", False),
        ("thing1", 7, False),
    ],
)
def test_each_type_takes_its_own_values(key: str, value: object, taken: bool) -> None:
    assert takes(key, value) is taken
