"""A leaver's customer goes to her colleague, who reads one page about her."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Demo
from tests.browser.console import Window, at_the_console
from tests.browser.phone import Phone, a_member, take_picture
from tests.browser.test_counter import ON_A_DESK, ON_A_PHONE

pytestmark = pytest.mark.browser


@pytest.fixture
def manager(browser: Browser, demo: Demo) -> Iterator[Window]:
    """李敏 leads her store."""
    with at_the_console(browser, demo, "limin") as window:
        yield window


def test_a_leavers_customer_goes_to_her_colleague(page: Page, demo: Demo, manager: Window) -> None:
    a_member(page, demo, "13800004141")
    Phone(page).says("转人工")
    desk = manager.page
    manager.opens("/staff")
    desk.get_by_label("姓名").fill("王小美")
    desk.get_by_label("登录名").fill("xiaomei")
    desk.get_by_role("button", name="登记").click()
    manager.opens("/customers")
    desk.locator("#shown").fill("13800004141")
    desk.keyboard.press("Enter")
    desk.locator("tbody a").first.click()
    desk.get_by_text("换一位同事").click()
    desk.get_by_label("以后由谁照看").select_option("王小美")
    desk.get_by_label("为什么").fill("她们认识")
    desk.get_by_role("button", name="换", exact=True).click()
    expect(desk.get_by_text("现在由王小美照看")).to_be_visible()
    her_page = desk.url.partition("/console")[2].partition("?")[0]

    manager.opens("/staff")
    desk.get_by_role("row", name="王小美").get_by_role("button", name="停用").click()
    desk.get_by_role("link", name="交接（1 位顾客）").click()
    _fits(manager, "console-handover")
    desk.get_by_role("button", name="全部交接（1 位）").click()
    expect(desk.get_by_text("交了1位顾客")).to_be_visible()
    _fits(manager, "console-handed-over")
    manager.opens(her_page)
    expect(desk.get_by_text("王小美的顾客交接给")).to_be_visible()
    take_picture(desk, "console-whose")
    desk.get_by_role("link", name="她的一页").click()
    expect(desk.get_by_role("heading", name="最近说的话")).to_be_visible()
    _fits(manager, "console-one-page")

    manager.opens("/handover/xiaomei")
    desk.get_by_role("button", name="撤销").click()
    expect(desk.get_by_text("顾客和事情回到王小美那里")).to_be_visible()
    expect(desk.get_by_role("button", name="全部交接（1 位）")).to_be_visible()
    manager.opens("/handover/xiaomei?done=undone&customers=1&things=2")
    _fits(manager, "console-handover-undone")


def _fits(window: Window, name: str) -> None:
    """See that a page can be used by everybody, on a phone and on a desk."""
    for size, where in ((ON_A_PHONE, "phone"), (ON_A_DESK, "desk")):
        window.page.set_viewport_size(size)
        assert not window.is_wider_than_its_screen(), (name, where)
        take_picture(window.page, f"{name}-{where}")
    assert window.breaches() == []
