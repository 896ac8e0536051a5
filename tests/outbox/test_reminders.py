"""Reminders by her own yes: each yes carries one, whatever WeChat says, and however often."""

import time
from datetime import timedelta
from typing import Any

import pytest

from bot import clock
from bot.outbox.models import DoorPause, ReminderCredit
from tests.databases import ONE_SERVER
from tests.outbox.desk import Desk
from tests.people import Day, at_once
from tests.wechat import Fan, WeChat

REMIND = "/cgi-bin/message/subscribe/bizsend"
CLEANING = "C3vNx8LqPz5WkHj1tRm7yBd0sFg4uEo2aIiKcXwQ9Z6"


@pytest.fixture
def wang(wechat: WeChat, desk: Desk, day: Day) -> Fan:
    """王姐, who agreed to care and has not written for three days."""
    wechat.sim("PUT", "/settings", {"report_copies": 0, "report_seconds": 0.0})
    fan = wechat.fan()
    desk.agrees(fan)
    day.passes(days=3)
    return fan


def allows(fan: Fan, **more: Any) -> None:
    """Let her say yes, or no, to one reminder."""
    fan.does("popup", template_id=CLEANING, **more)


def left(desk: Desk) -> int:
    """Return how many she has said yes to and not used."""
    return sum(row.left for row in desk.shop.rows(ReminderCredit))


def invites(desk: Desk, fan: Fan) -> str:
    """Write an invitation to have her bracelet cleaned."""
    (key,) = desk.wishes(fan, kind="cleaning", journey="cleaning", brings={"item": "手链"})
    return key


def test_each_yes_carries_one_and_then_people_say_it(desk: Desk, wang: Fan, day: Day) -> None:
    for _ in range(2):
        day.passes(seconds=1)
        allows(wang)
    keys = []
    for _ in range(3):
        day.passes(days=46)  # she hears of this no more often
        keys.append(invites(desk, wang))
        desk.sends()
    assert [desk.message(key).state for key in keys] == ["sent", "sent", "waiting"]
    assert desk.message(keys[0]).door == "subscribe"
    assert [card["保养项目"] for card in wang.cards()] == ["手链", "手链"]
    assert "次数用完" in (desk.message(keys[2]).reason or "")


def test_a_yes_that_is_told_three_times_counts_once(desk: Desk, wang: Fan) -> None:
    allows(wang, duplicates=3)
    assert left(desk) == 1


def test_a_no_takes_nothing_and_a_switch_takes_all(desk: Desk, wang: Fan) -> None:
    allows(wang)
    allows(wang, accept=False, at=(clock.now() + timedelta(seconds=1)).isoformat())
    assert left(desk) == 1
    wang.does("switch-off", template_id=CLEANING)
    assert left(desk) == 0


@ONE_SERVER
@pytest.mark.parametrize("told", [{}, {"List": "x"}, {"List": [{"TemplateId": "!"}, "y"]}])
def test_junk_about_reminders_changes_nothing(desk: Desk, wang: Fan, told: Any) -> None:
    event = {"MsgType": "event", "Event": "SUBSCRIBE_MSG_POPUP_EVENT"}
    wang.does("push", fields=event | {"SubscribeMsgPopupEvent": told})
    assert left(desk) == 0


def test_a_refusal_empties_what_we_counted(wechat: WeChat, desk: Desk, wang: Fan) -> None:
    allows(wang)
    wechat.breaks("errcode", path=REMIND, errcode=43101, times=None)
    key = invites(desk, wang)
    desk.sends()
    assert (left(desk), desk.message(key).state) == (0, "waiting")
    assert len(wechat.calls(REMIND)) == 1


@ONE_SERVER
@pytest.mark.parametrize(
    ("code", "door"), [(40037, f"template:{CLEANING}"), (43107, "subscribe"), (45009, "subscribe")]
)
def test_a_shut_door_costs_her_no_yes(
    wechat: WeChat, desk: Desk, wang: Fan, code: int, door: str
) -> None:
    allows(wang)
    wechat.breaks("errcode", path=REMIND, errcode=code, times=None)
    invites(desk, wang)
    desk.sends()
    assert (left(desk), desk.shop.one(DoorPause).door) == (1, door)


@ONE_SERVER
@pytest.mark.parametrize("kind", ["accept_then_timeout", "truncated", "http_502"])
def test_what_may_have_come_is_never_repeated(
    wechat: WeChat, desk: Desk, wang: Fan, day: Day, kind: str
) -> None:
    allows(wang)
    wechat.breaks(kind, path=REMIND, seconds=1)
    key = invites(desk, wang)
    desk.sends()
    day.passes(hours=1)
    desk.sends()
    assert (desk.message(key).state, len(wechat.calls(REMIND))) == ("uncertain", 1)


@ONE_SERVER
@pytest.mark.parametrize(("error", "state"), [(0, "delivered"), (43101, "waiting")])
def test_what_became_of_it_is_heard(
    wechat: WeChat, desk: Desk, wang: Fan, error: int, state: str
) -> None:
    allows(wang)
    wechat.sim("PUT", "/settings", {"report_copies": 2, "notice_error": error})
    key = invites(desk, wang)
    desk.sends()
    ends = time.monotonic() + 3
    while desk.message(key).state == "sent" and time.monotonic() < ends:
        time.sleep(0.02)
    desk.sends()
    assert desk.message(key).state == state
    assert len(wechat.calls(REMIND)) == 1


def test_two_workers_use_one_yes_once(wechat: WeChat, desk: Desk, wang: Fan) -> None:
    allows(wang)
    invites(desk, wang)
    at_once(*[desk.sends] * 2)
    assert (len(wang.cards()), left(desk)) == (1, 0)
