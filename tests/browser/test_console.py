"""People of the shop at the console, while customers write on their phones."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from bot.web.console.pages import PLACES
from tests.browser.conftest import Demo
from tests.browser.console import Window, at_the_console
from tests.browser.phone import PATIENCE, Phone, somebody_new, take_picture

pytestmark = pytest.mark.browser

PATHS = ("", *(f"/{place.word}" for place in PLACES if place.word != "today"), "/design")


@pytest.fixture
def boss(browser: Browser, demo: Demo) -> Iterator[Window]:
    """A window in which 孙洁 may see everything, once she has logged in."""
    with at_the_console(browser, demo) as window:
        yield window


@pytest.fixture
def guide(browser: Browser, demo: Demo) -> Iterator[Window]:
    """周婷 at her desk."""
    with at_the_console(browser, demo, "zhouting") as window:
        yield window


def test_a_customer_and_her_guide_talk_in_two_windows(
    page: Page, demo: Demo, guide: Window
) -> None:
    somebody_new(page, demo)
    phone, desk = Phone(page), guide.page
    phone.follows()
    phone.says("转人工")
    phone.hears("已经告诉店里同事了")
    guide.opens("/talks?show=all")
    desk.locator(".talk-row", has_text="转人工").last.click()
    desk.get_by_role("button", name="接过来").click()
    phone.says("我的戒指松了")
    expect(desk.get_by_text("我的戒指松了")).to_be_visible(timeout=PATIENCE)
    field = desk.get_by_role("textbox", name="写给她")
    desk.get_by_text("话术").click()
    desk.locator(".reply", has_text="您请说").click()
    expect(field).to_have_value("您好，我是缘来珠宝的周婷，您请说。")
    field.press_sequentially("明天给您修好")
    expect(desk.get_by_text("发出以后可以记成任务")).to_be_visible(timeout=PATIENCE)
    expect(desk.locator(".inbox-list [aria-current=true]")).to_be_visible(timeout=PATIENCE)
    field.press("Control+Enter")
    phone.hears("明天给您修好")
    desk.get_by_role("button", name="记成任务").click()
    expect(desk.get_by_text("记成任务了")).to_be_visible()
    expect(desk.locator(".inbox-list [aria-current=page]")).to_have_text("都看")
    take_picture(desk, "console-talk")
    assert guide.breaches() == []


def test_every_page_can_be_used_by_everybody(boss: Window) -> None:
    boss.opens("/login")
    assert boss.breaches() == []
    boss.logs_in("sunjie")
    for path in PATHS:
        boss.opens(path)
        assert boss.breaches() == [], path


def test_every_page_fits_a_phone(boss: Window) -> None:
    boss.page.set_viewport_size({"width": 390, "height": 844})
    boss.logs_in("sunjie")
    for path in PATHS:
        boss.opens(path)
        assert not boss.is_wider_than_its_screen(), path
    assert boss.breaches() == []


def test_a_lost_connection_is_told_and_found_again(guide: Window) -> None:
    guide.page.route("**/pulse*", lambda route: route.abort("failed"))
    lost = guide.page.get_by_text("连接断开，正在重试")
    expect(lost).to_be_visible(timeout=PATIENCE)
    guide.page.unroute("**/pulse*")
    expect(lost).to_be_hidden(timeout=PATIENCE)
    guide.errors.clear()  # the browser noted that we had cut it


def test_words_are_copied_by_a_button_that_says_so(guide: Window) -> None:
    guide.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    guide.opens("/design")
    guide.page.get_by_role("button", name="复制").click()
    expect(guide.page.get_by_role("button", name="已复制")).to_be_visible(timeout=PATIENCE)
    assert guide.page.evaluate("navigator.clipboard.readText()") == "王姐，手链戴着还顺手吗？"


def test_a_clock_that_is_wrong_counts_by_the_shops(guide: Window) -> None:
    guide.page.clock.install(time=datetime.now(UTC) + timedelta(days=400))
    guide.opens("/design")
    expect(guide.page.locator("time[data-since]").first).to_have_text("7分钟")
    assert "late" not in str(guide.page.locator("time[data-until]").first.get_attribute("class"))


def test_a_phone_shows_the_talk_alone_and_asks_for_no_list(
    page: Page, demo: Demo, guide: Window
) -> None:
    somebody_new(page, demo)
    Phone(page).follows()
    Phone(page).says("转人工")
    Phone(page).hears("已经告诉店里同事了")
    guide.page.set_viewport_size({"width": 390, "height": 844})
    guide.opens("/talks")
    guide.page.locator(".talk-row").last.click()
    asked: list[str] = []
    guide.page.on("request", lambda request: asked.append(request.url))
    with guide.page.expect_request("**/said?*"):
        expect(guide.page.locator(".inbox-list")).to_be_hidden()
    assert not [url for url in asked if "/talks/list" in url]
    guide.page.get_by_text("话术").click()
    guide.page.keyboard.press("Escape")
    expect(guide.page.locator(".more-ways[open]")).to_have_count(0)


def test_who_has_logged_out_finds_nothing_by_going_back(guide: Window) -> None:
    guide.opens("/talks")
    guide.page.get_by_role("button", name="退出").click()
    expect(guide.page.get_by_label("密码")).to_be_visible()
    guide.page.go_back()
    expect(guide.page.get_by_label("密码")).to_be_visible(timeout=PATIENCE)


def test_the_keyboard_leads_through_the_inbox(guide: Window) -> None:
    guide.opens("/talks")
    guide.page.keyboard.press("Tab")
    guide.page.keyboard.press("Enter")
    assert guide.page.evaluate("document.activeElement.id") == "main"
    guide.page.keyboard.press("Tab")
    assert guide.page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
