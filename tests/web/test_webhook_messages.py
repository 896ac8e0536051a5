"""What customers send and do: every kind is taken, nothing that is sent breaks the door."""

import logging
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from bot.dialogue.models import Inbox
from bot.shop.people.models import Identity
from tests.databases import ACCOUNT
from tests.people import OpenShop, Phone, text_of

EMOJI = "👩‍👩‍👧‍👦🇨🇳🧧[微笑]/::)"
EVIL = (
    "<script>alert(1)</script>",
    "'; DROP TABLE person; --",
    "%s %d {name} {0}",
    "]]>",
    "<<会员码>>",
)
EVENT = {"MsgType": "event", "EventKey": ""}


def inbox_of(shop: OpenShop, phone: Phone) -> list[Inbox]:
    identity = shop.rows(Identity, Identity.external_id == phone.openid)
    return shop.rows(Inbox, Inbox.person_id == identity[0].person_id) if identity else []


@pytest.mark.parametrize(
    "fields",
    [
        {"MsgType": "text", "Content": "你好"},
        {"MsgType": "TEXT", "Content": "你好"},
        {"MsgType": "text", "Content": "在吗", "MsgDataId": "1", "Idx": 1},
        {"MsgType": "text", "Content": "满意", "bizmsgmenuid": "101"},
        {"MsgType": "text", "Content": "【收到不支持的消息类型，暂无法显示】"},
        {"MsgType": "image", "PicUrl": "http://mmbiz.qpic.cn/x", "MediaId": "m"},
        {"MsgType": "voice", "MediaId": "m", "Format": "amr", "MediaId16K": "n"},
        {"MsgType": "voice", "MediaId": "m", "Format": "amr", "Recognition": ""},
        {"MsgType": "voice", "MediaId": "m", "Format": "amr", "Recognition": "我的积分"},
        {"MsgType": "video", "MediaId": "m", "ThumbMediaId": "t"},
        {"MsgType": "shortvideo", "MediaId": "m", "ThumbMediaId": "t"},
        {
            "MsgType": "location",
            "Location_X": "31.2",
            "Location_Y": "121.4",
            "Scale": 20,
            "Label": "",
        },
        {"MsgType": "link", "Title": "看看", "Description": "d", "Url": "https://example.com"},
        EVENT | {"Event": "subscribe", "EventKey": None},
        EVENT | {"Event": "SUBSCRIBE", "EventKey": "qrscene_shop7", "Ticket": "t"},
        EVENT | {"Event": "subscribe", "EventKey": "last_trade_no_4200"},
        EVENT | {"Event": "SCAN", "EventKey": "shop7", "Ticket": "t"},
        EVENT | {"Event": "scan", "EventKey": "7"},
        EVENT | {"Event": "CLICK", "EventKey": "points"},
        EVENT | {"Event": "click", "EventKey": "a menu of last year"},
        EVENT
        | {"Event": "scancode_waitmsg", "EventKey": "6", "ScanCodeInfo": {"ScanType": "qrcode"}},
    ],
)
def test_what_can_be_answered_is_answered_once(shop: OpenShop, fields: dict[str, Any]) -> None:
    li = shop.stranger()
    assert li.sends(fields)
    assert [row.state for row in inbox_of(shop, li)] == ["done"]


@pytest.mark.parametrize(
    "fields",
    [
        EVENT | {"Event": "unsubscribe"},
        EVENT | {"Event": "LOCATION", "Latitude": 23.1, "Longitude": 113.3, "Precision": 119},
        EVENT | {"Event": "VIEW", "EventKey": "https://example.com", "MenuId": 1},
        EVENT | {"Event": "view_miniprogram", "EventKey": "pages/index"},
        EVENT | {"Event": "scancode_push", "EventKey": "6", "ScanCodeInfo": {"ScanType": "qrcode"}},
        EVENT | {"Event": "location_select", "SendLocationInfo": {"Location_X": 23}},
        EVENT | {"Event": "TEMPLATESENDJOBFINISH", "MsgID": 2, "Status": "failed:user block"},
        EVENT | {"Event": "templatesendjobfinish", "MsgID": 2, "Status": "success"},
        EVENT | {"Event": "MASSSENDJOBFINISH", "MsgID": 1, "Status": "err(20002)", "TotalCount": 1},
        EVENT
        | {"Event": "subscribe_msg_popup_event", "SubscribeMsgPopupEvent": {"List": {"a": 1}}},
        EVENT | {"Event": "subscribe_msg_sent_event", "SubscribeMsgSentEvent": {"List": [{}, {}]}},
        EVENT | {"Event": "kf_create_session", "KfAccount": "a@b"},
        EVENT
        | {"Event": "user_authorization_revoke", "OpenID": "o", "AppID": "wx", "RevokeInfo": 1},
        EVENT | {"Event": "annual_renew"},
        EVENT | {"Event": "an event to come"},
        EVENT | {"Event": ""},
        {"MsgType": "hologram", "Content": "?"},
        {"MsgType": ""},
    ],
)
def test_what_needs_no_answer_gets_none(shop: OpenShop, fields: dict[str, Any]) -> None:
    assert shop.stranger().sends(fields) is None


