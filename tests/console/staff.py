"""Colleagues before their screens: 周婷 is a guide, 李敏 leads her store, 陈雨 has another."""

import re
from typing import Any

from werkzeug.test import TestResponse

from bot.db import put
from bot.shop.people.models import Person
from bot.shop.staff.models import Staff
from bot.shop.staff.sessions import begin_session
from tests.people import OpenShop

TOKEN = re.compile(r'name="csrf_token" value="(\w+)"|"X-CSRF-Token":"(\w+)"')
ONCE = re.compile(r'name="once" value="([\w-]+)"')
HERE, ELSEWHERE = "静安店", "徐汇店"
PEOPLE = {
    "zhouting": ("周婷", "guide", HERE),
    "chenyu": ("陈雨", "guide", ELSEWHERE),
    "limin": ("李敏", "store_manager", HERE),
    "xiaomei": ("王小美", "guide", HERE),
    "zhaolei": ("赵蕾", "regional_manager", None),
    "sunjie": ("孙洁", "head_office", None),
    "engineer": ("吴工", "engineer", None),
}


class Colleague:
    """A browser in which somebody is logged in; without a login, nobody is."""

    def __init__(self, shop: OpenShop, login: str = "") -> None:
        self.shop, self.login = shop, login
        self.browser = shop.app.test_client()
        if login:
            hire(shop, login)
            token = shop.bot.database.run(lambda db: begin_session(db, login))
            self.browser.set_cookie("console", token, path="/console")

    def twin(self) -> "Colleague":
        """Return the same browser once more, for what it sends at the same moment."""
        twin, cookie = Colleague(self.shop), self.browser.get_cookie("console", path="/console")
        assert cookie
        twin.browser.set_cookie("console", cookie.value, path="/console")
        return twin

    def sees(self, path: str, **headers: str) -> TestResponse:
        """Open a page of the console."""
        return self.browser.get(f"/console{path}", headers=headers)

    def reads(self, path: str) -> str:
        """Open a page that she may see; return its text."""
        shown = self.sees(path)
        assert shown.status_code == 200, shown.status
        return shown.text

    def polls(self, path: str) -> TestResponse:
        """Ask for a part of a page, as its script does."""
        return self.sees(path, **{"HX-Request": "true"})

    def sends(self, path: str, **fields: Any) -> TestResponse:
        """Send a form as a page of hers has it."""
        if "csrf_token" not in fields:
            fields["csrf_token"] = self.token()
        return self.browser.post(f"/console{path}", data=fields)

    def token(self) -> str:
        """Return what her forms send along."""
        found = TOKEN.search(self.sees("/account" if self.login else "/login").text)
        assert found
        return found[1] or found[2]


def hire(shop: OpenShop, login: str, **changes: Any) -> None:
    """Let somebody of the cast work here."""
    name, role, store = PEOPLE[login]
    values = {"name": name, "role": role, "store": store, "active": True, "confirmed": True}
    shop.bot.database.run(lambda db: put(db, Staff, {"login": login}, **values | changes))


def belongs(shop: OpenShop, openid: str, *, store: str | None, guide: str | None = None) -> int:
    """Say which store and guide a customer has; return her id."""
    her_id = shop.person(openid).id
    with shop.bot.database.transaction() as db:
        person = db.get_one(Person, her_id)
        person.store, person.guide = store, guide
    return her_id
