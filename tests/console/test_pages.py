"""What every page has: its headers, its weight, its errors, its bars."""

import re

import pytest
from sqlalchemy import insert

from bot import clock
from bot.outbox.switches import turn
from bot.shop.audit.models import Audit
from bot.shop.media.models import Media
from bot.shop.staff.rules import Actor
from bot.web.console.assets import parts
from bot.web.console.door import BIGGEST
from tests.console.staff import HERE, Colleague, belongs
from tests.databases import ONE_SERVER
from tests.people import WANG, OpenShop

HEAVIEST = 100 * 1024
JPEG = b"\xff\xd8\xff\xe0 a picture"


def test_style_and_scripts_weigh_little() -> None:
    assert sum(file.stat().st_size for file in parts().values()) <= HEAVIEST


@ONE_SERVER
def test_a_browser_runs_and_loads_nothing_but_ours(shop: OpenShop) -> None:
    page = Colleague(shop, "sunjie").sees("/design")
    policy = page.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'self';")
    assert "unsafe" not in policy
    assert page.headers["X-Content-Type-Options"] == "nosniff"
    assert page.headers["Cache-Control"] == "no-store"
    assert not re.search(r"<style|style=|<script>|\son\w+=|https?://", page.text)


@ONE_SERVER
def test_parts_of_a_page_are_kept_for_a_year_under_an_address_of_their_own(shop: OpenShop) -> None:
    stranger = Colleague(shop)
    found = re.findall(r'(?:src|href)="/console(/assets/[^"]+)"', stranger.reads("/login"))
    assert len(found) == 4
    for address in found:
        part = stranger.sees(address)
        assert "max-age=31536000" in part.headers["Cache-Control"]
        assert "immutable" in part.headers["Cache-Control"]
    assert stranger.sees("/assets/0/console.css").headers["Cache-Control"] != part.headers
    assert stranger.sees("/assets/0/../door.py").status_code in (302, 404)


@ONE_SERVER
@pytest.mark.parametrize("path", ["/no-such-page", "/talks/999", "/media/999", "/talks/-1"])
def test_what_is_not_there_is_said_in_chinese(shop: OpenShop, path: str) -> None:
    answer = Colleague(shop, "sunjie").sees(path)
    assert answer.status_code == 404
    assert "没有这一页" in answer.text


@ONE_SERVER
def test_what_she_may_not_see_says_whom_to_ask(shop: OpenShop) -> None:
    answer = Colleague(shop, "zhouting").sees("/audit")
    assert (answer.status_code, "请找店长" in answer.text) == (403, True)


@ONE_SERVER
def test_too_big_a_form_is_refused_before_it_is_read(shop: OpenShop) -> None:
    her = Colleague(shop, "zhouting")
    answer = her.sends("/account/password", password="x" * (BIGGEST + 1))
    assert (answer.status_code, "太大了" in answer.text) == (413, True)


@ONE_SERVER
def test_what_breaks_is_told_without_its_details(
    shop: OpenShop, monkeypatch: pytest.MonkeyPatch
) -> None:
    her = Colleague(shop, "sunjie")
    monkeypatch.setattr("bot.web.console.audit.audit_page", lambda *_, **__: 1 / 0)
    answer = her.sees("/audit")
    assert (answer.status_code, "我们这边出错了" in answer.text) == (500, True)
    assert "division" not in answer.text
    part = her.polls("/audit")
    assert "<html" not in part.text


def test_a_nul_in_an_address_breaks_nothing(shop: OpenShop) -> None:
    assert Colleague(shop, "sunjie").sees("/audit?login=%00").status_code in (200, 400)


@ONE_SERVER
def test_the_red_button_shows_on_every_page_until_it_is_released(shop: OpenShop) -> None:
    her, boss = Colleague(shop, "zhouting"), Actor("sunjie", "head_office", None)
    Colleague(shop, "sunjie")
    calm = re.search(r'hx-get="/console(/pulse[^"]*)"', her.reads("/account"))
    assert calm
    assert her.polls(calm[1]).status_code == 204
    shop.bot.database.run(lambda db: turn(db, "stop", on=True, who=boss))
    assert "全部停发中：孙洁" in her.reads("/account")
    assert "全部停发中" in her.polls(calm[1]).text


@ONE_SERVER
def test_a_picture_is_for_those_who_may_talk_with_her(shop: OpenShop) -> None:
    shop.phone(WANG).follows()
    her_id = belongs(shop, WANG, store=HERE)
    common = {"person_id": her_id, "kind": "picture", "source": "x", "attempts": 0}
    with shop.bot.database.transaction() as db:
        now = shop.person(WANG).created_at
        kept = {"state": "kept", "content": JPEG, "content_type": "image/jpeg", "size": len(JPEG)}
        media = Media(key="a", at=now, look_at=now, **common, **kept)
        db.add(media)
        db.flush()
        address = f"/media/{media.id}"
    shown = Colleague(shop, "zhouting").sees(address)
    assert (shown.data, shown.mimetype) == (JPEG, "image/jpeg")
    assert shown.headers["X-Content-Type-Options"] == "nosniff"
    assert Colleague(shop, "chenyu").sees(address).status_code == 404
    assert Colleague(shop).sees(address).status_code == 302


def test_the_audit_log_can_be_read_for_one_colleague_page_by_page(shop: OpenShop) -> None:
    rows = [{"at": clock.real_now(), "login": "zhouting", "verb": "logged_in"}] * 60
    shop.bot.database.run(lambda db: db.execute(insert(Audit), rows))
    her = Colleague(shop, "sunjie")
    first = her.reads("/audit?login=zhouting")
    assert first.count("<tr>") == 51
    older = re.search(r'href="/console(/audit\?before=[^"]+)"', first)
    assert older
    assert her.reads(older[1].replace("&amp;", "&")).count("<tr>") == 11
    assert "没有记录" in her.reads("/audit?login=nobody")


@ONE_SERVER
def test_only_the_counter_may_open_a_camera(shop: OpenShop) -> None:
    sunjie = Colleague(shop, "sunjie")
    policies = [sunjie.sees(path).headers["Permissions-Policy"] for path in ("/counter", "/talks")]
    assert [each.split(",")[0] for each in policies] == ["camera=(self)", "camera=()"]
    assert "scan.js" not in sunjie.reads("/talks")
