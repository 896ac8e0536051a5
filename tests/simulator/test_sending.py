"""Customer-service messages: what is shown, what is refused."""

from __future__ import annotations

from typing import Any

import pytest

from tests.simulator.fake_bot import FakeBot
from tests.simulator.playground import Playground

SEND, TYPING = "/cgi-bin/message/custom/send", "/cgi-bin/message/custom/typing"
ARTICLE = {"title": "银饰怎么保养", "description": "三步", "url": "http://x/", "picurl": ""}


def test_a_message_is_shown_and_logged_once(wechat: Playground) -> None:
    person = wechat.follower()
    assert wechat.writes(person, "您的手链到了") == 0
    assert person.sees_last() == "您的手链到了"
    calls = wechat.sim("GET", f"/sim/calls?path={SEND}&touser={person.openid}")["items"]
    assert [(call["errcode"], call["accepted"]) for call in calls] == [(0, True)]
    assert calls[0]["body"]["text"]["content"] == "您的手链到了"


def test_an_article_is_shown_as_a_card(wechat: Playground) -> None:
    person = wechat.follower()
    body = {"touser": person.openid, "msgtype": "news", "news": {"articles": [ARTICLE]}}
    assert wechat.api(SEND, body) == {"errcode": 0, "errmsg": "ok"}
    assert person.sees()[-1]["data"]["articles"] == [ARTICLE]


def test_a_choice_is_shown_and_can_be_tapped(wechat: Playground, bot: FakeBot) -> None:
    person = wechat.follower()
    offer = {"head_content": "满意吗?", "list": [{"id": "101", "content": "满意"}]}
    body = {"touser": person.openid, "msgtype": "msgmenu", "msgmenu": offer}
    assert wechat.api(SEND, body)["errcode"] == 0
    assert person.sees()[-1]["data"]["list"] == [{"id": "101", "content": "满意"}]
    person.says("满意", menu_id="101")
    assert bot.heard[-1].fields["bizmsgmenuid"] == "101"


def test_words_of_a_machine_carry_the_mark(wechat: Playground) -> None:
    person = wechat.follower()
    body = {"touser": person.openid, "msgtype": "text", "text": {"content": "您好"}}
    wechat.api(SEND, body | {"aimsgcontext": {"is_ai_msg": 1}})
    assert person.sees()[-1]["data"] == {"ai": True}


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"touser": "o" + "x" * 27}, 40003),
        ({"touser": ["o"]}, 40003),
        ({"touser": None}, 40003),
        ({"msgtype": "poem"}, 40008),
        ({"text": {"content": " "}}, 44004),
        ({"text": {"content": ["a"]}}, 40035),
        ({"text": "a"}, 40035),
        ({"text": {"content": "好" * 683}}, 45002),
        ({"msgtype": "image", "image": {"media_id": "nothing"}}, 40007),
        ({"msgtype": "news", "news": {"articles": [ARTICLE, ARTICLE]}}, 45008),
        ({"msgtype": "msgmenu", "msgmenu": {"list": [{"content": "a"}] * 11}}, 45098),
        ({"msgtype": "msgmenu", "msgmenu": {"list": [{"content": "好" * 200}]}}, 45099),
    ],
)
def test_a_wrong_message_is_refused_and_costs_nothing(
    wechat: Playground, changes: dict[str, Any], code: int
) -> None:
    person = wechat.follower()
    body = {"touser": person.openid, "msgtype": "text", "text": {"content": "您好"}}
    answer = wechat.api(SEND, body | changes)
    assert answer["errcode"] == code
    assert " rid: " in answer["errmsg"]
    assert wechat.sim("GET", f"/sim/people/{person.openid}")["grants"][0]["left"] == 3


@pytest.mark.parametrize(
    ("body", "code"), [(b"", 44002), (b"{", 47001), (b"[1]", 47001), (b"\xff", 47001)]
)
def test_a_body_that_is_no_object_is_refused(wechat: Playground, body: bytes, code: int) -> None:
    assert wechat.raw(SEND, body)["errcode"] == code


def test_sending_by_get_is_refused(wechat: Playground) -> None:
    assert wechat.raw(SEND, None)["errcode"] == 43002


def test_an_unknown_address_is_refused(wechat: Playground) -> None:
    assert wechat.raw("/cgi-bin/nothing", b"{}")["errcode"] == 40066


def test_dots_show_while_the_shop_types(wechat: Playground) -> None:
    person = wechat.follower()
    body = {"touser": person.openid, "command": "Typing"}
    assert wechat.api(TYPING, body)["errcode"] == 45080
    person.says("在吗")
    assert wechat.api(TYPING, body)["errcode"] == 0
    assert wechat.api(TYPING, body)["errcode"] == 45081
    seen = wechat.sim("GET", f"/sim/changes?openid={person.openid}")
    assert seen["typing"] == [person.openid]
    wechat.writes(person)
    assert wechat.sim("GET", f"/sim/changes?openid={person.openid}")["typing"] == []


def test_dots_are_neither_cancelled_nor_invented(wechat: Playground) -> None:
    person = wechat.follower()
    person.says("在吗")
    body = {"touser": person.openid, "command": "CancelTyping"}
    assert wechat.api(TYPING, body)["errcode"] == 0
    assert wechat.api(TYPING, body | {"command": "Dance"})["errcode"] == 45072
