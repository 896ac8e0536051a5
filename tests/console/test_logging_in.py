"""Who comes in, how often she may try, and how she goes out."""

from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import update
from sqlalchemy.exc import DBAPIError
from werkzeug.security import generate_password_hash
from werkzeug.test import TestResponse

from bot import clock
from bot.shop.audit.models import Audit
from bot.shop.staff.actions import add_staff
from bot.shop.staff.models import Staff, StaffSession
from bot.shop.staff.passwords import PER_LOGIN, hashed
from bot.shop.staff.sessions import IDLE
from tests.console.staff import Colleague, hire
from tests.databases import ONE_SERVER
from tests.people import OpenShop

PASSWORD = "correct horse"
KEPT = generate_password_hash(PASSWORD, "scrypt:1024:8:1")  # as weak as it is quick


def knocks(shop: OpenShop, login: str = "zhouting", password: str = PASSWORD) -> TestResponse:
    """Somebody types a login and a password; return what she is answered."""
    hire(shop, "zhouting", password_hash=KEPT)
    return Colleague(shop).sends("/login", login=login, password=password)


@ONE_SERVER
def test_the_right_password_lets_her_in_and_back_to_where_she_was(shop: OpenShop) -> None:
    hire(shop, "zhouting", password_hash=KEPT)
    her = Colleague(shop)
    back = her.sees("/talks?show=all").location
    assert her.sees("/login" + back.partition("/login")[2]).text.count("/console/talks?show=all")
    fields = {"login": "zhouting", "password": PASSWORD, "back": "/console/talks?show=all"}
    assert her.sends("/login", **fields).location == "/console/talks?show=all"
    assert her.sees("/talks").status_code == 200


@ONE_SERVER
@pytest.mark.parametrize("back", ["//evil.example", "https://evil.example/console", "/\\evil", "x"])
def test_after_logging_in_nobody_is_sent_to_another_site(shop: OpenShop, back: str) -> None:
    hire(shop, "zhouting", password_hash=KEPT)
    answer = Colleague(shop).sends("/login", login="zhouting", password=PASSWORD, back=back)
    assert answer.location.rstrip("/") == "/console"


@ONE_SERVER
def test_an_unknown_login_is_answered_like_a_wrong_password(shop: OpenShop) -> None:
    wrong = knocks(shop, password="wrong")
    unknown = knocks(shop, login="nobody")
    assert wrong.status_code == unknown.status_code == 422
    assert "登录名或密码不对" in wrong.text
    assert "登录名或密码不对" in unknown.text
    assert 'value="zhouting"' in wrong.text


