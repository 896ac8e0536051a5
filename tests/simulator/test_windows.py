"""Whom the shop may still write to, and how often."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from tests.simulator.fake_bot import FakeBot
from tests.simulator.playground import Person, Playground


def set_clock(bot: FakeBot, ahead: timedelta) -> None:
    """Let the bot say that its shop is ahead of the world."""
    bot.web["/demo/clock"] = (200, {"now": (datetime.now(UTC) + ahead).isoformat()})


@pytest.fixture
def listening(wechat: Playground, bot: FakeBot) -> Playground:
    """Return WeChat at a shop whose clock can be moved."""
    set_clock(bot, timedelta())
    wechat.app.extensions["world"].clock._absent_until = 0.0
    return wechat


def sends(wechat: Playground, person: Person, times: int) -> list[int]:
    """Write several times; return the errcodes."""
    return [wechat.writes(person) for _ in range(times)]


def test_a_message_allows_five_answers(wechat: Playground) -> None:
    person = wechat.follower()
    wechat.turn(follow_count=0)
    person.says("在吗")
    wechat.sim("PUT", f"/sim/people/{person.openid}", {})
    codes = sends(wechat, person, 9)
    assert codes.count(0) == 3 + 5
    assert codes[-1] == 45047


def test_a_new_message_starts_the_count_afresh(wechat: Playground) -> None:
    person = wechat.follower()
    person.says("在吗")
    sends(wechat, person, 9)
    person.says("还在吗")
    assert sends(wechat, person, 6) == [0] * 5 + [45047]


def test_a_follow_allows_three(wechat: Playground) -> None:
    person = wechat.follower()
    assert sends(wechat, person, 4) == [0, 0, 0, 45047]


@pytest.mark.parametrize(("act", "body"), [("click", {"key": "k"}), ("scan", {"scene": "s"})])
def test_a_tap_or_a_scan_allows_three(wechat: Playground, act: str, body: dict[str, str]) -> None:
    wechat.turn(follow_count=0)
    person = wechat.follower()
    person.does(act, **body)
    assert sends(wechat, person, 4) == [0, 0, 0, 45047]


def test_who_did_nothing_cannot_be_written_to(wechat: Playground) -> None:
    wechat.turn(follow_seconds=0)
    assert wechat.writes(wechat.follower()) == 45015


def test_looking_at_a_link_opens_nothing(wechat: Playground) -> None:
    wechat.turn(follow_seconds=0)
    person = wechat.follower()
    person.does("view", url="http://127.0.0.1/")
    assert wechat.writes(person) == 45015


def test_the_minute_after_a_follow_ends_by_the_shops_clock(
    listening: Playground, bot: FakeBot
) -> None:
    person = listening.follower()
    set_clock(bot, timedelta(seconds=61))
    assert listening.writes(person) == 45015


def test_two_days_after_a_message_end_by_the_shops_clock(
    listening: Playground, bot: FakeBot
) -> None:
    person = listening.follower()
    person.says("在吗")
    set_clock(bot, timedelta(hours=47, minutes=59))
    assert listening.writes(person) == 0
    set_clock(bot, timedelta(hours=48, minutes=1))
    assert listening.writes(person) == 45015


def test_an_act_long_after_counts_from_the_shops_now(listening: Playground, bot: FakeBot) -> None:
    set_clock(bot, timedelta(days=21))
    person = listening.follower()
    person.says("三周后")
    created = int(bot.heard[-1].fields["CreateTime"])
    assert abs(created - (datetime.now(UTC) + timedelta(days=21)).timestamp()) < 5
    assert abs(int(bot.heard[-1].query["timestamp"]) - datetime.now(UTC).timestamp()) < 5
    assert listening.writes(person) == 0


def test_who_left_takes_her_window_along(wechat: Playground) -> None:
    person = wechat.follower()
    person.says("在吗")
    person.does("unfollow")
    assert wechat.writes(person) == 45015


def test_who_left_and_came_back_has_only_a_follows_window(wechat: Playground) -> None:
    person = wechat.follower()
    person.says("在吗")
    person.does("unfollow")
    person.does("follow")
    assert sends(wechat, person, 4) == [0, 0, 0, 45047]


@pytest.mark.parametrize(("flag", "code"), [("muted", 48002), ("blacklisted", 43019)])
def test_who_is_muted_or_blacklisted_gets_nothing(wechat: Playground, flag: str, code: int) -> None:
    person = wechat.follower()
    wechat.sim("PUT", f"/sim/people/{person.openid}", {flag: True})
    assert wechat.writes(person) == code


def test_the_bot_does_not_hear_who_is_blacklisted(wechat: Playground, bot: FakeBot) -> None:
    person = wechat.follower()
    wechat.sim("PUT", f"/sim/people/{person.openid}", {"blacklisted": True})
    bot.heard.clear()
    assert person.says("在吗")["verdict"] == "silent"
    assert bot.heard == []


def test_fifty_messages_at_once_never_pass_the_count(wechat: Playground) -> None:
    person = wechat.follower()
    wechat.token()
    with ThreadPoolExecutor(10) as crowd:
        codes = list(crowd.map(lambda _: wechat.writes(person), range(50)))
    assert codes.count(0) == 3
    assert [each["via"] for each in person.sees()].count("custom") == 3
