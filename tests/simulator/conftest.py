"""One simulator and one fake bot for all tests here; each test begins with nobody."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.simulator.fake_bot import FakeBot
from tests.simulator.playground import Playground

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page


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


@pytest.fixture
def page(browser: Browser, wechat: Playground, bot: FakeBot) -> Iterator[Page]:
    """Return an empty tab; any error on its console fails the test."""
    bot.web["/api/v1/members"] = (200, {"items": []})
    page = browser.new_page()
    complaints: list[str] = []
    page.on("console", lambda line: complaints.append(line.text) if line.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.set_default_timeout(4000)
    yield page
    page.close()
    assert complaints == []