@pytest.mark.parametrize("login", ["zhouting", "nobody"])
def test_after_some_wrong_passwords_a_login_is_shut_for_a_while(
    shop: OpenShop, login: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.shop.staff.passwords.PER_LOGIN", 2)
    assert PER_LOGIN == 8
    answers = [knocks(shop, login=login, password="wrong").status_code for _ in range(3)]
    assert answers == [422, 422, 429]
    assert knocks(shop, login=login).status_code == 429
    later = clock.real_now() + timedelta(minutes=16)
    monkeypatch.setattr(clock, "real_now", lambda: later)
    assert knocks(shop).status_code == 302


@ONE_SERVER
def test_one_address_can_not_try_all_logins(
    shop: OpenShop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.shop.staff.passwords.PER_ADDRESS", 1)
    assert knocks(shop, login="a").status_code == 422
    assert knocks(shop, login="b").status_code == 429


def test_a_cookie_that_was_planted_before_opens_nothing(shop: OpenShop) -> None:
    hire(shop, "zhouting", password_hash=KEPT)
    victim = Colleague(shop)
    victim.browser.set_cookie("console", "planted", path="/console")
    assert victim.sends("/login", login="zhouting", password=PASSWORD).status_code == 302
    attacker = Colleague(shop)
    attacker.browser.set_cookie("console", "planted", path="/console")
    assert victim.sees("").status_code == 200
    assert attacker.sees("").status_code == 302


@ONE_SERVER
def test_the_cookie_is_out_of_reach_of_scripts_and_plain_http(shop: OpenShop) -> None:
    vars(shop.bot)["settings"] = shop.bot.settings.model_copy(
        update={"public_url": "https://shop.example.com"}
    )
    cookie = knocks(shop).headers["Set-Cookie"]
    assert all(word in cookie for word in ("HttpOnly", "Secure", "SameSite=Lax", "Path=/console"))


@ONE_SERVER
def test_a_form_that_is_not_ours_does_nothing(shop: OpenShop) -> None:
    her = Colleague(shop, "zhouting")
    for token in ("", "0" * 64, Colleague(shop, "limin").token()):
        assert her.sends("/logout", csrf_token=token).status_code == 403
    assert her.sees("").status_code == 200


@ONE_SERVER
def test_who_logs_out_is_out(shop: OpenShop) -> None:
    her = Colleague(shop, "zhouting")
    held = her.browser.get_cookie("console", path="/console")
    assert her.sends("/logout").status_code == 302
    assert held
    her.browser.set_cookie("console", held.value, path="/console")
    assert her.sees("").status_code == 302


@ONE_SERVER
def test_who_has_left_the_shop_is_out_at_once(shop: OpenShop) -> None:
    her = Colleague(shop, "zhouting")
    hire(shop, "zhouting", active=False)
    assert her.sees("").status_code == 302


@ONE_SERVER
def test_a_new_role_or_password_by_the_shop_ends_what_was_open(shop: OpenShop) -> None:
    her = Colleague(shop, "zhouting")
    anew = partial(add_staff, login="zhouting", name="周婷", role="guide", store=None, by="test")
    shop.bot.database.run(partial(anew, kept=hashed(PASSWORD)))
    assert her.sees("").status_code == 302


@ONE_SERVER
def test_an_open_page_that_only_polls_ends_with_the_day(
    shop: OpenShop, monkeypatch: pytest.MonkeyPatch
) -> None:
    her = Colleague(shop, "zhouting")
    morning = clock.real_now()
    for hours, shown in ((6, 204), (11, 204)):
        moment = morning + timedelta(hours=hours)
        monkeypatch.setattr(clock, "real_now", lambda moment=moment: moment)
        poll = her.polls("/pulse?v=0-0-")
        assert poll.status_code == shown
    assert "HX-Redirect" in poll.headers
    assert timedelta(hours=11) > IDLE


def test_a_colleague_changes_her_password_and_other_browsers_are_out(shop: OpenShop) -> None:
    her, other = Colleague(shop, "zhouting"), Colleague(shop, "zhouting")
    hire(shop, "zhouting", password_hash=KEPT)
    new = {"new": "a new password", "again": "a new password"}
    assert "不对" in her.sends("/account/password", password="wrong", **new).text
    short = her.sends("/account/password", password=PASSWORD, new="short", again="short")
    assert "至少要8个字符" in short.text
    assert her.sends("/account/password", password=PASSWORD, **new).status_code == 302
    assert her.sees("").status_code == 200
    assert other.sees("").status_code == 302
    assert shop.one(Staff).password_hash != KEPT


def test_what_happened_at_the_door_stands_in_the_audit_log(shop: OpenShop) -> None:
    knocks(shop, password="wrong")
    knocks(shop)
    assert [row.verb for row in shop.rows(Audit)] == ["gave_wrong_password", "logged_in"]
    assert PASSWORD not in str(vars(shop.rows(StaffSession)[0]))


def test_nobody_changes_the_audit_log(shop: OpenShop) -> None:
    knocks(shop)
    with pytest.raises(DBAPIError, match="stays as it is"):
        shop.bot.database.run(lambda db: db.execute(update(Audit).values(login="other")))
