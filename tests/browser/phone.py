"""A customer with her phone on the page, and the shop's till beside it."""

import os
from datetime import datetime, timedelta
from pathlib import Path
from re import Pattern

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Demo

PICTURES = os.environ.get("PICTURES", "")
PATIENCE = 20_000
STEPPING = 60_000


class Phone:
    """What she does and what she reads."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.chat = page.get_by_role("log", name="聊天").first

    def follows(self) -> None:
        self.page.get_by_role("button", name="关注", exact=True).first.click()

    def says(self, text: str) -> None:
        """Type a message, as one does once the menu is switched to the keyboard."""
        box = self.page.get_by_role("textbox", name="写消息").first
        keyboard = self.page.get_by_role("button", name="换到键盘").first
        # once the menu has come, there is a way to and from it, and the box stays where it is
        menu = self.page.get_by_role("button", name="换到菜单").first
        expect(keyboard.or_(menu).first).to_be_visible(timeout=PATIENCE)
        if keyboard.is_visible():
            keyboard.click()
        box.fill(text)
        box.press("Enter")

    def taps(self, words: str) -> None:
        """Tap words in the newest bubble that offers them."""
        self.chat.get_by_role("link", name=words).or_(
            self.chat.get_by_role("button", name=words)
        ).last.click()

    def hears(self, words: str | Pattern[str]) -> None:
        """Wait for a bubble with these words."""
        expect(self.chat.get_by_text(words).last).to_be_visible(timeout=PATIENCE)

    def read(self, words: Pattern[str]) -> str:
        """Return what stands at a place of the newest bubble that has it."""
        found = words.findall(self.chat.inner_text())
        return str(found[-1])

    def opens_sms(self) -> str:
        """Tap the banner of an SMS that just came; return its words, and go back to the shop."""
        self.page.get_by_role("button", name="新短信").click(timeout=PATIENCE)
        words = self.page.locator(".texts .came").last.inner_text()
        take_picture(self.page, "sms")
        self.page.get_by_role("button", name="返回").first.click()
        self.page.locator(".chats button").first.click()
        return words

    def sees_a_picture(self) -> None:
        expect(self._pictures().last).to_be_visible(timeout=PATIENCE)

    def _pictures(self) -> Locator:
        return self.chat.get_by_role("img")


class Till:
    """What the colleague at the counter does."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def sells(self, item: str) -> None:
        self.page.get_by_role("button", name=item).click()
        self.page.get_by_role("button", name="收款").click()
        expect(self.page.get_by_text("已记账").first).to_be_visible(timeout=PATIENCE)


def somebody_new(page: Page, demo: Demo, name: str = "小李") -> str:
    """Lay the phone of somebody on the table who has never been here; return her openid."""
    # the first one is laid there by the page itself, which remembers it then
    expect(page.get_by_role("button", name="收起这部手机").first).to_be_visible(timeout=PATIENCE)
    answer = page.request.post(f"{demo.phone_page}sim/people", data={"name": name})
    openid = str(answer.json()["openid"])
    page.evaluate("openid => localStorage.setItem('phones', JSON.stringify([openid]))", openid)
    page.reload()
    return openid


def a_member(page: Page, demo: Demo, phone: str) -> None:
    """Lay the phone of 王芳 on the table, who has become a member without the page."""
    hers = f"{demo.phone_page}sim/people/{somebody_new(page, demo, '王姐')}"
    page.request.post(f"{hers}/follow", data={"wait": True})
    for words in (f"办会员，我叫王芳，{phone}", "同意", "不要", "以后再说", "不用"):
        assert page.request.post(f"{hers}/text", data={"text": words, "wait": True}).ok


def take_picture(page: Page, name: str) -> None:
    """Keep a picture for the README, where `PICTURES` names a folder; else look at nothing."""
    if PICTURES:
        page.wait_for_timeout(400)  # the newest bubble slides in
        # hiding the caret would write a style into the page, which ours refuse
        page.screenshot(path=Path(PICTURES) / f"{name}.png", caret="initial")


def it_is(page: Page, demo: Demo, hour: str, *, in_days: int) -> None:
    """Let it be an hour of a day to come: the shop is open, nobody keeps quiet."""
    answer = page.request.get(f"{demo.phone_page}sim/clock").json()
    day = datetime.fromisoformat(answer["now"]) + timedelta(days=in_days)
    page.get_by_label("拨到哪一刻").fill(f"{day:%Y-%m-%d}T{hour}")
    steps(page, "拨到")
    expect(page.locator("time.hour")).to_have_text(hour)


def steps(page: Page, label: str) -> None:
    """Step the shop's clock, and wait until it has arrived: it shows every hour on its way."""
    button = page.get_by_role("button", name=label)
    button.click()
    expect(button).to_be_enabled(timeout=STEPPING)
