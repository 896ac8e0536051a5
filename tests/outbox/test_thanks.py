"""Thanks for a purchase: once, the same day, by the first way that is open."""

from datetime import timedelta

import pytest

from bot import clock, jobs
from bot.outbox.models import Message
from bot.shop.tasks.models import Task
from tests.outbox.desk import Desk
from tests.people import Day, OpenShop
from tests.shop.till import Till
from tests.wechat import Fan, WeChat


@pytest.fixture
def till(shop: OpenShop) -> Till:
    """The till of the test's shop."""
    return Till(shop)


@pytest.fixture
def wang(wechat: WeChat) -> Fan:
    """王姐, who followed long ago and has not written since."""
    return wechat.fan()


def later(day: Day) -> None:
    day.passes(minutes=5)


def test_thanks_leave_at_once_where_she_wrote(till: Till, desk: Desk, wang: Fan) -> None:
    wang.says("你好")
    till.sells(500_00, openid=wang.openid)
    desk.sends()
    assert len(wang.sees()) == 1
    assert "谢谢" in wang.sees()[0]


def test_thanks_without_a_door_ride_along_once_with_the_next_answer(
    till: Till, desk: Desk, wang: Fan, day: Day
) -> None:
    later(day)
    till.sells(500_00, openid=wang.openid)
    desk.sends()
    assert desk.states() == ["waiting"]
    heard = [str(wang.says("门店地址")), str(wang.says("营业时间"))]
    assert ["谢谢您" in each for each in heard] == [True, False]
    assert desk.shop.one(Message).door == "passive"
    desk.sends()
    assert wang.sees() == []


def test_thanks_do_not_ride_with_a_complaint(till: Till, desk: Desk, wang: Fan, day: Day) -> None:
    later(day)
    till.sells(500_00, openid=wang.openid)
    desk.sends()
    assert "谢谢您" not in str(wang.says("投诉"))
    assert desk.states() == ["waiting"]


def test_thanks_near_their_end_become_one_task(till: Till, desk: Desk, wang: Fan, day: Day) -> None:
    later(day)
    till.sells(500_00, openid=wang.openid)
    desk.sends()
    day.is_at(20, 29)
    desk.sends()
    assert desk.shop.count(Task) == 0
    day.is_at(20, 31)
    desk.sends()
    desk.sends()
    assert "谢谢" in desk.shop.one(Task).words
    assert desk.states() == ["task"]


def test_thanks_in_the_evening_are_said_next_day_in_other_words(
    till: Till, desk: Desk, wang: Fan, day: Day
) -> None:
    day.is_at(22, 40)
    wang.says("你好")
    till.sells(500_00, openid=wang.openid)
    desk.sends()
    assert wang.sees() == []
    day.is_at(9, 5)
    desk.sends()
    assert "昨天" in wang.sees()[0]


def test_thanks_for_what_was_brought_back_are_not_said(
    till: Till, desk: Desk, wang: Fan, day: Day
) -> None:
    later(day)
    receipt = till.sells(500_00, openid=wang.openid)
    till.takes_back(receipt)
    desk.sends()
    assert desk.states() == ["skipped"]
    assert "已退货" in desk.why(wang)
    assert "谢谢您" not in str(wang.says("门店地址"))


def test_purchases_within_an_hour_are_thanked_for_together(
    till: Till, desk: Desk, wang: Fan, day: Day
) -> None:
    wang.says("你好")
    for _ in range(3):
        till.sells(500_00, openid=wang.openid)
        desk.sends()
        day.passes(minutes=15)
    day.passes(minutes=46)
    till.sells(500_00, openid=wang.openid)
    desk.sends()
    assert len(wang.sees()) == 2


def test_who_keeps_one_of_two_is_still_thanked(till: Till, desk: Desk, wang: Fan, day: Day) -> None:
    later(day)
    first = till.sells(500_00, openid=wang.openid)
    till.sells(200_00, openid=wang.openid)
    till.takes_back(first)
    desk.sends()
    assert desk.states() == ["skipped", "waiting"]
    wang.says("你好")
    assert desk.states() == ["skipped", "sent"]


def test_a_sale_told_days_later_is_not_thanked_for(till: Till, desk: Desk, wang: Fan) -> None:
    wang.says("你好")
    till.sells(500_00, openid=wang.openid, at=clock.now() - timedelta(days=3))
    desk.sends()
    assert desk.states() == ["skipped"]
    assert wang.sees() == []
    assert "过了" in desk.why(wang)


def test_an_answer_that_comes_late_takes_no_thanks_along(
    till: Till, desk: Desk, wang: Fan, day: Day, monkeypatch: pytest.MonkeyPatch
) -> None:
    later(day)
    till.sells(500_00, openid=wang.openid)
    monkeypatch.setattr("bot.web.webhook.LATE_SECONDS", -1.0)
    assert wang.says("门店地址") is None
    with desk.shop.app.app_context():
        jobs.answer_pending()
    desk.sends()
    assert sorted("谢谢您" in each for each in wang.sees()) == [False, True]
