"""Whether a message may go, decided on paper."""

from datetime import UTC, datetime, time, timedelta

import pytest

from bot.outbox.doors import Grant
from bot.outbox.facts import Standing, Waiting
from bot.outbox.hours import QuietHours
from bot.outbox.policy import Later, Policy, Send, Skip, Task

NOON = datetime(2026, 11, 23, 4, tzinfo=UTC)  # twelve o'clock in Shanghai
HOUR = timedelta(hours=1)
WROTE = Grant("message", NOON + timedelta(hours=40), 5)
CONSENT = frozenset({("care", "wechat")})


def standing(*, paused: timedelta | None = None, grants: tuple[Grant, ...] = (WROTE,)) -> Standing:
    """Return somebody who follows and agreed to care."""
    doors = {"custom": NOON + paused} if paused else {}
    return Standing(reach="open", grants=grants, consents=CONSENT, paused=doors)


def test_a_pause_that_ends_in_time_is_waited_for() -> None:
    thanks = Waiting("service", not_after=NOON + 8 * HOUR)
    decision = Policy().choose(thanks, standing(paused=HOUR), NOON)
    assert isinstance(decision, Later)
    assert decision.when == NOON + HOUR


def test_what_a_pause_outlasts_waits_for_a_ride_and_then_goes_to_people() -> None:
    thanks = Waiting("service", not_after=NOON + 8 * HOUR)
    paused = standing(paused=12 * HOUR)
    early = Policy().choose(thanks, paused, NOON)
    assert isinstance(early, Later)
    assert early.when == NOON + 6 * HOUR
    assert isinstance(Policy().choose(thanks, paused, NOON + 6 * HOUR), Task)


def test_a_paused_door_lets_nothing_through() -> None:
    ends_soon = Waiting("reply", not_after=NOON + HOUR / 2)
    assert not isinstance(Policy().choose(ends_soon, standing(paused=HOUR), NOON), Send)


@pytest.mark.parametrize(
    ("begins", "own_act_until", "hour"), [(21, time(22, 30), 22), (23, time(22, 30), 22)]
)
def test_her_own_act_is_never_quieter_than_other_things(
    begins: int, own_act_until: time, hour: int
) -> None:
    quiet = QuietHours(time(begins), time(9), own_act_until)
    at = NOON + (hour - 12) * HOUR + timedelta(minutes=45 if begins == 23 else 15)
    assert quiet.end_after(at, at) is None


@pytest.mark.parametrize(
    ("cause", "lasts", "early"), [("message", 48 * HOUR, 60), ("click", HOUR / 60, 10)]
)
def test_a_door_is_left_a_little_before_it_shuts(cause: str, lasts: timedelta, early: int) -> None:
    grant = Grant(cause, NOON + lasts, 1)
    assert grant.is_open(NOON + lasts - timedelta(seconds=early + 1))
    assert not grant.is_open(NOON + lasts - timedelta(seconds=early))


def test_what_comes_too_late_is_dropped() -> None:
    assert isinstance(Policy().choose(Waiting("service", not_after=NOON), standing(), NOON), Skip)


def test_care_needs_that_she_wrote() -> None:
    scanned = standing(grants=(Grant("scan", NOON + HOUR, 3),))
    decision = Policy().choose(Waiting("care", not_after=NOON + 5 * HOUR), scanned, NOON)
    assert isinstance(decision, Later)


@pytest.mark.parametrize("reach", ["left", "blocked", None])
def test_who_is_gone_is_cared_for_by_people(reach: str | None) -> None:
    gone = Standing(reach=reach, grants=(WROTE,), consents=CONSENT)
    assert isinstance(Policy().choose(Waiting("care"), gone, NOON), Task)
