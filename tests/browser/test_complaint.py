"""A complaint from her first word to the second chance: her phone, and 李敏 in the console."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Demo
from tests.browser.console import Window, at_the_console
from tests.browser.phone import PATIENCE, Phone, it_is, somebody_new, steps, take_picture

pytestmark = pytest.mark.browser
BY_WHEN = re.compile(r"(今天|明天)[0-9]{2}:[0-9]{2}前")


@pytest.fixture
def desk(browser: Browser, demo: Demo) -> Iterator[Window]:
    """李敏, who leads a store, at her desk."""
    with at_the_console(browser, demo, "limin") as window:
        yield window


def test_a_complaint_is_led_from_the_first_word_to_the_second_chance(
    page: Page, demo: Demo, desk: Window
) -> None:
    somebody_new(page, demo)
    phone, case = Phone(page), desk.page
    it_is(page, demo, "10:30", in_days=1)

    phone.follows()
    phone.says("上个月在你们家买的手链断了，才戴了三个礼拜")
    phone.hears("对不起")
    steps(page, "1小时后")
    phone.hears(BY_WHEN)
    phone.says("对的")
    phone.says("能换一条吗")
    phone.hears("换一条")

    desk.opens("/complaints")
    case.get_by_role("link", name=re.compile("手链断了")).last.click()
    stands(case, "处理")
    expect(case.get_by_text("能换一条吗").first).to_be_visible()
    assert desk.breaches() == []
    case.get_by_role("textbox", name="怎么办").fill("换一条新的")
    case.get_by_role("textbox", name="积分").fill("200")
    case.get_by_role("button", name="定了，告诉她").click()
    phone.hears("换一条新的")
    case.get_by_role("textbox", name="凭证").fill("换货单2241")
    case.get_by_role("button", name="办好了").click()
    phone.hears("换货单2241")
    stands(case, "问结果")

    phone.says("收到了，挺好的，谢谢")
    stands(case, "回访")
    steps(page, "三天后")
    phone.says("又断了，跟上次一模一样")
    phone.hears(BY_WHEN)
    stands(case, "处理")
    take_picture(page, "complaint")
    take_picture(case, "console-case")


def stands(case: Page, step: str) -> None:
    """Look at the case until it waits for a step."""
    fresh = case.get_by_role("link", name="看现在的样子")
    now = case.get_by_text(f"现在等：{step}")
    expect(fresh.or_(now).first).to_be_visible(timeout=PATIENCE)
    if not now.is_visible():
        fresh.click()
    expect(now).to_be_visible(timeout=PATIENCE)
