"""WeChat says everything up to three times, often at once: each thing happens once."""

from functools import partial

import pytest

from bot.dialogue.conversation import Talk
from bot.dialogue.models import Conversation, Inbox
from bot.outbox.models import DoorGrant, Message
from bot.shop.members.models import Member
from bot.shop.people.models import Identity, Person
from bot.shop.tasks.models import Task
from tests.people import LI, Opens, OpenShop, at_once, text_of

Logs = pytest.LogCaptureFixture


def test_a_message_that_comes_twenty_times_at_once_counts_once(shop: OpenShop) -> None:
    li = shop.phone()
    push = li.writes(text_of("人工"))
    answers = at_once(*[partial(li.pushes, push)] * 20)
    assert len({li.reads(answer) for answer in answers}) == 1
    counted = [shop.count(table) for table in (Person, Identity, Inbox, Conversation, Task)]
    assert counted == [1, 1, 1, 1, 1]


def test_a_follow_that_comes_again_and_again_is_one_follow(shop: OpenShop) -> None:
    li = shop.phone()
    push = li.writes({"MsgType": "event", "Event": "subscribe", "EventKey": ""})
    answers = at_once(*[partial(li.pushes, push)] * 6)
    assert len({li.reads(answer) for answer in answers}) == 1
    assert shop.count(Inbox) == 1


def test_two_events_of_one_second_are_two(shop: OpenShop) -> None:
    li = shop.phone()
    together = {"MsgType": "event", "CreateTime": 1_790_000_000}
    for event, key in (("subscribe", ""), ("CLICK", "points"), ("CLICK", "register")):
        assert li.sends(together | {"Event": event, "EventKey": key})
    assert shop.count(Inbox) == 3


def test_what_she_answered_twice_by_mistake_of_the_net_moves_the_talk_once(shop: OpenShop) -> None:
    li = shop.phone()
    li.says("办会员")
    push = li.writes(text_of("李小娟"))
    first, second = (li.reads(li.pushes(push)) for _ in range(2))
    assert first == second
    assert shop.one(Conversation).asks == "consent"


def test_ten_messages_of_one_customer_at_once_are_all_answered(shop: OpenShop) -> None:
    li = shop.phone()
    words = [
        "门店地址",
        "营业时间",
        "会员等级",
        "你好",
        "谢谢",
        "办会员",
        "积分",
        "再见",
        "在吗",
        "?",
    ]
    assert all(at_once(*[partial(li.says, word) for word in words]))
    assert sorted(row.said["text"] for row in shop.rows(Inbox)) == sorted(words)
    assert {row.state for row in shop.rows(Inbox)} == {"done"}
    assert shop.one(Conversation).flow == "register"


def test_a_registration_sent_in_one_burst_makes_one_member(shop: OpenShop) -> None:
    li = shop.phone()
    li.says("办会员")
    for words in ("李小娟", "同意", "要"):
        li.says(words)
    phones = [f"1391111{number}" for number in range(1000, 1008)]
    assert all(at_once(*[partial(li.says, phone) for phone in phones]))
    assert shop.count(Member) == 1
    assert shop.person(LI).phone in phones


def test_a_broken_turn_ends_in_an_apology_and_a_task(opens: Opens) -> None:
    shop = opens(intents={"greeting": _breaks})
    li = shop.phone()
    push = li.writes(text_of("你好"))
    first, again = (li.reads(li.pushes(push)) for _ in range(2))
    assert first == again
    assert "对不起" in str(first)
    assert shop.one(Inbox).state == "failed"
    assert shop.one(Task).words == "你好"
    assert shop.count(Message) == 0
    assert li.says("门店地址")


def test_a_broken_turn_leaves_nothing_half_done(opens: Opens) -> None:
    def wants_and_breaks(talk: Talk) -> None:
        talk.start("register")
        talk.person.scene = "half done"
        _breaks(talk)

    shop = opens(intents={"greeting": wants_and_breaks})
    shop.phone().says("你好")
    assert shop.count(Conversation) == 0
    assert shop.person(LI).scene is None


def test_a_broken_turn_tells_the_log_where_and_nothing_of_hers(opens: Opens, caplog: Logs) -> None:
    opens(intents={"greeting": _breaks}).phone().says("你好")
    assert "RuntimeError" in caplog.text
    assert "in _breaks" in caplog.text
    assert "你好" not in caplog.text


def test_a_click_opens_a_minute_and_a_message_two_days(shop: OpenShop) -> None:
    li = shop.phone()
    li.taps("points")
    li.says("你好")
    left = {grant.cause: grant.left for grant in shop.rows(DoorGrant)}
    assert left == {"click": 3, "message": 5}


def _breaks(talk: Talk) -> None:
    raise RuntimeError(talk.incoming.text)
