"""What she waits for comes as a service notice where her conversation is shut, or by a call."""

import time
from datetime import timedelta
from functools import partial

import pytest

from bot import clock
from bot.outbox.actions import shut_doors
from bot.outbox.models import DoorGrant, Receipt
from bot.shop.stores.actions import import_shop
from bot.shop.tasks.models import Task
from bot.texts import CONTENT, read_toml
from tests.databases import ONE_SERVER
from tests.outbox.desk import Desk
from tests.people import Day, at_once
from tests.wechat import CARD, Fan, WeChat

SILENT = 0  # no report comes by itself


@pytest.fixture
def wang(wechat: WeChat, day: Day) -> Fan:
    """王姐, who followed and wrote three days ago."""
    wechat.sim("PUT", "/settings", {"report_copies": SILENT, "report_seconds": 0.0})
    fan = wechat.fan()
    fan.says("你好")
    day.passes(days=3)
    return fan


def id_of(desk: Desk) -> str:
    """Return WeChat's id of the only card."""
    return desk.shop.one(Receipt).provider_id


def becomes(desk: Desk, key: str, state: str) -> bool:
    """Wait for a report that is on its way."""
    ends = time.monotonic() + 3
    while desk.message(key).state != state and time.monotonic() < ends:
        time.sleep(0.02)
    return desk.message(key).state == state


def test_progress_comes_as_a_card_where_she_has_not_written(
    wechat: WeChat, desk: Desk, wang: Fan
) -> None:
    wechat.sim("PUT", "/settings", {"report_copies": 1})
    key = desk.tells_progress(wang)
    assert desk.sends()["sent"] == 1
    (card,) = wang.cards()
    assert card["投诉内容"] == "手链断了"
    assert (card["处理状态"], card["处理说明"]) == ("处理中", "店长李敏今天18点前给您电话")
    assert becomes(desk, key, "delivered")
    assert "已送到，用服务通知" in desk.why(wang)


def test_three_workers_bring_each_card_once(wechat: WeChat, desk: Desk, wang: Fan) -> None:
    fans = [wang, *[wechat.fan(f"顾客{number}") for number in range(3)]]
    for number in range(16):
        desk.tells_progress(fans[number % 4])
    for fan in fans[1:]:
        desk.shop.bot.database.run(partial(shut_doors, person_id=desk.shop.person(fan.openid).id))
    at_once(*[desk.sends] * 3)
    assert [len(fan.cards()) for fan in fans] == [4, 4, 4, 4]
    assert set(desk.states()) == {"sent"}


def test_within_her_conversation_it_is_said_there(wechat: WeChat, desk: Desk, wang: Fan) -> None:
    wang.says("在吗")
    desk.tells_progress(wang)
    desk.sends()
    assert (len(wang.sees()), wang.cards()) == (1, [])


@ONE_SERVER
def test_an_appointment_comes_as_a_card(desk: Desk, wang: Fan) -> None:
    at = {"card": "reminder", "service": "清洗", "at": "2026年11月28日 15:00", "store": "静安店"}
    desk.writes(wang, brings=at, kind="appointment", purpose="service")
    desk.sends()
    assert wang.cards()[0]["预约状态"] == "等您来"


@ONE_SERVER
def test_thanks_never_come_as_a_card(wechat: WeChat, desk: Desk, wang: Fan) -> None:
    desk.writes(wang, kind="thanks", purpose="service", journey="thanks")
    desk.sends()
    assert wechat.calls(CARD) == []


@ONE_SERVER
def test_without_a_template_the_shop_calls(wechat: WeChat, desk: Desk, wang: Fan) -> None:
    ours = read_toml(CONTENT / "shop.toml") | {"templates": {}}
    desk.shop.bot.database.run(lambda db: import_shop(db, ours, by="test"))
    key = desk.tells_progress(wang)
    desk.sends()
    assert desk.message(key).state == "task"
    (why,) = desk.calls_to_make()
    assert "模板还没有设好，请打电话告诉她" in why
    assert "店长李敏" in desk.tasks()[0]
    assert why in desk.why(wang)


@ONE_SERVER
def test_the_call_has_a_time(desk: Desk, wang: Fan) -> None:
    wang.does("unfollow")
    promised = clock.now() + timedelta(hours=1)
    desk.tells_progress(wang)
    desk.tells_progress(wang, not_after=promised)
    desk.sends()
    sooner = desk.shop.rows(Task, Task.due == promised)
    assert len(sooner) == 1
    assert desk.shop.count(Task, Task.due < clock.now() + timedelta(hours=5)) == 2


@ONE_SERVER
def test_what_does_not_fit_on_a_card_is_said_by_people(
    wechat: WeChat, desk: Desk, wang: Fan
) -> None:
    desk.writes(wang, brings={"card": "promised"}, kind="complaint", purpose="complaint")
    desk.sends()
    assert wechat.calls(CARD) == []
    assert "放不进" in desk.calls_to_make()[0]


@ONE_SERVER
def test_at_night_it_waits_for_the_morning(desk: Desk, wang: Fan, day: Day) -> None:
    day.is_at(23)
    key = desk.tells_progress(wang)
    desk.sends()
    assert desk.message(key).state == "waiting"
    day.is_at(9)
    desk.sends()
    assert len(wang.cards()) == 1


