"""A complaint from her first word to the second chance: her phone and the people's side."""

import re
from datetime import datetime, timedelta

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Demo
from tests.browser.phone import PATIENCE, Phone, somebody_new, take_picture

pytestmark = pytest.mark.browser
BY_WHEN = re.compile(r"(今天|明天)[0-9]{2}:[0-9]{2}前")
STEPPING = 20_000


def test_a_complaint_is_led_from_the_first_word_to_the_second_chance(
    page: Page, demo: Demo
) -> None:
    somebody_new(page, demo)
    phone, staff = Phone(page), page.get_by_role("region", name="店员")
    it_is_morning(page, demo)

    phone.follows()
    phone.says("上个月在你们家买的手链断了，才戴了三个礼拜")
    phone.hears("对不起")
    steps(page, "1小时后")
    phone.hears(BY_WHEN)
    phone.says("对的")
    phone.says("能换一条吗")

    page.get_by_role("group", name="这一边").get_by_role("button", name="店员").click()
    staff.get_by_label("我是").select_option("limin")
    staff.get_by_role("tab", name="投诉").click()
    staff.get_by_role("button", name=re.compile("号 · ")).first.click()
    stands(staff, "处理")
    note(staff, "决定怎么办", {"怎么办": "换一条新的", "补偿积分": "200"}, "决定")
    phone.hears("换一条新的")
    note(staff, "办好了", {"凭据": "换货单2241"}, "办好了")
    phone.hears("换货单2241")
    stands(staff, "结果")

    phone.says("收到了，挺好的，谢谢")
    stands(staff, "反馈")
    steps(page, "三天后")
    phone.says("又断了，跟上次一模一样")
    phone.hears(BY_WHEN)
    stands(staff, "处理")
    take_picture(page, "complaint")


def it_is_morning(page: Page, demo: Demo, *, in_days: int = 1) -> None:
    """Let it be half past ten of a day to come: the shop is open, nobody keeps quiet."""
    answer = page.request.get(f"{demo.phone_page}sim/clock").json()
    then = datetime.fromisoformat(answer["now"]) + timedelta(days=in_days)
    page.get_by_label("拨到哪一刻").fill(f"{then:%Y-%m-%d}T10:30")
    page.get_by_role("button", name="拨到").click()
    expect(page.locator("time.hour")).to_have_text("10:30", timeout=STEPPING)


def steps(page: Page, label: str) -> None:
    """Step the shop's clock, and wait until it has arrived."""
    button = page.get_by_role("button", name=label)
    button.click()
    expect(button).to_be_enabled(timeout=STEPPING)


def stands(staff: Locator, step: str) -> None:
    """Wait until the case waits for a step."""
    expect(staff.get_by_role("status")).to_contain_text(f"现在等：{step}", timeout=PATIENCE)


def note(staff: Locator, title: str, fields: dict[str, str], act: str) -> None:
    """Fill in one of the case's forms and send it."""
    form = staff.locator("details").filter(has=staff.page.get_by_text(title, exact=True)).first
    form.locator("summary").click()
    for label, words in fields.items():
        form.get_by_label(label).fill(words)
    form.get_by_role("button", name=act, exact=True).click()
