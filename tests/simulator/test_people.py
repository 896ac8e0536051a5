"""Coming, going, scanning, and what the shop may know."""

from __future__ import annotations

import pytest

from tests.simulator.fake_bot import FakeBot
from tests.simulator.playground import Playground


def test_a_follow_is_an_event_without_msgid(wechat: Playground, bot: FakeBot) -> None:
    wechat.follower()
    fields = bot.heard[-1].fields
    assert (fields["MsgType"], fields["Event"], fields["EventKey"]) == ("event", "subscribe", "")
    assert "MsgId" not in fields


def test_a_scan_by_a_stranger_is_a_follow_with_the_scene(wechat: Playground, bot: FakeBot) -> None:
    person = wechat.person()
    person.does("scan", scene="shop7")
    assert bot.heard[-1].fields["EventKey"] == "qrscene_shop7"
    info = wechat.api(f"/cgi-bin/user/info?openid={person.openid}")
    assert (info["subscribe_scene"], info["qr_scene_str"]) == ("ADD_SCENE_QR_CODE", "shop7")


def test_a_scan_by_a_follower_has_no_prefix(wechat: Playground, bot: FakeBot) -> None:
    wechat.follower().does("scan", scene="shop7")
    fields = bot.heard[-1].fields
    assert (fields["Event"], fields["EventKey"]) == ("SCAN", "shop7")


def test_who_does_not_follow_cannot_write(wechat: Playground, bot: FakeBot) -> None:
    person = wechat.person()
    assert person.says("在吗")["type"] == "does_not_follow"
    assert bot.heard == []


def test_following_twice_or_leaving_twice_is_refused(wechat: Playground) -> None:
    person = wechat.follower()
    assert person.does("follow")["type"] == "follows_already"
    person.does("unfollow")
    assert person.does("unfollow")["type"] == "does_not_follow"


def test_the_shop_learns_no_name(wechat: Playground) -> None:
    person = wechat.follower("王姐")
    info = wechat.api(f"/cgi-bin/user/info?openid={person.openid}")
    assert info["subscribe"] == 1
    assert "王姐" not in str(info)
    person.does("unfollow")
    info = wechat.api(f"/cgi-bin/user/info?openid={person.openid}")
    assert info == {"subscribe": 0, "openid": person.openid}


def test_the_followers_are_listed_and_the_list_ends(wechat: Playground) -> None:
    first, second = wechat.follower(), wechat.follower()
    wechat.person()
    page = wechat.api("/cgi-bin/user/get")
    assert page["data"]["openid"] == [first.openid, second.openid]
    assert "data" not in wechat.api(f"/cgi-bin/user/get?next_openid={page['next_openid']}")


def test_a_chosen_openid_is_kept_and_nobody_is_made_twice(wechat: Playground) -> None:
    openid = "o" + "a" * 27
    assert wechat.person("王姐", openid=openid).openid == openid
    wechat.person("王姐姐", openid=openid)
    people = wechat.sim("GET", "/sim/people")["items"]
    assert [each["name"] for each in people] == ["王姐姐"]


@pytest.mark.parametrize("openid", ["x", "wx" + "a" * 26, "o" + "é" * 27])
def test_an_openid_of_the_wrong_shape_is_refused(wechat: Playground, openid: str) -> None:
    assert wechat.http("POST", "/sim/people", {"openid": openid}).status == 422


@pytest.mark.parametrize(
    ("act", "body", "expected"),
    [
        ("click", {"key": "points"}, {"Event": "CLICK", "EventKey": "points"}),
        ("view", {"url": "http://x/"}, {"Event": "VIEW", "EventKey": "http://x/"}),
        ("sticker", {}, {"Content": "【收到不支持的消息类型，暂无法显示】"}),
        ("location", {"lat": 31.5, "lng": 121.5, "label": "家"}, {"Location_X": "31.5"}),
        ("push", {"fields": {"MsgType": "event", "Event": "mystery"}}, {"Event": "mystery"}),
        ("push", {"fields": {"MsgType": "link", "Title": "t"}}, {"Title": "t"}),
    ],
)
def test_every_act_is_pushed_in_wechats_words(
    wechat: Playground,
    bot: FakeBot,
    act: str,
    body: dict[str, object],
    expected: dict[str, str],
) -> None:
    assert wechat.follower().does(act, **body)["verdict"] == "silent"
    assert expected.items() <= bot.heard[-1].fields.items()


def test_a_pushed_farewell_is_believed(wechat: Playground) -> None:
    person = wechat.follower()
    person.does("push", fields={"MsgType": "event", "Event": "unsubscribe"})
    assert wechat.sim("GET", f"/sim/people/{person.openid}")["follows"] is False


def test_repeated_lists_are_repeated_elements(wechat: Playground, bot: FakeBot) -> None:
    inside = {"List": [{"TemplateId": "A"}, {"TemplateId": "B"}]}
    fields = {"MsgType": "event", "Event": "subscribe_msg_popup_event"}
    wechat.follower().does("push", fields=fields | {"SubscribeMsgPopupEvent": inside})
    found = bot.heard[-1].fields["SubscribeMsgPopupEvent"]["List"]
    assert [each["TemplateId"] for each in found] == ["A", "B"]
