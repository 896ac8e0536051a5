"""Five seconds, three deliveries, one MsgId."""

from __future__ import annotations

import time

from tests.simulator.fake_bot import FakeBot
from tests.simulator.playground import PATIENCE, Playground


def test_a_prompt_reply_reaches_her_phone(wechat: Playground, bot: FakeBot) -> None:
    person = wechat.follower()
    bot.says("您好，欢迎光临")
    outcome = person.says("在吗")
    assert outcome["verdict"] == "reply"
    assert outcome["reply"] == {"type": "text", "text": "您好，欢迎光临"}
    assert person.sees_last() == "您好，欢迎光临"


def test_every_push_is_signed_and_says_who_wrote(wechat: Playground, bot: FakeBot) -> None:
    person = wechat.follower()
    outcome = person.says("在吗")
    push = bot.heard[-1]
    assert push.signed
    assert push.query["openid"] == push.fields["FromUserName"] == person.openid
    assert push.fields["MsgId"] == outcome["msg_id"]
    assert push.fields["Content"] == "在吗"


def test_a_slow_bot_is_asked_three_times_with_the_same_id(wechat: Playground, bot: FakeBot) -> None:
    person = wechat.follower()
    bot.heard.clear()
    wechat.is_impatient()
    bot.takes(0.35, 0.35, 0.35)
    outcome = person.says("在吗")
    assert outcome["verdict"] == "error"
    assert [each["outcome"] for each in outcome["deliveries"]] == ["timeout"] * 3
    assert {push.fields["MsgId"] for push in bot.heard} == {outcome["msg_id"]}
    assert len({push.query["msg_signature"] for push in bot.heard}) == 3


def test_deliveries_begin_one_patience_apart(wechat: Playground, bot: FakeBot) -> None:
    person = wechat.follower()
    wechat.is_impatient()
    bot.takes(0.35, 0.35)
    begun = time.monotonic()
    assert person.says("在吗")["verdict"] == "silent"
    assert 2 * PATIENCE <= time.monotonic() - begun < 4 * PATIENCE


def test_a_reply_to_the_third_delivery_is_shown(wechat: Playground, bot: FakeBot) -> None:
    person = wechat.follower()
    wechat.is_impatient()
    bot.takes(0.35, 0.35)
    bot.says("久等了")
    assert person.says("在吗")["verdict"] == "reply"
    assert [each["text"] for each in person.sees()].count("久等了") == 1


def test_a_bad_answer_is_not_asked_for_again(wechat: Playground, bot: FakeBot) -> None:
    person = wechat.follower()
    bot.answers(b"oops", status=500)
    outcome = person.says("在吗")
    assert len(outcome["deliveries"]) == 1
    assert person.sees_last() == "该公众号提供的服务出现故障，请稍后再试"


def test_a_bot_that_is_away_is_tried_three_times(wechat: Playground) -> None:
    person = wechat.follower()
    wechat.is_impatient()
    world = wechat.app.extensions["world"]
    right, world.courier._url = world.courier._url, "http://127.0.0.1:9/wechat"
    outcome = person.says("在吗")
    world.courier._url = right
    assert [each["outcome"] for each in outcome["deliveries"]] == ["unreachable"] * 3
    assert outcome["verdict"] == "error"


def test_without_waiting_the_verdict_can_be_asked_for_later(
    wechat: Playground, bot: FakeBot
) -> None:
    person = wechat.follower()
    bot.says("来了")
    push_id = person.says("在吗", wait=False)["msg_id"]
    deadline = time.monotonic() + 3
    while time.monotonic() < deadline:
        found = wechat.sim("GET", f"/sim/pushes/{push_id}")
        if found["verdict"]:
            break
    assert found["verdict"] == "reply"


def test_parallel_duplicates_knock_at_once_and_show_one_reply(
    wechat: Playground, bot: FakeBot
) -> None:
    person = wechat.follower()
    bot.heard.clear()
    bot.says("您好")
    outcome = person.says("在吗", duplicates=5)
    assert len(outcome["deliveries"]) == len(bot.heard) == 5
    assert len({push.fields["MsgId"] for push in bot.heard}) == 1
    assert [each["text"] for each in person.sees()].count("您好") == 1


def test_a_delayed_push_arrives_after_a_later_one(wechat: Playground, bot: FakeBot) -> None:
    person = wechat.follower()
    person.says("先写的", wait=False, delay=0.2)
    person.says("后写的")
    time.sleep(0.4)
    assert [push.fields["Content"] for push in bot.heard[-2:]] == ["后写的", "先写的"]


def test_an_old_push_can_come_again(wechat: Playground, bot: FakeBot) -> None:
    person = wechat.follower()
    push_id = person.says("在吗")["msg_id"]
    person.does("push", again=push_id)
    assert [push.fields["MsgId"] for push in bot.heard[-2:]] == [push_id, push_id]


def test_a_stale_timestamp_is_signed_all_the_same(wechat: Playground, bot: FakeBot) -> None:
    wechat.follower().says("在吗", timestamp=1553425488)
    assert bot.heard[-1].query["timestamp"] == "1553425488"
    assert bot.heard[-1].signed


def test_a_forged_signature_is_delivered_as_forged(wechat: Playground, bot: FakeBot) -> None:
    wechat.follower().says("在吗", signature="0" * 40)
    assert not bot.heard[-1].signed
