"""Who holds which key, and for how long."""

from __future__ import annotations

import time

import pytest

from tests.simulator.fake_bot import APPID
from tests.simulator.playground import SECRET, Playground

MENU = "/cgi-bin/menu/get"
QUERY = f"grant_type=client_credential&appid={APPID}&secret={SECRET}"


def works(wechat: Playground, token: str) -> int:
    """Return the errcode a token meets; 46003 means that it opened the door."""
    return int(wechat.raw(MENU, None, token)["errcode"])


def test_asking_twice_gives_the_same_stable_token(wechat: Playground) -> None:
    first, second = wechat.stable_token(), wechat.stable_token()
    assert first["access_token"] == second["access_token"]
    assert second["expires_in"] <= first["expires_in"] <= 7200


def test_in_its_last_minutes_a_stable_token_has_a_successor(wechat: Playground) -> None:
    wechat.turn(token_seconds=300)
    first, second = wechat.stable_token(), wechat.stable_token()
    assert first["access_token"] != second["access_token"]
    assert works(wechat, first["access_token"]) == works(wechat, second["access_token"]) == 46003


def test_a_forced_refresh_kills_the_old_token_at_once(wechat: Playground) -> None:
    wechat.turn(force_gap_seconds=0)
    first = wechat.stable_token()["access_token"]
    second = wechat.stable_token(force_refresh=True)["access_token"]
    assert works(wechat, first) == 40001
    assert works(wechat, second) == 46003


def test_forcing_too_soon_or_too_often_changes_nothing(wechat: Playground) -> None:
    first = wechat.stable_token()["access_token"]
    assert wechat.stable_token(force_refresh=True)["access_token"] == first
    wechat.turn(force_gap_seconds=0, force_per_day=1)
    second = wechat.stable_token(force_refresh=True)["access_token"]
    assert wechat.stable_token(force_refresh=True)["access_token"] == second != first


def test_the_old_kind_of_token_is_new_each_time(wechat: Playground) -> None:
    wechat.turn(overlap_seconds=0)
    first = wechat.sim("GET", f"/cgi-bin/token?{QUERY}")["access_token"]
    stable = wechat.stable_token()["access_token"]
    second = wechat.sim("GET", f"/cgi-bin/token?{QUERY}")["access_token"]
    assert works(wechat, first) == 40001
    assert works(wechat, second) == works(wechat, stable) == 46003


def test_for_five_minutes_the_old_kind_overlaps(wechat: Playground) -> None:
    first = wechat.sim("GET", f"/cgi-bin/token?{QUERY}")["access_token"]
    wechat.sim("GET", f"/cgi-bin/token?{QUERY}")
    assert works(wechat, first) == 46003


def test_a_token_expires(wechat: Playground) -> None:
    wechat.turn(token_seconds=1)
    token = wechat.stable_token()["access_token"]
    time.sleep(1.05)
    assert works(wechat, token) == 42001


def test_a_token_may_be_512_characters_long(wechat: Playground) -> None:
    wechat.turn(token_length=512)
    token = wechat.stable_token()["access_token"]
    assert len(token) == 512
    assert works(wechat, token) == 46003


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"grant_type": "password"}, 40002),
        ({"appid": ""}, 41002),
        ({"secret": ""}, 41004),
        ({"appid": "wx9"}, 40013),
        ({"secret": "wrong"}, 40125),
        ({"secret": ["wrong"]}, 40125),
    ],
)
def test_wrong_credentials_get_no_token(
    wechat: Playground, changes: dict[str, object], code: int
) -> None:
    assert wechat.stable_token(**changes)["errcode"] == code


def test_a_stable_token_is_asked_for_by_post(wechat: Playground) -> None:
    assert wechat.sim("GET", f"/cgi-bin/stable_token?{QUERY}")["errcode"] == 43002


def test_an_address_not_on_the_list_gets_no_token_but_may_send(wechat: Playground) -> None:
    token = wechat.token()
    wechat.turn(whitelist=["1.2.3.4"])
    answer = wechat.stable_token()
    assert answer["errcode"] == 40164
    assert answer["errmsg"].startswith("invalid ip 127.0.0.1 ipv6 ::ffff:127.0.0.1, not in")
    assert works(wechat, token) == 46003


@pytest.mark.parametrize(("query", "code"), [("", 41001), ("?access_token=x", 40001)])
def test_without_a_living_token_nothing_opens(wechat: Playground, query: str, code: int) -> None:
    assert wechat.sim("GET", MENU + query)["errcode"] == code


def test_a_token_in_the_body_does_not_count(wechat: Playground) -> None:
    body = {"access_token": wechat.token()}
    assert wechat.sim("POST", MENU, body)["errcode"] == 41001


def test_the_days_calls_are_counted_and_cleared(wechat: Playground) -> None:
    wechat.turn(daily_limits={MENU: 2})
    assert [works(wechat, wechat.token()) for _ in range(3)] == [46003, 46003, 45009]
    quota = wechat.api("/cgi-bin/openapi/quota/get", {"cgi_path": MENU})["quota"]
    assert quota == {"daily_limit": 2, "used": 2, "remain": 0}
    assert wechat.api("/cgi-bin/clear_quota", {"appid": APPID})["errcode"] == 0
    assert works(wechat, wechat.token()) == 46003


def test_counts_are_cleared_ten_times_a_month(wechat: Playground) -> None:
    codes = [wechat.api("/cgi-bin/clear_quota", {"appid": APPID})["errcode"] for _ in range(11)]
    assert codes == [0] * 10 + [48006]
