"""The page a newcomer sees first, in a real browser."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.simulator.fake_bot import FakeBot
from tests.simulator.playground import Playground

if TYPE_CHECKING:
    from playwright.sync_api import Page

PAGE = Path(__file__).parents[2] / "simulator" / "page" / "static"
POINTS = "P8mKx5JhN1gBv3FcD7sXz0aQw6eRt2yUi9oLpZkMnV4"


def test_the_page_forbids_everything_from_elsewhere(wechat: Playground) -> None:
    policy = wechat.http("GET", "/").headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy


def test_a_simulator_on_its_own_knows_no_stores_and_its_page_opens(
    wechat: Playground, page: Page
) -> None:
    assert wechat.http("GET", "/sim/example").json() == {"stores": [], "levels": {}, "people": []}
    page.goto(wechat.url)
    page.get_by_label("门店").wait_for(state="attached")


def test_no_file_of_the_page_names_another_host() -> None:
    files = [each for each in PAGE.rglob("*.*") if each.suffix != ".jpg"]
    texts = [each.read_text() for each in files]
    hosts = {host for text in texts for host in re.findall(r"https?://([a-z0-9.]+)", text)}
    assert hosts == {"www.w3.org"}


@pytest.mark.browser
def test_a_newcomer_follows_and_talks(page: Page, wechat: Playground, bot: FakeBot) -> None:
    bot.says('欢迎[玫瑰] <a href="weixin://bizmsgmenu?msgmenucontent=入会&msgmenuid=7">入会</a>')
    page.goto(wechat.url)
    page.get_by_role("button", name="关注", exact=True).click()
    page.get_by_role("button", name="入会").first.click()
    page.locator(".hers .bubble", has_text="入会").wait_for()
    assert bot.heard[-1].fields["bizmsgmenuid"] == "7"
    page.get_by_label("写消息").fill("在吗")
    page.keyboard.press("Enter")
    page.locator(".hers .bubble", has_text="在吗").wait_for()


@pytest.mark.browser
def test_markup_in_names_and_texts_is_only_text(
    page: Page, wechat: Playground, bot: FakeBot
) -> None:
    nasty = "<img src=x onerror=alert(1)>"
    bot.says(f'{nasty}<a href="javascript:alert(2)">点我</a>')
    person = wechat.follower(nasty)
    person.says(nasty)
    page.on("dialog", lambda dialog: pytest.fail(dialog.message))
    page.goto(wechat.url)
    page.locator(".theirs .bubble", has_text="点我").first.wait_for()
    assert page.locator("strong", has_text=nasty).count() == 1
    assert page.locator(".bubble img, a[href^=javascript]").count() == 0


@pytest.mark.browser
def test_the_till_says_the_bots_refusal(page: Page, wechat: Playground, bot: FakeBot) -> None:
    problem = {"receipt": "r", "result": "refused", "reason": "这家店还没有开张。"}
    bot.web["/api/v1/purchases"] = (200, problem)
    wechat.follower()
    page.goto(wechat.url)
    page.get_by_role("button", name="足银手链").click()
    page.get_by_role("button", name="收款 ¥399").click()
    page.locator(".receipt", has_text="这家店还没有开张。").wait_for()
    assert next(each for each in bot.asked if each[2])[2]["total"] == "399.00"


@pytest.mark.browser
def test_a_failure_of_the_bot_shows_on_the_phone(
    page: Page, wechat: Playground, bot: FakeBot
) -> None:
    bot.answers(b"oops", status=500)
    wechat.follower().says("在吗")
    page.goto(wechat.url)
    page.locator(".failure", has_text="该公众号提供的服务出现故障，请稍后再试").first.wait_for()


@pytest.mark.browser
def test_a_service_notice_shows_as_a_card_with_its_labels(page: Page, wechat: Playground) -> None:
    person, nasty = wechat.follower(), "<b>300"
    shown = {"thing1": nasty, "number2": "1280", "thing3": "购物", "time4": "15:00"}
    data = {key: {"value": value} for key, value in shown.items()}
    body = {"touser": person.openid, "template_id": POINTS, "data": data}
    assert wechat.api("/cgi-bin/message/template/send", body)["errcode"] == 0
    page.goto(wechat.url)
    card = page.get_by_role("region", name="服务通知：积分变动通知")
    card.wait_for()
    assert "当前积分" in card.inner_text()
    assert nasty in card.inner_text()