@pytest.mark.parametrize(
    "fields",
    [
        {"FromUserName": "o" * 300},
        {"FromUserName": ""},
        {"FromUserName": "张三"},
        {"FromUserName": ["oOne", "oTwo"]},
        {"FromUserName": {"inner": "oOne"}},
        {"MsgId": None},
        {"MsgId": ""},
        {"MsgId": "1" * 41},
        {"MsgId": "-1"},
        {"MsgId": "１２３"},
        {"MsgId": [1, 2]},
        {"Content": ["一", "二"]},
        {"Content": {"b": "粗"}},
        {"MsgType": ["text", "image"]},
        {"MsgType": None},
        {"CreateTime": None},
        {"CreateTime": "today"},
        {"CreateTime": "9" * 400},
        {"CreateTime": "-99999999999"},
        {"MsgType": "location", "Location_X": "nan", "Location_Y": "1"},
        {"MsgType": "location", "Location_X": "91", "Location_Y": "1"},
        {"MsgType": "location"},
        {"MsgType": "event", "Event": "CLICK", "EventKey": ["a", "b"]},
        {"MsgType": "event", "Event": {"deep": "er"}},
    ],
)
def test_a_push_without_sense_is_let_pass(shop: OpenShop, fields: dict[str, Any]) -> None:
    before = shop.count(Inbox)
    li = shop.stranger()
    assert li.pushes(li.writes(text_of("你好") | fields)).data == b"success"
    assert shop.count(Inbox) == before


@pytest.mark.parametrize("number", ["1", "9" * 19, "9" * 40])
def test_numbers_of_messages_may_be_of_any_length(shop: OpenShop, number: str) -> None:
    assert shop.stranger().says("你好", MsgId=number)


@pytest.mark.parametrize("name", [None, "", "gh_x]]>", "甲方"])
def test_who_does_not_call_us_rightly_is_answered_by_our_name(
    shop: OpenShop, name: str | None
) -> None:
    assert shop.stranger().says("你好", ToUserName=name)


def test_two_customers_whose_messages_have_one_number_hear_their_own_answers(
    shop: OpenShop,
) -> None:
    wang, li = shop.stranger(), shop.stranger()
    assert wang.says("门店地址", MsgId=77) != li.says("营业时间", MsgId=77)


BODIES = {
    "nothing": b"",
    "json": b'{"ToUserName":"gh","FromUserName":"o1","MsgType":"text","Content":"hi"}',
    "half": b"<xml><ToUserName><![CDATA[gh",
    "not utf-8": "<xml><Content>你好</Content></xml>".encode("gbk"),
    "surrogate": b"<xml><FromUserName>o1</FromUserName><Content>\xed\xa0\x80</Content></xml>",
    "surrogate by number": b"<xml><FromUserName>o1</FromUserName><Content>&#xD800;</Content></xml>",
    "nul by number": b"<xml><FromUserName>o1</FromUserName><Content>&#0;</Content></xml>",
    "another root": b"<html><body>hi</body></html>",
    "only text": b"<xml>hi</xml>",
    "empty root": b"<xml/>",
    "bomb": b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
    b'<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;">]><xml><FromUserName>o1</FromUserName>'
    b"<Content>&c;</Content></xml>",
    "external": b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><xml>'
    b"<FromUserName>o1</FromUserName><Content>&a;</Content></xml>",
    "external dtd": b'<!DOCTYPE x SYSTEM "http://192.0.2.1/x.dtd"><xml><a>1</a></xml>',
    "deep": b"<xml>" + b"<a>" * 100_000 + b"</a>" * 100_000 + b"</xml>",
    "wide": b"<xml>" + b"<a/>" * 200_000 + b"</xml>",
}


