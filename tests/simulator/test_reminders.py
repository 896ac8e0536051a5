"""Reminders she agreed to one by one: each yes carries one."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import pytest

from tests.simulator.fake_bot import FakeBot
from tests.simulator.playground import Person, Playground

if TYPE_CHECKING:
    from playwright.sync_api import Page

SEND = "/cgi-bin/message/subscribe/bizsend"
CARE = "C3vNx8LqPz5WkHj1tRm7yBd0sFg4uEo2aIiKcXwQ9Z6"
DATA = {
    "thing1": {"value": "手链"},
    "thing2": {"value": "三个月了，来洗洗更亮"},
    "thing3": {"value": "静安店"},
}


@pytest.fixture(autouse=True)
def _at_once(wechat: Playground) -> None:
    wechat.turn(report_seconds=0.0)


def reminded(wechat: Playground, person: Person, **changes: object) -> int:
    """Send a reminder; return the errcode."""
    body = {"touser": person.openid, "template_id": CARE, "data": DATA} | changes
    return int(wechat.api(SEND, body)["errcode"])


def heard(bot: FakeBot, event: str) -> list[dict[str, Any]]:
    """Wait for pushes of one kind; return their fields."""
    ends = time.monotonic() + 3
    while time.monotonic() < ends:
        found = [each.fields for each in list(bot.heard) if each.fields.get("Event") == event]
        if found:
            return found
        time.sleep(0.01)
    return []


def test_each_yes_carries_one_reminder_and_they_add_up(wechat: Playground, bot: FakeBot) -> None:
    wang = wechat.follower()
    for _ in range(2):
        wang.does("popup", template_id=CARE)
    assert [reminded(wechat, wang) for _ in range(3)] == [0, 0, 43101]
    shown = [each for each in wang.sees() if each["via"] == "reminder"]
    assert [each["text"] for each in shown] == ["保养到期提醒"] * 2
    (answer,) = heard(bot, "subscribe_msg_popup_event")[:1]
    assert answer["SubscribeMsgPopupEvent"]["List"]["SubscribeStatusString"] == "accept"
    report = heard(bot, "subscribe_msg_sent_event")[0]["SubscribeMsgSentEvent"]["List"]
    assert (report["TemplateId"], report["ErrorStatus"]) == (CARE, "success")


def test_a_no_carries_nothing(wechat: Playground) -> None:
    wang = wechat.follower()
    wang.does("popup", template_id=CARE, accept=False)
    assert reminded(wechat, wang) == 43101


def test_who_switches_reminders_off_gets_none_and_the_shop_hears_it(
    wechat: Playground, bot: FakeBot
) -> None:
    wang = wechat.follower()
    wang.does("popup", template_id=CARE)
    wang.does("switch-off", template_id=CARE)
    assert reminded(wechat, wang) == 43101
    assert heard(bot, "subscribe_msg_change_event")


def test_a_reminder_that_is_lost_is_reported(wechat: Playground, bot: FakeBot) -> None:
    wechat.turn(notice_error=43101)
    wang = wechat.follower()
    wang.does("popup", template_id=CARE)
    assert reminded(wechat, wang) == 0
    report = heard(bot, "subscribe_msg_sent_event")[0]["SubscribeMsgSentEvent"]["List"]
    assert (report["ErrorCode"], report["ErrorStatus"]) == ("43101", "failed")
    assert "reminder" not in [each["via"] for each in wang.sees()]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"touser": "o" + "x" * 27}, 40003),
        ({"template_id": ""}, 40036),
        ({"template_id": "P8mKx5JhN1gBv3FcD7sXz0aQw6eRt2yUi9oLpZkMnV4"}, 40037),
        ({"data": {}}, 47003),
    ],
)
def test_a_wrong_reminder_is_refused(
    wechat: Playground, changes: dict[str, Any], code: int
) -> None:
    wang = wechat.follower()
    wang.does("popup", template_id=CARE)
    assert reminded(wechat, wang, **changes) == code
    assert reminded(wechat, wang) == 0


def test_a_service_notice_does_not_go_by_a_reminders_template(wechat: Playground) -> None:
    body = {"touser": wechat.follower().openid, "template_id": CARE, "data": DATA}
    assert wechat.api("/cgi-bin/message/template/send", body)["errcode"] == 40037


def test_on_the_page_she_allows_a_reminder_and_gets_it(wechat: Playground, page: Page) -> None:
    wang = wechat.follower()
    page.goto(wechat.url)
    page.get_by_label("资料与设置").click()
    page.get_by_role("button", name="订阅提醒").click()
    page.get_by_role("button", name="允许", exact=True).click()
    page.get_by_text("允许了，会提醒您一次。").wait_for()
    page.get_by_label("返回").click()
    page.get_by_role("button", name="回头客").click()
    assert reminded(wechat, wang) == 0
    card = page.get_by_role("region", name="订阅通知：保养到期提醒")
    card.wait_for()
    assert "三个月了" in card.inner_text()
