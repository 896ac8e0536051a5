"""Names, texts and bodies that are not what they seem."""

from __future__ import annotations

import pytest

from tests.simulator.fake_bot import FakeBot
from tests.simulator.playground import Playground

NASTY = [
    "]]>",
    "a]]]]>b",
    "<xml>&amp;</xml>",
    "🌹👨‍👩‍👧",
    "第一行\n第二行",
    "'; drop table person --",
]


@pytest.mark.parametrize("text", NASTY)
def test_any_text_travels_both_ways_unharmed(wechat: Playground, bot: FakeBot, text: str) -> None:
    person = wechat.follower()
    bot.says(text)
    assert person.says(text)["verdict"] == "reply"
    assert bot.heard[-1].fields["Content"] == text
    assert [each["text"] for each in person.sees()][-2:] == [text, text]


def test_what_xml_cannot_hold_is_left_out(wechat: Playground, bot: FakeBot) -> None:
    wechat.follower().says("a\x00b\x08c\ufffe")
    assert bot.heard[-1].fields["Content"] == "abc"


def test_a_name_of_markup_stays_a_name(wechat: Playground) -> None:
    person = wechat.person("<script>alert(1)</script>")
    found = wechat.sim("GET", f"/sim/people/{person.openid}")
    assert found["name"] == "<script>alert(1)</script>"


def test_raw_bodies_are_delivered_as_they_stand(wechat: Playground, bot: FakeBot) -> None:
    wechat.follower().does("push", body="<xml><broken")
    assert bot.heard[-1].body == "<xml><broken"
    assert "msg_signature" not in bot.heard[-1].query


def test_junk_can_be_sealed_with_a_right_signature(wechat: Playground, bot: FakeBot) -> None:
    wechat.follower()
    bot.answers(b"success")
    world = wechat.app.extensions["world"]
    other = world.account().seal.encrypt("<xml></xml>")
    wechat.follower().does("push", fields={"MsgType": "text"}, encrypt=other)
    assert bot.heard[-1].fields == {}


@pytest.mark.parametrize("wish", [{"fields": {"<a>": "b"}}, {"fields": {"a b": {"c": "d"}}}])
def test_fields_that_cannot_be_elements_are_refused(
    wechat: Playground, wish: dict[str, object]
) -> None:
    person = wechat.follower()
    assert wechat.http("POST", f"/sim/people/{person.openid}/push", wish).status == 422


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("text", {}),
        ("text", {"text": ["a"]}),
        ("text", {"text": "a", "at": "gestern"}),
        ("text", {"text": "a", "duplicates": "viele"}),
        ("text", {"text": "a", "mode": "loud"}),
        ("text", [1]),
        ("location", {"lat": "x"}),
        ("scan", {}),
    ],
)
def test_a_wish_of_the_wrong_shape_is_refused(
    wechat: Playground, bot: FakeBot, path: str, body: object
) -> None:
    person = wechat.follower()
    bot.heard.clear()
    assert wechat.http("POST", f"/sim/people/{person.openid}/{path}", body).status == 422
    assert bot.heard == []


@pytest.mark.parametrize(
    "numbers",
    [
        {"mode": "loud"},
        {"deliveries": -1},
        {"deliveries": "x"},
        {"nothing": 1},
        {"whitelist": "1.2.3.4"},
        {"daily_limits": []},
    ],
)
def test_a_number_that_makes_no_sense_is_refused(
    wechat: Playground, numbers: dict[str, object]
) -> None:
    assert wechat.http("PUT", "/sim/settings", numbers).status == 422


def test_what_is_not_json_is_refused(wechat: Playground) -> None:
    person = wechat.follower()
    answer = wechat._http.request(
        "POST", f"{wechat.url}/sim/people/{person.openid}/text", body=b'{"text":"a"}'
    )
    assert answer.status == 415


def test_another_sites_page_cannot_work_the_controls(wechat: Playground) -> None:
    answer = wechat._http.request(
        "POST", f"{wechat.url}/sim/reset", headers={"Sec-Fetch-Site": "cross-site"}
    )
    assert answer.status == 403
