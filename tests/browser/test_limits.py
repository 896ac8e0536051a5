"""A guide of another store tries every way to what is not hers: addresses and forged forms."""

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import Demo
from tests.browser.console import Window, at_the_console

pytestmark = pytest.mark.browser


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


def customer_of(manager: Window, store: str) -> str:
    """Return the number of a customer of a store, as its manager finds her."""
    manager.opens("/customers?show=members")
    row = manager.page.locator("tr", has_text=store).first
    address = row.locator("a").first.get_attribute("href")
    assert address
    return address.rpartition("/")[2]
