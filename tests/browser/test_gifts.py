"""Points become a gift: she looks, asks, takes two; the till hands them over once."""

import re

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Demo
from tests.browser.phone import Phone, Till, a_member, take_picture

pytestmark = pytest.mark.browser
CODE = re.compile("码是([0-9 ]+)")


def test_points_become_a_gift_that_is_handed_over_once(page: Page, demo: Demo) -> None:
    a_member(page, demo, "13800002020")
    phone, till = Phone(page), Till(page)
    till.sells("18K金项链")
    phone.hears("——周婷")

    phone.says("积分能换什么")
    phone.hears("您现在有1,680分")
    phone.sees_a_picture()
    take_picture(page, "gifts")
    phone.says("能寄吗")
    phone.hears("寄不了")
    phone.says("擦银布换两个")
    phone.hears("擦银布三件装×2要400分")
    phone.says("我老公去取行吗")
    phone.hears("谁去取都行")
    phone.says("那就换吧")
    phone.hears(CODE)
    code = phone.read(CODE)
    assert hands_over(page, demo, code) == 200
    assert hands_over(page, demo, code) == 409
    phone.says("取消兑换")
    phone.hears("没有等着取的礼品")
    phone.says("我的积分")
    phone.hears("您现在有1,280分")


def test_who_changes_her_mind_has_her_points_again(page: Page, demo: Demo) -> None:
    a_member(page, demo, "13800003030")
    phone, till = Phone(page), Till(page)
    till.sells("18K金项链")
    phone.hears("——周婷")

    phone.says("换一个收纳盒")
    phone.hears("首饰收纳盒要1,000分")
    phone.says("换")
    phone.hears(CODE)
    code = phone.read(CODE)
    phone.says("我的码")
    phone.hears("这些都给您留着")
    phone.says("取消兑换")
    phone.hears("确定取消吗")
    phone.says("是")
    phone.hears("1,000分已经还给您")

    assert hands_over(page, demo, code) == 409
    phone.says("我的积分")
    phone.hears("您现在有1,680分")


def hands_over(page: Page, demo: Demo, code: str) -> int:
    """Let the till hand over what a code is for; return what the shop's door answers."""
    door = f"{demo.phone_page}sim/till/redemptions/{code.replace(' ', '')}/collect"
    return page.request.post(door, data={"by": "zhouting", "store": "静安店"}).status
