"""Messages leave once, in order, and only through a door that is open."""

from datetime import timedelta
from functools import partial

import pytest

from bot import clock
from bot.outbox.models import DoorGrant, Message
from bot.shop.consent.actions import answer_consent, stop_messages
from bot.shop.people.models import Identity
from tests.outbox.desk import Desk
from tests.people import Day, OpenShop, at_once
from tests.wechat import WeChat


def test_a_message_is_sent_once(wechat: WeChat, desk: Desk) -> None:
    wang = wechat.fan()
    wang.says("你好")
    key = desk.writes(wang, "您要的戒指到了")
    assert desk.sends()["sent"] == 1
    assert desk.sends()["sent"] == 0
    assert wang.sees() == ["您要的戒指到了"]
    assert desk.message(key).text == "您要的戒指到了"
    assert "客服消息" in desk.why(wang)


def test_two_workers_send_two_hundred_messages_once_each(wechat: WeChat, desk: Desk) -> None:
    fans = [wechat.fan(f"顾客{number}") for number in range(8)]
    for number in range(40):
        wechat_fan = fans[number % 8]
        if number < 8:
            wechat_fan.says("你好")
        desk.writes(wechat_fan, f"第{number}条")
    at_once(desk.sends, desk.sends, desk.sends)
    assert sorted(wechat.accepted()) == sorted(f"第{number}条" for number in range(40))
    assert set(desk.states()) == {"sent"}


def test_a_message_whose_text_a_deploy_took_away_keeps_nobody_waiting(
    wechat: WeChat, desk: Desk
) -> None:
    wang, li = wechat.fan("王芳"), wechat.fan("李梅")
    for fan in (wang, li):
        fan.says("你好")
    gone, kept = desk.writes(wang), desk.writes(li, "您要的戒指到了")
    with desk.shop.bot.database.transaction() as db:
        db.get_one(Message, desk.message(gone).id).key = "thanks.no_such_text"
    assert desk.sends()["sent"] == 1
    assert [desk.message(key).state for key in (gone, kept)] == ["failed", "sent"]
    assert len(desk.tasks()) == 1


def test_messages_of_one_customer_leave_in_order(wechat: WeChat, desk: Desk) -> None:
    wang = wechat.fan()
    wang.says("你好")
    words = [f"第{number}句" for number in range(5)]
    for each in words:
        desk.writes(wang, each)
    at_once(desk.sends, desk.sends)
    assert wang.sees() == words


def test_a_claim_that_ran_out_is_shown_to_staff_and_not_sent_again(
    wechat: WeChat, desk: Desk
) -> None:
    wang = wechat.fan()
    wang.says("你好")
    key = desk.writes(wang)
    with desk.shop.bot.database.transaction() as db:
        message = db.get_one(Message, desk.message(key).id)
        message.claimed_until = clock.real_now() - timedelta(seconds=1)
    desk.sends()
    desk.sends()
    assert desk.message(key).state == "uncertain"
    assert wechat.calls() == []
    assert len(desk.tasks()) == 1


def test_five_messages_pass_her_door_and_the_sixth_is_said_by_people(
    wechat: WeChat, desk: Desk
) -> None:
    wang = wechat.fan()
    wang.says("你好")
    for number in range(9):
        desk.writes(wang, f"第{number}句")
    at_once(desk.sends, desk.sends)
    assert len(wang.sees()) == 8  # three after the follow, five after her words
    assert desk.states() == ["sent"] * 8 + ["task"]
    assert (desk.left("message"), desk.left("follow")) == (0, 0)


def test_who_leaves_is_not_written_to(wechat: WeChat, desk: Desk) -> None:
    wang = wechat.fan()
    wang.says("你好")
    key = desk.writes(wang)
    wang.does("unfollow")
    desk.sends()
    assert desk.message(key).state == "task"
    assert wechat.calls() == []
    assert desk.shop.count(DoorGrant) == 0
    assert "取消关注" in desk.why(wang)


def test_who_comes_back_is_written_to_again(wechat: WeChat, desk: Desk) -> None:
    wang = wechat.fan()
    wang.does("unfollow")
    wang.does("follow", scene="again")
    desk.writes(wang, "欢迎回来")
    desk.sends()
    assert wang.sees() == ["欢迎回来"]


