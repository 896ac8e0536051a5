"""How long an act of hers keeps a door open, and which door is used first."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.outbox.doors import Grant, best_grant

NOW = datetime(2026, 11, 23, 7, tzinfo=UTC)


def grant(cause: str, seconds: float, left: int = 1) -> Grant:
    return Grant(cause, NOW + timedelta(seconds=seconds), left)


@pytest.mark.parametrize(
    ("cause", "seconds", "is_open"),
    [
        ("message", 61, True),
        ("message", 60, False),
        ("message", -1, False),
        ("click", 11, True),
        ("click", 10, False),
        ("follow", 11, True),
        ("follow", 10, False),
        ("scan", 11, True),
        ("scan", 10, False),
    ],
)
def test_a_door_shuts_a_little_before_wechat_shuts_it(
    cause: str, seconds: float, is_open: bool
) -> None:
    assert grant(cause, seconds).is_open(NOW) is is_open


def test_a_used_up_allowance_lets_nothing_through() -> None:
    assert best_grant([grant("message", 3600, left=0)], NOW, wrote=False) is None


def test_the_allowance_that_ends_first_is_used_first() -> None:
    tap, words = grant("click", 50), grant("message", 3600)
    assert best_grant([words, tap], NOW, wrote=False) == tap


def test_care_uses_only_what_she_opened_by_writing() -> None:
    tap, words = grant("click", 50), grant("message", 3600)
    assert best_grant([tap, words], NOW, wrote=True) == words
    assert best_grant([tap], NOW, wrote=True) is None
