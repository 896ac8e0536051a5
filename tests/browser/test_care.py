"""The shop speaks first, like a friend with a good memory: days go by on the page's clock."""

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Demo
from tests.browser.phone import Phone, Till, a_member, it_is, take_picture

pytestmark = pytest.mark.browser


def test_on_the_third_day_she_is_asked_how_it_wears_until_she_wants_peace(
    page: Page, demo: Demo
) -> None:
    a_member(page, demo, "13800004040")
    phone, till = Phone(page), Till(page)
    till.sells("18K金项链")
    phone.hears("——周婷")
    it_is(page, demo, "10:30", in_days=2)
    phone.says("你们几点开门")
    phone.hears("静安店")
    it_is(page, demo, "11:00", in_days=1)
    phone.hears("项链")
    take_picture(page, "care")
    phone.says("三个月别给我发了")
    phone.hears("恢复")
