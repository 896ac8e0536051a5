"""What follows from each way in which WeChat fails: nothing lost, nothing said twice."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import delete

from bot.outbox.models import DoorPause, Message
from bot.shop.people.models import Identity
from tests.databases import ONE_SERVER, PostgreSQL
from tests.emptied import empty
from tests.outbox.desk import Desk
from tests.people import Day
from tests.wechat import TOKEN, Fan, WeChat

BEIJING = timezone(timedelta(hours=8))


@pytest.fixture
def database_url(_kept_database: PostgreSQL) -> Iterator[str]:
    """One server: what WeChat answers does not depend on it."""
    yield _kept_database.url("kept")
    empty(_kept_database)


@pytest.fixture
def wang(wechat: WeChat) -> Fan:
    """王姐, who wrote a moment ago."""
    fan = wechat.fan()
    fan.says("你好")
    return fan


def until_midnight() -> timedelta:
    here = datetime.now(UTC).astimezone(BEIJING)
    return here.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1) - here


@ONE_SERVER
@pytest.mark.parametrize("code", [45015, 45047])
def test_a_window_that_wechat_says_is_shut_is_tried_no_more(
    wechat: WeChat, desk: Desk, wang: Fan, code: int
) -> None:
    wechat.breaks("errcode", errcode=code, times=None)
    key = desk.writes(wang)
    desk.sends()
    assert desk.message(key).state == "task"
    assert len(wechat.calls()) == 2  # once for each window that was open
    assert (desk.left("message"), desk.left("follow")) == (0, 0)


@ONE_SERVER
@pytest.mark.parametrize(("code", "reach"), [(43004, "left"), (40003, "left"), (48002, "blocked")])
def test_who_cannot_be_reached_is_handed_to_people(
    wechat: WeChat, desk: Desk, wang: Fan, code: int, reach: str
) -> None:
    wechat.breaks("errcode", errcode=code, times=None)
    key = desk.writes(wang)
    desk.sends()
    assert desk.message(key).state == "task"
    assert desk.shop.one(Identity).reach == reach
    assert (len(wechat.calls()), desk.left()) == (1, 5)


@ONE_SERVER
@pytest.mark.parametrize(
    ("code", "least", "most"),
    [(45011, 59, 60), (48001, 590, 600), (45087, 590, 600), (50007, 590, 600), (50002, 590, 600)],
)
def test_a_door_that_is_shut_for_all_is_paused(
    wechat: WeChat, desk: Desk, wang: Fan, code: int, least: int, most: int
) -> None:
    wechat.breaks("errcode", errcode=code, times=None)
    keys = [desk.writes(wang), desk.writes(wang)]
    desk.sends()
    assert len(wechat.calls()) == 1
    assert timedelta(seconds=least) < (desk.pause() or timedelta()) <= timedelta(seconds=most)
    assert {desk.message(key).state for key in keys} == {"waiting"}
    assert (desk.left(), desk.left("follow")) == (5, 3)
    assert "暂停" in desk.why(wang)


@ONE_SERVER
def test_a_used_up_quota_pauses_the_door_until_midnight_in_beijing(
    wechat: WeChat, desk: Desk, wang: Fan
) -> None:
    wechat.breaks("errcode", errcode=45009, times=None)
    desk.writes(wang)
    desk.sends()
    assert abs((desk.pause() or timedelta()) - until_midnight()) < timedelta(seconds=5)


@ONE_SERVER
def test_after_a_pause_the_message_goes(wechat: WeChat, desk: Desk, wang: Fan, day: Day) -> None:
    wechat.breaks("errcode", errcode=45011)
    desk.writes(wang, "迟到的话")
    desk.sends()
    with desk.shop.bot.database.transaction() as db:
        db.execute(delete(DoorPause))
    day.passes(seconds=61)
    desk.sends()
    assert wang.sees() == ["迟到的话"]


@ONE_SERVER
def test_a_busy_wechat_is_tried_again_with_pauses_and_then_given_to_people(
    wechat: WeChat, desk: Desk, wang: Fan, day: Day
) -> None:
    wechat.breaks("errcode", errcode=-1, times=None)
    key, tries = desk.writes(wang, "忙"), []
    for seconds in (0, 4, 2, 20, 11, 100, 21, 600):
        day.passes(seconds=seconds)
        desk.sends()
        tries.append(len(wechat.calls()))
    assert tries == [1, 1, 2, 2, 3, 3, 4, 4]
    assert desk.message(key).state == "failed"
    assert desk.tasks() == ["忙"]
    assert desk.left() == 5


@ONE_SERVER
def test_a_busy_wechat_that_recovers_takes_the_message(
    wechat: WeChat, desk: Desk, wang: Fan, day: Day
) -> None:
    wechat.breaks("errcode", errcode=-1, times=2)
    desk.writes(wang, "终于")
    for _ in range(3):
        desk.sends()
        day.passes(seconds=40)
    assert wang.sees() == ["终于"]


@ONE_SERVER
@pytest.mark.parametrize("code", [40037, 45002, 47001, 40035, 99999])
def test_what_is_wrong_with_the_message_itself_is_not_tried_again(
    wechat: WeChat, desk: Desk, wang: Fan, code: int
) -> None:
    wechat.breaks("errcode", errcode=code, times=None)
    key = desk.writes(wang, "不行")
    desk.sends()
    assert desk.message(key).state == "failed"
    assert desk.tasks() == ["不行"]
    assert (len(wechat.calls()), desk.left()) == (1, 5)


@ONE_SERVER
@pytest.mark.parametrize("kind", ["accept_then_timeout", "accept_then_reset", "truncated"])
def test_what_perhaps_arrived_is_not_said_again(
    wechat: WeChat, desk: Desk, wang: Fan, day: Day, kind: str
) -> None:
    wechat.breaks(kind, seconds=1)
    key = desk.writes(wang, "也许")
    desk.sends()
    day.passes(hours=1)
    desk.sends()
    assert desk.message(key).state == "uncertain"
    assert wang.sees() == ["也许"]
    assert desk.tasks() == ["也许"]
    assert (desk.left() + desk.left("follow"), len(wechat.calls())) == (7, 1)
    assert "断线" in desk.why(wang)


@ONE_SERVER
@pytest.mark.parametrize("kind", ["timeout", "reset", "http_502", "html_200"])
def test_an_answer_that_says_nothing_is_uncertain_too(
    wechat: WeChat, desk: Desk, wang: Fan, kind: str
) -> None:
    wechat.breaks(kind, seconds=1)
    key = desk.writes(wang)
    assert desk.sends()["uncertain"] == 1
    assert desk.message(key).state == "uncertain"


@ONE_SERVER
def test_who_cannot_connect_tries_again(desk: Desk, wang: Fan, day: Day) -> None:
    account = desk.shop.bot.settings.wechat
    assert account
    right, account.api_base = account.api_base, "http://127.0.0.1:9"
    desk.writes(wang, "连上了")
    assert desk.sends()["not_sent"] == 1
    account.api_base = right
    day.passes(seconds=6)
    desk.sends()
    assert wang.sees() == ["连上了"]


@ONE_SERVER
@pytest.mark.parametrize("kind", ["timeout", "http_502", "html_200", "truncated", "reset"])
def test_without_a_token_nothing_was_sent_and_it_is_tried_again(
    wechat: WeChat, desk: Desk, wang: Fan, day: Day, kind: str
) -> None:
    wechat.breaks(kind, path=TOKEN, seconds=1)
    desk.writes(wang, "有钥匙了")
    assert desk.sends()["not_sent"] == 1
    day.passes(seconds=6)
    desk.sends()
    assert wang.sees() == ["有钥匙了"]


@ONE_SERVER
@pytest.mark.parametrize("code", [40125, 40013, 40243, 40164, 89503])
def test_a_wrong_secret_pauses_all_sending(
    wechat: WeChat, desk: Desk, wang: Fan, code: int
) -> None:
    wechat.breaks("errcode", path=TOKEN, errcode=code, times=None)
    desk.writes(wang)
    desk.sends()
    assert wechat.calls() == []
    assert (desk.pause() or timedelta()) > timedelta(minutes=9)


@ONE_SERVER
def test_one_message_that_breaks_our_code_does_not_take_the_others_with_it(
    wechat: WeChat, desk: Desk, wang: Fan
) -> None:
    other = wechat.fan("小李")
    other.says("你好")
    key = desk.writes(wang, kind="member_code")
    with desk.shop.bot.database.transaction() as db:
        row = db.get_one(Message, desk.message(key).id)
        row.params = {"words": "x", "picture": {"kind": "unheard of"}}
    desk.writes(other, "我没事")
    desk.sends()
    assert other.sees() == ["我没事"]
    assert desk.message(key).state == "uncertain"
