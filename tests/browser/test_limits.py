"""What the console must bear: a guide who tries what is not hers, and a film instead of a photo."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from bot.shop.media.rules import MEBIBYTE
from tests.browser.conftest import Demo
from tests.browser.console import Window, at_the_console
from tests.browser.phone import PATIENCE

pytestmark = pytest.mark.browser

WITH_A_FILE = """() => {
    const form = document.querySelector("form[action$='/password']");
    Object.assign(form, {enctype: "multipart/form-data", noValidate: true});
    form.action = "/console/counter/1/works";
    form.append(Object.assign(document.createElement("input"), {type: "file", id: "film"}));
    form.lastChild.name = "photo";
}"""


def test_a_guide_of_another_store_comes_to_nothing_of_theirs(browser: Browser, demo: Demo) -> None:
    with at_the_console(browser, demo, "limin") as limin:
        number = customer_of(limin, "静安店")
    with at_the_console(browser, demo, "chenyu") as chenyu:
        hers = f"/customers/{number}"
        for path, status in {
            **dict.fromkeys((hers, f"{hers}?see=points", f"/counter/{number}"), 404),
            **dict.fromkeys(("/keys", "/staff", "/audit", "/settings"), 403),
        }.items():
            assert chenyu.tries(path) == status, path
        for path, status in {
            **dict.fromkeys((f"{hers}/file", f"/people/{number}/phone"), 404),
            f"/counter/{number}/purchases": 404,
            **dict.fromkeys((f"{hers}/export", f"{hers}/erase", "/keys"), 403),
        }.items():
            assert chenyu.forges(path, name="别家的", total="1", once="k") == status, path
        assert chenyu.forges("/account/password", csrf_token="0" * 64) == 403
        chenyu.errors.clear()  # what was refused stands in the browser's own log


def test_a_hundred_megabytes_are_answered_in_words_and_not_taken_in(
    browser: Browser, demo: Demo, tmp_path: Path
) -> None:
    with (tmp_path / "film.jpg").open("wb") as film:
        film.truncate(100 * MEBIBYTE)
    with at_the_console(browser, demo, "zhouting") as guide:
        guide.opens("/account")
        guide.page.evaluate(WITH_A_FILE)
        guide.page.locator("#film").set_input_files(film.name)
        before = demo.memory()
        guide.page.get_by_role("button", name="换密码").click()
        expect(guide.page.get_by_text("文件太大了")).to_be_visible(timeout=PATIENCE)
        assert demo.memory() - before < 20 * MEBIBYTE
        guide.errors.clear()  # that it was refused stands in the browser's own log


def customer_of(manager: Window, store: str) -> str:
    """Return the number of a customer of a store, as its manager finds her."""
    manager.opens("/customers?show=members")
    row = manager.page.locator("tr", has_text=store).first
    address = row.locator("a").first.get_attribute("href")
    assert address
    return address.rpartition("/")[2]
