"""The shop speaks first, like a friend with a good memory: days go by on the page's clock."""

from datetime import datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Demo
from tests.browser.phone import Phone, Till, a_member, take_picture
from tests.browser.test_complaint import STEPPING, it_is_morning

pytestmark = pytest.mark.browser


def test_on_the_third_day_she_is_asked_how_it_wears_until_she_wants_peace(
    page: Page, demo: Demo
) -> None:
    a_member(page, demo, "13800004040")
    phone, till = Phone(page), Till(page)
    till.sells("18K金项链")
    phone.hears("——周婷")
    it_is_morning(page, demo, in_days=2)
    phone.says("你们几点开门")
    phone.hears("静安店")
    page.get_by_label("拨到哪一刻").fill(_later(page, demo))
    page.get_by_role("button", name="拨到").click()
    expect(page.locator("time.hour")).to_have_text("11:00", timeout=STEPPING)
    phone.hears("项链")
    take_picture(page, "care")
    phone.says("三个月别给我发了")
    phone.hears("恢复")


def _later(page: Page, demo: Demo) -> str:
    """Return eleven o'clock of the next day."""
    answer = page.request.get(f"{demo.phone_page}sim/clock").json()
    return f"{datetime.fromisoformat(answer['now']) + timedelta(days=1):%Y-%m-%d}T11:00"
