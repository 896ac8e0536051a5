"""The till and the clock, which only pass on what the bot says."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tests.simulator.fake_bot import FakeBot
from tests.simulator.playground import Playground


def test_the_till_passes_a_purchase_on_with_the_key(wechat: Playground, bot: FakeBot) -> None:
    bot.web["/api/v1/purchases"] = (200, {"receipt": "r1", "result": "created"})
    answer = wechat.sim("POST", "/sim/till/purchases", {"receipt": "r1"})
    assert answer["result"] == "created"
    assert bot.asked[-1] == ("/api/v1/purchases", "Bearer till-key", {"receipt": "r1"})


def test_the_till_passes_a_refusal_on_word_for_word(wechat: Playground, bot: FakeBot) -> None:
    problem = {"type": "refused", "detail": "号码不对。"}
    bot.web["/api/v1/bindings/123456/confirm"] = (409, problem)
    answer = wechat.http("POST", "/sim/till/bindings/123456/confirm", {"phone": "1"})
    assert (answer.status, answer.json()) == (409, problem)


def test_the_till_asks_who_somebody_is(wechat: Playground, bot: FakeBot) -> None:
    bot.web["/api/v1/members"] = (200, {"items": [], "next": None})
    assert wechat.sim("GET", "/sim/till/members?phone=13800000000")["items"] == []
    assert bot.asked[-1][0] == "/api/v1/members?phone=13800000000"


@pytest.mark.parametrize("path", ["stop", "members/../stop", "conversations/1/burn", "purchases/x"])
def test_the_till_does_nothing_else(wechat: Playground, bot: FakeBot, path: str) -> None:
    bot.asked.clear()
    assert wechat.http("POST", f"/sim/till/{path}", {}).status == 404
    assert bot.asked == []


def test_the_clock_is_moved_by_the_bot_alone(wechat: Playground, bot: FakeBot) -> None:
    to = datetime.now(UTC) + timedelta(days=3)
    bot.web["/demo/clock"] = (200, {"now": to.isoformat()})
    answer = wechat.sim("POST", "/sim/clock", {"to": to.isoformat()})
    assert abs(datetime.fromisoformat(answer["now"]) - to) < timedelta(seconds=2)
    assert [each[2] is not None for each in bot.asked if each[0] == "/demo/clock"].count(True) == 1


def test_a_shop_in_real_time_says_that_its_clock_stays(wechat: Playground) -> None:
    answer = wechat.http("POST", "/sim/clock", {"hours": 1})
    assert answer.status == 409
    assert "真实时间" in answer.json()["detail"]


def test_while_the_bot_is_silent_the_clock_goes_on_from_its_last_word(
    wechat: Playground, bot: FakeBot
) -> None:
    to = datetime.now(UTC) + timedelta(days=3)
    bot.web["/demo/clock"] = (200, {"now": to.isoformat()})
    wechat.sim("POST", "/sim/clock", {"days": 3})
    bot.web["/demo/clock"] = (503, {})
    now = datetime.fromisoformat(wechat.sim("GET", "/sim/clock")["now"])
    assert abs(now - to) < timedelta(seconds=5)
