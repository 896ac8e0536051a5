"""What makes WeChat say 该公众号提供的服务出现故障."""

from __future__ import annotations

import pytest

from simulator.seal import Seal
from tests.simulator.fake_bot import AES_KEY, FakeBot, reply, sealed
from tests.simulator.playground import Playground

ONE = {"Title": "t", "Description": "d", "PicUrl": "p", "Url": "http://127.0.0.1/"}


@pytest.mark.parametrize("body", [b"", b"success"])
def test_silence_shows_nothing(wechat: Playground, bot: FakeBot, body: bytes) -> None:
    person = wechat.follower()
    bot.answers(body)
    assert person.says("在吗")["verdict"] == "silent"
    assert person.sees_last() == "在吗"


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b'{"errcode":0}', 200),
        (b" success", 200),
        (b"\xef\xbb\xbfsuccess", 200),
        (b"\n<xml></xml>", 200),
        (b"<xml><Encrypt>", 200),
        (b"<html></html>", 200),
        (b"<xml><Encrypt><![CDATA[AAAA]]></Encrypt></xml>", 200),
        (b"success", 500),
        (b"success", 302),
        (b"<xml>\xff</xml>", 200),
        (b'<!DOCTYPE x [<!ENTITY a "b">]><xml>&a;</xml>', 200),
    ],
)
def test_a_broken_answer_shows_the_failure_once(
    wechat: Playground, bot: FakeBot, body: bytes, status: int
) -> None:
    person = wechat.follower()
    bot.answers(body, status)
    outcome = person.says("在吗")
    assert (outcome["verdict"], len(outcome["deliveries"])) == ("error", 1)
    assert outcome["reason"]
    assert [each["via"] for each in person.sees()].count("error") == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"ToUserName": "o" * 28},
        {"FromUserName": "wx0123456789abcdef"},
        {"CreateTime": "jetzt"},
        {"MsgType": "poem"},
        {"Content": "  "},
        {"Content": "好" * 700},
    ],
)
def test_a_reply_with_a_wrong_field_shows_the_failure(
    wechat: Playground, bot: FakeBot, changes: dict[str, str]
) -> None:
    person = wechat.follower()
    bot.says("您好", **changes)
    assert person.says("在吗")["verdict"] == "error"


def test_an_unencrypted_reply_fails_in_secure_mode(wechat: Playground, bot: FakeBot) -> None:
    person = wechat.follower()
    bot.answers(b"<xml><MsgType>text</MsgType></xml>")
    assert person.says("在吗")["reason"] == "the reply is not encrypted"


def test_a_reply_sealed_for_another_account_fails(wechat: Playground, bot: FakeBot) -> None:
    person = wechat.follower()
    person.says("在吗")
    other = Seal(AES_KEY, "wxffffffffffffffff")
    bot.answers(sealed(reply(bot.heard[-1], "您好"), other))
    assert person.says("在吗")["reason"] == "the AppID inside is not ours"


def test_a_reply_with_a_wrong_signature_fails(wechat: Playground, bot: FakeBot) -> None:
    person = wechat.follower()
    person.says("在吗")
    bot.answers(
        sealed(reply(bot.heard[-1], "您好")).replace(b"<Nonce><![CDATA[n", b"<Nonce><![CDATA[m")
    )
    assert person.says("在吗")["reason"] == "the MsgSignature is wrong"


def test_two_articles_may_answer_an_event_but_not_a_text(wechat: Playground, bot: FakeBot) -> None:
    person = wechat.follower()
    bot.answers_with({"MsgType": "news", "ArticleCount": 2, "Articles": {"item": [ONE, ONE]}})
    assert person.says("在吗")["verdict"] == "error"
    assert person.does("click", key="news")["verdict"] == "reply"


def test_a_picture_reply_needs_a_living_media_id(wechat: Playground, bot: FakeBot) -> None:
    person = wechat.follower()
    media_id = wechat.upload(b"\x89PNG\r\n\x1a\n1234")["media_id"]
    bot.answers_with({"MsgType": "image", "Image": {"MediaId": media_id}})
    assert person.says("图")["verdict"] == "reply"
    assert person.sees()[-1]["media"] == f"/sim/media/{media_id}"
    bot.answers_with({"MsgType": "image", "Image": {"MediaId": "nothing"}})
    assert person.says("图")["verdict"] == "error"


def test_handing_over_to_people_shows_nothing(wechat: Playground, bot: FakeBot) -> None:
    person = wechat.follower()
    bot.answers_with({"MsgType": "transfer_customer_service"})
    assert person.says("人工")["verdict"] == "reply"
    assert person.sees_last() == "人工"


def test_a_reply_to_a_link_or_a_farewell_is_ignored(wechat: Playground, bot: FakeBot) -> None:
    person = wechat.follower()
    bot.says("再见")
    assert person.does("view", url="http://127.0.0.1/")["verdict"] == "silent"
    assert person.does("unfollow")["verdict"] == "silent"
    assert "再见" not in [each["text"] for each in person.sees()]


def test_plain_mode_pushes_and_takes_plain_xml(wechat: Playground, bot: FakeBot) -> None:
    wechat.turn(mode="plain")
    person = wechat.follower()
    assert "msg_signature" not in bot.heard[-1].query
    assert bot.heard[-1].fields["Event"] == "subscribe"
    bot.answers(b"<xml><ToUserName>nobody</ToUserName></xml>")
    assert person.says("在吗")["reason"] == "ToUserName is not the customer"


def test_compatible_mode_pushes_both_and_wants_it_encrypted(
    wechat: Playground, bot: FakeBot
) -> None:
    wechat.turn(mode="compatible")
    person = wechat.follower()
    bot.says("您好")
    assert person.says("在吗")["verdict"] == "reply"
    assert bot.heard[-1].fields["Content"] == "在吗"
    assert bot.heard[-1].fields["Encrypt"]


def test_the_address_is_verified_as_the_console_does(wechat: Playground) -> None:
    assert wechat.sim("POST", "/sim/verify")["ok"] is True
