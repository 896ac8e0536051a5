"""One simulator and one fake bot for all tests here; each test begins with nobody."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.simulator.fake_bot import FakeBot
from tests.simulator.playground import Playground


@pytest.fixture(scope="session")
def _running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Playground, FakeBot]]:
    bot = FakeBot()
    ground = Playground(tmp_path_factory.mktemp("simulator"), bot.url)
    yield ground, bot
    ground.close()
    bot.close()


@pytest.fixture
def bot(_running: tuple[Playground, FakeBot]) -> FakeBot:
    """Return the fake bot, silent and with empty ears."""
    bot = _running[1]
    bot.heard.clear()
    bot.asked.clear()
    bot.web.clear()
    bot.takes()
    bot.answers(b"success")
    return bot


@pytest.fixture
def wechat(_running: tuple[Playground, FakeBot], bot: FakeBot) -> Playground:
    """Return WeChat as on its first day."""
    bot.web["/demo/clock"] = (404, {})
    ground = _running[0]
    ground.begin_again()
    return ground
