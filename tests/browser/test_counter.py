"""The counter without a mouse, and a customer's page, on a desk and on a phone."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.browser.conftest import Demo
from tests.browser.console import Window, at_the_console
from tests.browser.phone import Phone, Till, a_member, take_picture
from tests.browser.test_gifts import CODE

pytestmark = pytest.mark.browser

ON_A_PHONE: ViewportSize = {"width": 390, "height": 844}
ON_A_DESK: ViewportSize = {"width": 1280, "height": 860}


@pytest.fixture
def guide(browser: Browser, demo: Demo) -> Iterator[Window]:
    """周婷 at the counter."""
    with at_the_console(browser, demo, "zhouting") as window:
        yield window


def test_a_gift_is_handed_over_by_keyboard_alone(page: Page, demo: Demo, guide: Window) -> None:
    a_member(page, demo, "13800004040")
    phone, keys, desk = Phone(page), guide.page.keyboard, guide.page
    Till(page).sells("18K金项链")
    phone.hears("——周婷")
    phone.says("换一个擦银布")
    phone.hears("擦银布三件装要200分")
    phone.says("换")
    phone.hears(CODE)

    guide.opens("/counter")
    keys.type(phone.read(CODE))
    keys.press("Enter")
    expect(desk.get_by_role("button", name="交给她了")).to_be_focused()
    take_picture(desk, "console-counter")
    assert guide.breaches() == []
    keys.press("Enter")
    expect(desk.get_by_text("已经交给她")).to_be_visible()
    expect(desk.get_by_role("searchbox").or_(desk.locator("#shown"))).to_be_focused()
    phone.hears("擦银布")


def test_a_customers_page_can_be_used_by_everybody_everywhere(
    page: Page, demo: Demo, guide: Window
) -> None:
    a_member(page, demo, "13800005050")
    Till(page).sells("18K金项链")
    Phone(page).hears("——周婷")
    guide.opens("/counter")
    guide.page.keyboard.type("13800005050")
    guide.page.keyboard.press("Enter")
    guide.page.get_by_role("link", name="王芳").click()
    hers = guide.page.url.removeprefix(guide.console)
    for see in ("file", "timeline", "points", "reach", "ahead"):
        for size, kind in ((ON_A_PHONE, "phone"), (ON_A_DESK, "desk")):
            guide.page.set_viewport_size(size)
            guide.opens(f"{hers}?see={see}")
            assert guide.breaches() == [], see
            assert not guide.is_wider_than_its_screen(), see
            take_picture(guide.page, f"console-customer-{see}-{kind}")


# A camera and a browser that knows codes, as https://www.w3.org/TR/mediacapture-streams/ and
# https://wicg.github.io/shape-detection-api/ describe them: no such browser runs here.
CAMERA = """
window.BarcodeDetector = class {
  static async getSupportedFormats() { return ["qr_code"]; }
  async detect() { return [{ rawValue: "138 0000 6060" }]; }
};
navigator.mediaDevices.getUserMedia = async () => {
  if (window.refuses) throw new DOMException("", "NotAllowedError");
  window.stream = document.createElement("canvas").captureStream();
  return window.stream;
};
"""


def test_the_camera_reads_a_code_and_is_shut_again(page: Page, demo: Demo, guide: Window) -> None:
    a_member(page, demo, "13800006060")
    desk = guide.page
    guide.opens("/counter")
    expect(desk.get_by_role("button", name="用相机扫码")).to_be_hidden()
    desk.add_init_script(CAMERA)
    guide.opens("/counter")
    desk.evaluate("window.refuses = true")
    desk.get_by_role("button", name="用相机扫码").click()
    expect(desk.get_by_text("没有让用相机")).to_be_visible()
    assert guide.breaches() == []
    desk.evaluate("window.refuses = false")
    desk.get_by_role("button", name="用相机扫码").click()
    expect(desk.get_by_role("link", name="王芳")).to_be_visible()