@ONE_SERVER
def test_what_morning_would_find_too_late_is_a_call_now(desk: Desk, wang: Fan, day: Day) -> None:
    day.is_at(22)
    desk.tells_progress(wang, not_after=clock.now() + timedelta(hours=1))
    desk.sends()
    assert "等到09:00就晚了" in desk.calls_to_make()[0]


@ONE_SERVER
def test_what_is_too_late_is_a_call_and_never_dropped(desk: Desk, wang: Fan, day: Day) -> None:
    desk.tells_progress(wang, not_after=clock.now() + timedelta(minutes=5))
    day.passes(minutes=6)
    desk.sends()
    assert len(desk.calls_to_make()) == 1


def test_she_who_blocks_notices_is_called_and_gets_no_more_of_them(
    wechat: WeChat, desk: Desk, wang: Fan
) -> None:
    first = desk.tells_progress(wang)
    desk.sends()
    wang.reports(id_of(desk), "failed:user block")
    desk.sends()
    second = desk.tells_progress(wang)
    desk.sends()
    assert [desk.message(key).state for key in (first, second)] == ["task", "task"]
    assert len(wechat.calls(CARD)) == 1
    assert "没有送到" in desk.calls_to_make()[0]
    assert "她不收服务通知" in desk.calls_to_make()[1]


@ONE_SERVER
def test_after_a_month_she_is_asked_again(desk: Desk, wang: Fan, day: Day) -> None:
    desk.tells_progress(wang)
    desk.sends()
    wang.reports(id_of(desk), "failed:user block")
    assert desk.shop.count(DoorGrant, DoorGrant.cause == "cards") == 1
    day.passes(days=31)
    day.is_at(14)
    desk.sends()
    desk.tells_progress(wang)
    assert desk.sends()["sent"] == 1


def test_what_wechat_could_not_bring_is_a_call(desk: Desk, wang: Fan) -> None:
    key = desk.tells_progress(wang)
    desk.sends()
    wang.reports(id_of(desk), "failed: system failed")
    desk.sends()
    assert desk.message(key).state == "task"
    assert len(desk.calls_to_make()) == 1
    assert desk.shop.count(DoorGrant, DoorGrant.cause == "cards") == 0


def test_who_has_written_meanwhile_hears_it_in_her_conversation(desk: Desk, wang: Fan) -> None:
    desk.tells_progress(wang)
    desk.sends()
    wang.says("在吗")
    wang.reports(id_of(desk), "failed: system failed")
    desk.sends()
    assert wang.sees() == ["手链的事，店长李敏今天18点前给您电话。"]
    assert desk.calls_to_make() == []


def test_a_report_may_come_before_the_answer(wechat: WeChat, desk: Desk, wang: Fan) -> None:
    wechat.sim("PUT", "/settings", {"report_copies": 1})
    wechat.breaks("accept_then_slow", path=CARD, seconds=0.3)
    key = desk.tells_progress(wang)
    desk.sends()
    assert desk.message(key).state == "delivered"


@pytest.mark.parametrize("at_once", [1, 8])
def test_a_report_that_comes_twice_counts_once(desk: Desk, wang: Fan, at_once: int) -> None:
    desk.tells_progress(wang)
    desk.sends()
    for _ in range(2):
        wang.reports(id_of(desk), "failed:user block", duplicates=at_once)
    desk.sends()
    wang.reports(id_of(desk), "success")
    desk.sends()
    assert desk.states() == ["task"]
    assert len(desk.calls_to_make()) == 1


@ONE_SERVER
@pytest.mark.parametrize(
    ("status", "state"), [("success", "delivered"), ("failed: system failed", "task")]
)
def test_a_report_that_comes_days_late_counts(
    desk: Desk, wang: Fan, day: Day, status: str, state: str
) -> None:
    key = desk.tells_progress(wang, not_after=clock.now() + timedelta(hours=3))
    desk.sends()
    day.passes(days=4)
    wang.reports(id_of(desk), status)
    desk.sends()
    assert desk.message(key).state == state


def test_a_report_about_what_was_not_ours_changes_nothing(desk: Desk, wang: Fan) -> None:
    key = desk.tells_progress(wang)
    desk.sends()
    assert wang.reports(987654321, "failed:user block")["verdict"] == "silent"
    desk.sends()
    assert desk.message(key).state == "sent"
    assert desk.shop.count(Receipt, Receipt.message_id.is_(None)) == 1


def test_what_was_said_about_others_is_forgotten_after_some_days(desk: Desk, wang: Fan) -> None:
    with desk.shop.bot.database.transaction() as db:
        old = clock.real_now() - timedelta(days=4)
        db.add(Receipt(door="template", provider_id="1", outcome="arrived", at=old))
    wang.reports("2", "success")
    assert [each.provider_id for each in desk.shop.rows(Receipt)] == ["2"]


@ONE_SERVER
def test_a_report_that_says_nothing_is_passed_over(desk: Desk, wang: Fan) -> None:
    assert wang.reports("1", "who knows")["verdict"] == "silent"
    assert desk.shop.count(Receipt) == 0


def test_who_was_forgotten_is_not_called_for_an_old_card(desk: Desk, wang: Fan, day: Day) -> None:
    key = desk.tells_progress(wang)
    desk.sends()
    with desk.shop.bot.database.transaction() as db:
        message = db.merge(desk.message(key))
        message.text, message.params = None, {}
    wang.reports(id_of(desk), "failed: system failed")
    desk.sends()
    assert desk.message(key).state == "sent"
    assert desk.tasks() == []