@pytest.mark.parametrize("kind", BODIES)
def test_a_body_that_is_no_message_is_let_pass(shop: OpenShop, kind: str) -> None:
    before = shop.count(Inbox)
    assert shop.stranger().pushes(BODIES[kind]).data == b"success"
    assert shop.count(Inbox) == before


def test_control_characters_are_dropped_and_her_words_are_read(shop: OpenShop) -> None:
    li = shop.stranger()
    xml = li.writes(text_of("门店@地址")).encode().replace(b"@", b"\x00\x08\x1a\x7f")
    assert "南京西路" in str(li.reads(li.pushes(xml)))


@pytest.mark.parametrize("name", [*EVIL, EMOJI])
def test_a_name_is_echoed_as_words_and_nothing_more(shop: OpenShop, name: str) -> None:
    li = shop.stranger()
    answers = [li.says("办会员"), li.says(name), li.says("你好"), li.says("怎么称呼？")]
    assert all(answers)
    assert "<script" not in "".join(map(str, answers))
    assert "weixin://bizmsgmenu?msgmenucontent=会员码" not in str(answers[1])


@pytest.mark.parametrize("words", [*EVIL, EMOJI, " ", "\u200b", "0", "。", "a" * 4096, "哈" * 5000])
def test_any_words_get_an_answer(shop: OpenShop, words: str) -> None:
    li = shop.stranger()
    assert li.reads(li.pushes(li.writes(text_of(words))))


texts = st.text(max_size=40)
odd = st.recursive(
    st.none() | texts | st.integers().map(str),
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(st.sampled_from(["a", "List", "Content"]), inner, max_size=2)
    ),
    max_leaves=4,
)
NAMES = (
    *("ToUserName", "FromUserName", "CreateTime", "MsgType", "Content", "MsgId", "Event"),
    *("EventKey", "Recognition", "MediaId", "Location_X", "Location_Y", "Title", "Url", "Encrypt"),
)
names = st.sampled_from(NAMES)
kinds = st.sampled_from(["text", "image", "voice", "location", "link", "event", "TEXT", "Event"])
events = st.sampled_from(["subscribe", "unsubscribe", "SCAN", "CLICK", "scancode_waitmsg", "VIEW"])
hasty = examples(
    max_examples=80,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@hasty
@given(st.dictionaries(names, odd, max_size=5), kinds, events, texts)
def test_no_fields_break_the_door(
    shop: OpenShop, fields: dict[str, Any], kind: str, event: str, words: str
) -> None:
    li = shop.stranger()
    whole = {"MsgType": kind, "Event": event, "Content": words} | fields
    answer = li.pushes(li.writes(whole))
    assert answer.status_code == 200


@hasty
@given(st.binary(max_size=200))
def test_no_bytes_break_the_door(shop: OpenShop, secure_shop: OpenShop, body: bytes) -> None:
    assert shop.stranger().pushes(body).status_code == 200
    assert secure_shop.stranger().pushes(body).status_code in (200, 403)


@hasty
@given(st.dictionaries(st.sampled_from(["signature", "timestamp", "nonce", "x"]), texts))
def test_no_address_breaks_the_door(shop: OpenShop, query: dict[str, str]) -> None:
    client = shop.app.test_client()
    assert client.post("/wechat", query_string=query, data=b"<xml/>").status_code in (200, 403)
    assert client.get("/wechat", query_string=query).status_code in (200, 403)


def test_logs_hold_nothing_of_hers(shop: OpenShop, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    li = shop.stranger()
    for words in ("办会员", "钱多多", "同意", "要", "13700137000", "不用", "我的秘密是猫"):
        li.says(words)
    li.pushes(b"<xml><Content>13700137000</Content>")
    li.sends(text_of("13700137000") | {"FromUserName": "13700137000", "MsgId": "x"})
    for hers in ("13700137000", "钱多多", "秘密", ACCOUNT["wechat_secret"]):
        assert hers not in caplog.text
