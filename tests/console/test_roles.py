"""Who may see which screen: each page says it, and the door holds to it."""

import re
from pathlib import Path

import pytest

from bot.app import create_app
from bot.settings import Settings
from bot.shop.staff.models import Staff
from bot.web.console.door import may, needs_of
from bot.web.console.pages import PLACES
from bot.web.console.roles import MAY, WITHOUT_LOGIN
from handlers import FLOWS, INTENTS
from tests.console.staff import HERE, Colleague, belongs
from tests.databases import ONE_SERVER
from tests.people import WANG, OpenShop

DOCS = Path(__file__).parents[2] / "docs" / "who-may.md"
FREE = {"console.account.log_in_form", "console.account.log_in", "console.assets.show"}


def test_every_page_says_who_may_see_it() -> None:
    app = create_app(intents=INTENTS, flows=FLOWS, settings=Settings(_env_file=None))
    views = {name: view for name, view in app.view_functions.items() if name.startswith("console.")}
    needs = {name: needs_of(view) for name, view in views.items()}
    assert len(views) > 15
    assert [name for name, need in needs.items() if need is None] == []
    free = {name for name, need in needs.items() if need and need.word == WITHOUT_LOGIN}
    assert free == FREE


def test_every_line_of_the_table_is_used() -> None:
    app = create_app(intents=INTENTS, flows=FLOWS, settings=Settings(_env_file=None))
    used = {needs.word for view in app.view_functions.values() if (needs := needs_of(view))}
    assert used == set(MAY)


def test_the_table_in_the_docs_says_what_the_door_does() -> None:
    roles = ("guide", "store_manager", "regional_manager", "head_office", "engineer")
    rows = re.findall(r"^\| `(\w+)` \|[^|]*\|(.*)\|$", DOCS.read_text(), re.M)
    told = {word: [mark.strip() == "✓" for mark in marks.split("|")] for word, marks in rows}
    held = {word: [role in may for role in roles] for word, may in MAY.items()}
    assert told == {word: marks for word, marks in held.items() if word != WITHOUT_LOGIN}


def test_a_page_for_no_line_of_the_table_can_not_be_made() -> None:
    with pytest.raises(KeyError):
        may("everything")


@ONE_SERVER
@pytest.mark.parametrize("login", ["zhouting", "limin", "sunjie", "engineer"])
def test_she_is_shown_where_she_may_go_and_nowhere_else(shop: OpenShop, login: str) -> None:
    her = Colleague(shop, login)
    role = shop.one(Staff).role
    menu = re.findall(r"<span>(\w+)</span>", her.reads("/account"))
    assert menu == [place.label for place in PLACES if role in MAY[place.word]] + ["我"]
    paths = {"today": ""}
    for place in PLACES:
        status = her.sees(paths.get(place.word, f"/{place.word}")).status_code
        assert status == (200 if role in MAY[place.word] else 403)


@ONE_SERVER
@pytest.mark.parametrize("path", ["", "/", "/talks", "/audit", "/no-such-page", "/people/1/phone"])
def test_without_log_in_every_page_leads_to_it(shop: OpenShop, path: str) -> None:
    stranger = Colleague(shop)
    for answer in (stranger.sees(path), stranger.browser.post(f"/console{path}")):
        assert answer.status_code == 302
        assert answer.location.startswith("/console/login")


@ONE_SERVER
def test_a_part_of_a_page_takes_the_whole_page_to_the_log_in(shop: OpenShop) -> None:
    answer = Colleague(shop).polls("/pulse")
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (204, "/console/login")


def test_a_whole_number_is_for_her_own_people_and_is_logged(shop: OpenShop) -> None:
    shop.member(WANG)
    her_id = belongs(shop, WANG, store=HERE)
    shown = Colleague(shop, "zhouting").sends(f"/people/{her_id}/phone")
    assert "13800138000" in shown.text
    assert Colleague(shop, "chenyu").sends(f"/people/{her_id}/phone").status_code == 404
    assert Colleague(shop, "engineer").sends(f"/people/{her_id}/phone").status_code == 403
    log = Colleague(shop, "sunjie").reads("/audit")
    assert log.count("看了完整电话") == 1
    assert "13800138000" not in log
