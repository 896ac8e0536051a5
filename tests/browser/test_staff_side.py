"""A customer asks for a person, and a colleague answers her from the page's staff side."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Demo
from tests.browser.phone import PATIENCE, Phone, somebody_new, take_picture

pytestmark = pytest.mark.browser


def test_a_colleague_takes_the_talk_writes_and_gives_it_back(page: Page, demo: Demo) -> None:
    somebody_new(page, demo)
    phone, staff = Phone(page), page.get_by_role("region", name="店员")
    phone.follows()
    phone.says("转人工")
    phone.hears("已经告诉店里同事了")

    page.get_by_role("group", name="这一边").get_by_role("button", name="店员").click()
    staff.get_by_role("button", name="在等").first.click()
    staff.get_by_role("button", name="接过来").click()
    expect(staff.get_by_role("status")).to_contain_text("您接着这个对话", timeout=PATIENCE)
    staff.get_by_label("写给她").fill("您好，我是周婷，您请说。")
    staff.get_by_role("button", name="发送").click()
    phone.hears("您好，我是周婷，您请说。")
    take_picture(page, "staff")
    staff.get_by_role("button", name="交还机器人").click()
    expect(staff.get_by_role("status")).to_contain_text("机器人接着", timeout=PATIENCE)
    phone.says("门店地址")
    phone.hears("周婷")

    staff.get_by_role("tab", name="群里").click()
    expect(staff.get_by_text("她想找人说话").first).to_be_visible(timeout=PATIENCE)


def test_the_staff_side_fits_a_real_phone(browser: Browser, demo: Demo) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 844}, locale="zh-CN")
    page.goto(f"{demo.phone_page}#staff")
    expect(page.get_by_label("我是")).to_be_visible(timeout=PATIENCE)
    width = page.evaluate("document.documentElement.scrollWidth")
    page.close()
    assert width <= 390
