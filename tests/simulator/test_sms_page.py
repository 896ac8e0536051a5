"""SMS on the phone page: a banner when one comes, a thread of its own, a place to answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.simulator import gateways
from tests.simulator.fake_bot import FakeBot
from tests.simulator.gateways import ACCOUNT, by_aliyun
from tests.simulator.playground import Playground

if TYPE_CHECKING:
    from playwright.sync_api import Page


@pytest.mark.browser
def test_an_sms_is_seen_opened_and_answered(page: Page, wechat: Playground, bot: FakeBot) -> None:
    inbound = f"/sms/aliyun/{ACCOUNT.callback_secret}/inbound"
    bot.web[inbound] = (200, {"code": 0})
    gateways.hand_in(wechat)
    person = wechat.follower()
    page.goto(wechat.url)
    page.get_by_label("写消息").wait_for()
    by_aliyun(wechat, wechat.sim("GET", f"/sim/people/{person.openid}")["phone"])
    page.get_by_role("button", name="新短信").click()
    page.locator(".texts .came", has_text="您的验证码是123456").wait_for()
    page.get_by_label("写短信").fill("收到了<b>")
    page.keyboard.press("Enter")
    page.locator(".texts .went", has_text="收到了<b>").wait_for()
    heard = [body for path, _, body in bot.asked if path == inbound]
    assert heard[0][0]["content"] == "收到了<b>"
