"""The red button and shadow mode: nothing goes that should not, and what she writes is answered."""

from datetime import timedelta

import pytest

from bot import clock
from bot.outbox import hands
from bot.outbox.hands import Hands
from bot.outbox.models import Message, Switch
from bot.outbox.notices.models import Notice
from bot.shop.consent.actions import stop_messages
from bot.shop.events.models import Event
from bot.shop.refusal import Refused
from bot.shop.tasks.models import Task
from tests.courtesy.counter import Desk
from tests.people import Day, at_once


def test_the_button_pressed_in_the_middle_of_a_hundred_stops_the_rest(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hands, "LOOK_SECONDS", 0)
    desk.has_a_crowd(100)
    desk.wire.before = lambda count: desk.presses("stop") if count == 20 else None
    desk.sends()
    sent = len(desk.wire.took)
    assert 20 <= sent <= 20 + hands.HANDS  # those whose hand was on the door already
    assert desk.states() == {"sent": sent, "waiting": 100 - sent}
    reasons = {message.reason for message in desk.shop.rows(Message, Message.state == "waiting")}
    assert len(reasons) == 1
    assert "李敏" in str(reasons.pop())


def test_after_the_release_each_goes_once_and_what_is_too_late_never(desk: Desk, day: Day) -> None:
    desk.presses("stop")
    fresh = desk.plans(desk.customer())
    stale = desk.plans(desk.customer(), not_after=clock.now() + timedelta(minutes=30))
    desk.sends()
    assert desk.states() == {"waiting": 2}
    day.passes(minutes=45)
    desk.presses("stop", on=False)
    at_once(desk.sends, desk.sends)
    assert [desk.message(key).state for key in (fresh, stale)] == ["sent", "skipped"]
    assert len(desk.wire.took) == 1


def test_what_she_writes_is_answered_and_nothing_rides_along(desk: Desk) -> None:
    hers = desk.customer()
    desk.plans(hers, "天冷了")
    desk.presses("stop")
    assert "天冷了" not in str(hers.says("门店地址"))
    desk.presses("stop", on=False)
    assert "天冷了" in str(hers.says("营业时间"))


def test_while_all_is_stopped_a_case_goes_to_people(desk: Desk, day: Day) -> None:
    desk.presses("stop")
    key = desk.plans(desk.customer(), purpose="complaint", kind="complaint")
    desk.sends()
    assert desk.message(key).state == "waiting"
    day.passes(minutes=31)
    desk.sends()
    assert desk.message(key).state == "task"
    assert "停发" in desk.shop.one(Task, Task.kind == "call").why


def test_a_guide_does_not_press_it(desk: Desk) -> None:
    with pytest.raises(Refused, match="switch_role"):
        desk.presses("stop", by="zhouting")
    assert desk.shop.count(Switch, Switch.is_on) == 0


def test_who_was_first_stays_and_head_office_hears_once(desk: Desk) -> None:
    desk.presses("stop", by="limin")
    desk.presses("stop", by="sunjie")
    assert desk.shop.one(Switch, Switch.is_on).by == "李敏"
    assert desk.shop.count(Notice, Notice.key == "notices.stop_on") == 1
    assert desk.shop.one(Event, Event.verb == "stop_on").actor == "limin"


def test_in_shadow_mode_what_would_have_gone_can_be_read(desk: Desk) -> None:
    desk.presses("shadow")
    key = desk.plans(desk.customer(), "天冷了，多穿点")
    desk.sends()
    found = desk.message(key)
    assert (found.state, found.text, found.sent_at) == ("skipped", "天冷了，多穿点", None)
    assert str(found.reason).startswith("影子模式：本该")
    assert "客服消息" in str(found.reason)
    assert desk.wire.took == []


def test_in_shadow_mode_she_is_answered_and_no_guide_has_work_of_it(desk: Desk, day: Day) -> None:
    hers = desk.customer()
    desk.presses("shadow")
    answer = desk.plans(hers, "您问的到货了", purpose="reply", kind="reply")
    desk.sends()
    assert desk.message(answer).state == "sent"
    day.passes(days=3)  # her window is shut
    care = desk.plans(hers, not_after=clock.now() + timedelta(hours=1))
    desk.sends()
    assert "导购" in str(desk.message(care).reason)
    assert desk.shop.count(Task) == 0


def test_in_shadow_mode_a_case_is_led_by_people(desk: Desk) -> None:
    desk.presses("shadow")
    key = desk.plans(desk.customer(), purpose="complaint", kind="complaint")
    desk.sends()
    assert desk.message(key).state == "task"
    assert desk.shop.count(Task, Task.kind == "call") == 1


@pytest.mark.parametrize("how", ["words", "at the counter"])
def test_who_opts_out_while_it_is_on_its_way_is_not_written_to(desk: Desk, how: str) -> None:
    hers, post = desk.customer(), desk.shop.bot.post
    key, before = desk.plans(hers), desk.left(hers)
    _, parcels = desk.shop.bot.database.run(post._claim)
    if how == "words":
        hers.says("退订")
    else:
        desk.shop.bot.database.run(lambda db: stop_messages(db, desk.id_of(hers), actor="limin"))
    with Hands(post.database, post.texts, post.channels) as carrying:
        carrying.carry(parcels)
    assert carrying.tally == {"held": 1}
    desk.sends()
    assert (desk.wire.took, desk.message(key).state) == ([], "skipped")
    assert desk.left(hers) == before
