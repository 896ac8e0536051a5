"""The first quarter of an hour of a newcomer, in a real browser."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Demo
from tests.browser.phone import Phone, Till, a_member, somebody_new, take_picture

pytestmark = pytest.mark.browser


def test_a_newcomer_follows_registers_buys_is_thanked_and_asks_for_her_points(
    page: Page, demo: Demo
) -> None:
    somebody_new(page, demo)
    phone, till = Phone(page), Till(page)

    phone.follows()
    phone.hears("我是小助手小缘")
    take_picture(page, "follow")
    phone.taps("办会员")
    phone.hears("怎么称呼您")
    phone.says("我叫王芳，电话 138-0000-1111")
    phone.hears("有两件事先征得您同意")
    phone.says("同意")
    phone.hears("有活动和优惠时")
    phone.says("不要")
    phone.hears("验证码发到")
    phone.says(re.findall(r"[0-9]{6}", phone.opens_sms())[0])
    phone.hears("手机号核对好了")
    phone.says("农历八月十五")
    phone.hears("您的生日是农历八月十五")
    take_picture(page, "register")

    till.sells("18K金项链")
    phone.hears("——周婷")
    phone.says("我的积分")
    phone.hears("您现在有1,680分")
    phone.says("积分怎么来的")
    phone.hears("+1,680　购物1,680元")
    take_picture(page, "points")


def test_the_member_code_is_shown_as_a_picture(page: Page, demo: Demo) -> None:
    a_member(page, demo, "13700002222")
    phone = Phone(page)
    phone.says("会员码")
    phone.hears("分钟内有效")
    phone.sees_a_picture()
    take_picture(page, "member-code")


def test_the_page_fits_a_real_phone(browser: Browser, demo: Demo) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 844}, locale="zh-CN")
    page.goto(demo.phone_page)
    expect(page.get_by_role("tab", name="收银台")).to_be_visible()
    width = page.evaluate("document.documentElement.scrollWidth")
    take_picture(page, "small")
    page.close()
    assert width <= 390


def test_what_she_types_is_words_and_never_markup(page: Page, demo: Demo) -> None:
    somebody_new(page, demo)
    phone = Phone(page)
    phone.follows()
    phone.says("]]><script>alert(1)</script>")
    phone.hears("]]><script>alert(1)</script>")
    phone.hears("转人工")
