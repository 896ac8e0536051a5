"""A cleaning is booked from what is free, moved, asked about and cancelled; the shop knows."""

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Demo
from tests.browser.phone import Phone, a_member, take_picture

pytestmark = pytest.mark.browser


def test_a_cleaning_is_booked_moved_and_cancelled(page: Page, demo: Demo) -> None:
    a_member(page, demo, "13800004040")
    phone = Phone(page)

    phone.says("我想约个清洗")
    phone.hears("您去哪家店方便")
    phone.says("徐汇店")
    phone.hears("您哪天几点方便")
    phone.says("下周三下午")
    phone.hears("这些时间还空着")
    phone.says("第二个")
    phone.hears("约好了")
    phone.hears("等您")
    take_picture(page, "booking")
    assert "徐汇店，清洗保养" in told_to_people(page, demo)

    phone.says("改约")
    phone.hears("您哪天几点方便")
    phone.says("下周四上午十一点")
    phone.hears("改好了")
    phone.says("我约的几点来着")
    phone.hears("11:00 清洗保养（徐汇店）")
    phone.says("取消预约")
    phone.hears("给您取消了")
    phone.says("我约的几点来着")
    phone.hears("没有查到您约过时间")


def told_to_people(page: Page, demo: Demo) -> str:
    """Return what the people of the shop are asked to do."""
    return page.request.get(f"{demo.phone_page}sim/till/tasks").text()
