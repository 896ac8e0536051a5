"""The console in a window of its own, logged in as somebody of the example shop."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, ViewportSize

from tests.browser.conftest import Demo

FORGERY = """([path, fields]) => {
    const form = document.querySelector("form[action$='/password']");
    form.action = path;
    form.noValidate = true;
    for (const [name, value] of Object.entries(fields)) {
        const field = form.elements[name] ?? form.appendChild(document.createElement("input"));
        field.name = name;
        field.value = value;
    }
    form.submit();
}"""
SERIOUS = {"serious", "critical"}


@contextmanager
def at_the_console(browser: Browser, demo: Demo, login: str = "") -> Iterator["Window"]:
    """Open a window in which somebody is logged in, or nobody yet; an error on a page fails."""
    window = Window(browser, demo)
    if login:
        window.logs_in(login)
    yield window
    window.page.close()
    assert window.errors == []


class Window:
    """A browser window on the console; errors in its scripts and refused parts are kept."""

    def __init__(self, browser: Browser, demo: Demo) -> None:
        desk: ViewportSize = {"width": 1280, "height": 860}
        # what is only just appearing is too pale to be judged
        self.page: Page = browser.new_page(viewport=desk, locale="zh-CN", reduced_motion="reduce")
        self.errors: list[str] = []
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("console", lambda told: self._note(told.type, told.text))
        self.console = f"http://127.0.0.1:{demo.port}/console"
        self._demo = demo

    def logs_in(self, login: str) -> None:
        """Come back in an earlier window's session, or log in with what the demo has printed."""
        self.page.context.add_cookies(self._demo.sessions.get(login, []))
        self.page.goto(self.console)
        if "/login" not in self.page.url:
            return
        printed = re.search(rf"/console \w+ {login} (\w+)", self._demo.log.read_text())
        assert printed
        self.page.get_by_label("登录名").fill(login)
        self.page.get_by_label("密码").fill(printed[1])
        self.page.get_by_role("button", name="登录").click()
        self.page.wait_for_url(re.compile("/console$"))
        self._demo.sessions[login] = self.page.context.cookies()

    def opens(self, path: str) -> None:
        self.page.goto(self.console + path)

    def tries(self, path: str) -> int:
        """Type an address; return the status of what comes."""
        answer = self.page.goto(self.console + path)
        assert answer
        return answer.status

    def forges(self, path: str, **fields: str) -> int:
        """Send a form that no page has offered her, with her own token; return the status."""
        self.opens("/account")
        with self.page.expect_navigation() as answered:
            self.page.evaluate(FORGERY, [self.console + path, fields])
        return answered.value.status

    def breaches(self) -> list[str]:
        """Return what keeps somebody from using this page: https://www.w3.org/TR/WCAG22/."""
        found: list[dict[str, Any]] = Axe().run(self.page).response["violations"]
        grave = [each for each in found if each["impact"] in SERIOUS]
        return [f"{each['id']}: {each['nodes'][0]['html']}" for each in grave]

    def is_wider_than_its_screen(self) -> bool:
        return bool(self.page.evaluate("document.documentElement.scrollWidth > innerWidth"))

    def _note(self, kind: str, text: str) -> None:
        if kind == "error":
            self.errors.append(text)