def test_care_is_dropped_where_she_takes_back_her_consent(wechat: WeChat, desk: Desk) -> None:
    wang = wechat.fan()
    wang.says("你好")
    her_id = desk.shop.person(wang.openid).id
    desk.shop.bot.database.run(lambda db: answer_consent(db, her_id, {"care": True}))
    key = desk.writes(wang, purpose="care", kind="thanks")
    desk.shop.bot.database.run(lambda db: stop_messages(db, her_id))
    desk.sends()
    assert desk.message(key).state == "skipped"
    assert "没有同意" in desk.why(wang)


def test_the_shop_is_quiet_at_night(wechat: WeChat, desk: Desk, day: Day) -> None:
    day.is_at(21, 30)
    wang = wechat.fan()
    wang.says("你好")
    key = desk.writes(wang, "晚上好", purpose="service", kind="thanks")
    desk.sends()
    assert desk.message(key).state == "waiting"
    assert "09:00" in desk.why(wang)
    day.is_at(9, 1)
    desk.sends()
    assert wang.sees() == ["晚上好"]


def test_what_her_own_act_caused_may_come_in_the_evening(
    wechat: WeChat, desk: Desk, day: Day
) -> None:
    day.is_at(21, 30)
    wang = wechat.fan()
    wang.says("你好")
    desk.writes(wang, "收到了", purpose="service", kind="thanks", caused_at=clock.now())
    desk.sends()
    assert wang.sees() == ["收到了"]


def test_after_two_days_the_door_is_shut(wechat: WeChat, desk: Desk, day: Day) -> None:
    wang = wechat.fan()
    wang.says("你好")
    day.passes(hours=47, minutes=59, seconds=1)
    key = desk.writes(wang)
    desk.sends()
    assert desk.message(key).state == "task"
    assert wechat.calls() == []


def test_promotion_never_goes_by_customer_service_message(wechat: WeChat, desk: Desk) -> None:
    wang = wechat.fan()
    wang.says("你好")
    her_id = desk.shop.person(wang.openid).id
    desk.shop.bot.database.run(lambda db: answer_consent(db, her_id, {"promotion": True}))
    ends = clock.now() + timedelta(hours=1)
    key = desk.writes(wang, purpose="promotion", kind="thanks", not_after=ends)
    desk.sends()
    assert desk.message(key).state == "skipped"
    assert wechat.calls() == []


def test_many_hands_never_take_more_than_the_door_gives(wechat: WeChat, desk: Desk) -> None:
    wang = wechat.fan()
    wang.says("你好")
    at_once(*[partial(desk.writes, wang, f"第{number}句") for number in range(12)])
    at_once(*[desk.sends] * 4)
    assert len(wang.sees()) == 8
    assert all(grant.left == 0 for grant in desk.shop.rows(DoorGrant))


def test_of_two_wechats_of_one_person_the_one_that_follows_is_written_to(
    wechat: WeChat, desk: Desk
) -> None:
    old, new = wechat.fan("旧微信"), wechat.fan("新微信")
    her_id = desk.shop.person(new.openid).id
    new.says("你好")
    old.does("unfollow")
    with desk.shop.bot.database.transaction() as db:
        for identity in db.query(Identity).all():
            identity.person_id = her_id
    desk.writes(new, "收到")
    desk.sends()
    assert new.sees() == ["收到"]


@pytest.mark.parametrize("words", ["a\x00\x08b", "\ufffe", "👩‍👩‍👧‍👦", "]]>"])
def test_odd_words_do_not_stop_the_post(wechat: WeChat, desk: Desk, words: str) -> None:
    wang = wechat.fan()
    wang.says("你好")
    desk.writes(wang, f"您好{words}")
    desk.writes(wang, "再见")
    desk.sends()
    assert len(wang.sees()) == 2


def test_a_shop_without_wechat_waits(wechat: WeChat, shop: OpenShop, desk: Desk) -> None:
    wang = wechat.fan()
    key = desk.writes(wang)
    vars(shop.bot)["wechat"] = None
    assert desk.sends()["not_sent"] == 1
    assert desk.message(key).state == "waiting"
