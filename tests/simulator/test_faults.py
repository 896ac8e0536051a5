"""Breaking on purpose: what the caller sees, and what the customer sees."""

from __future__ import annotations

import time

import pytest
import urllib3

from tests.simulator.playground import Person, Playground

SEND = "/cgi-bin/message/custom/send"


def plan(wechat: Playground, kind: str, **more: object) -> None:
    """Plan a fault for sending."""
    answer = wechat.sim("POST", "/sim/faults", {"path": SEND, "kind": kind, **more})
    assert "id" in answer


def attempt(wechat: Playground, person: Person) -> urllib3.BaseHTTPResponse:
    """Send a message, whatever comes back."""
    body = {"touser": person.openid, "msgtype": "text", "text": {"content": "您好"}}
    return wechat.http("POST", f"{SEND}?access_token={wechat.token()}", body)


def arrived(person: Person) -> int:
    """Count the messages that reached her."""
    return [each["via"] for each in person.sees()].count("custom")


@pytest.mark.parametrize("code", [-1, 45009, 45011, 40001, 42001])
def test_an_error_code_strikes_as_often_as_planned(wechat: Playground, code: int) -> None:
    person = wechat.follower()
    plan(wechat, "errcode", errcode=code, times=2)
    assert [wechat.writes(person) for _ in range(3)] == [code, code, 0]
    assert arrived(person) == 1


def test_a_fault_may_last_for_ever_until_it_is_lifted(wechat: Playground) -> None:
    person = wechat.follower()
    plan(wechat, "errcode", errcode=40001, times=None)
    assert {wechat.writes(person) for _ in range(5)} == {40001}
    wechat.sim("DELETE", "/sim/faults")
    assert wechat.writes(person) == 0


@pytest.mark.parametrize(("kind", "status"), [("http_502", 502), ("html_200", 200)])
def test_a_page_comes_instead_of_json(wechat: Playground, kind: str, status: int) -> None:
    person = wechat.follower()
    plan(wechat, kind)
    answer = attempt(wechat, person)
    assert (answer.status, answer.data[:6]) == (status, b"<html>")
    assert arrived(person) == 0


def test_half_an_answer_comes_though_the_message_arrived(wechat: Playground) -> None:
    person = wechat.follower()
    plan(wechat, "truncated")
    answer = attempt(wechat, person)
    assert answer.status == 200
    with pytest.raises(ValueError, match=r"\w"):
        answer.json()
    assert arrived(person) == 1


@pytest.mark.parametrize(
    ("kind", "shown"),
    [("timeout", 0), ("reset", 0), ("accept_then_timeout", 1), ("accept_then_reset", 1)],
)
def test_no_answer_comes_whether_or_not_the_message_arrived(
    wechat: Playground, kind: str, shown: int
) -> None:
    person = wechat.follower()
    plan(wechat, kind, seconds=0.1)
    with pytest.raises(urllib3.exceptions.ProtocolError):
        attempt(wechat, person)
    assert arrived(person) == shown
    call = wechat.sim("GET", f"/sim/calls?path={SEND}")["items"][-1]
    assert (call["errcode"], call["status"], call["accepted"]) == (None, None, bool(shown))


def test_a_slow_answer_comes_in_the_end(wechat: Playground) -> None:
    person = wechat.follower()
    plan(wechat, "slow", seconds=0.3)
    begun = time.monotonic()
    assert wechat.writes(person) == 0
    assert time.monotonic() - begun >= 0.3


def test_a_fault_strikes_its_own_path_only(wechat: Playground) -> None:
    plan(wechat, "http_502")
    assert wechat.api("/cgi-bin/menu/get")["errcode"] == 46003
    assert wechat.sim("GET", "/sim/faults")["items"][0]["left"] == 1


@pytest.mark.parametrize(
    "wish", [{"kind": "poem"}, {"kind": "slow", "seconds": "x"}, {"kind": "slow", "path": "/sim"}]
)
def test_a_fault_that_makes_no_sense_is_refused(
    wechat: Playground, wish: dict[str, object]
) -> None:
    assert wechat.http("POST", "/sim/faults", wish).status == 422
