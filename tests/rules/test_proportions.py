"""How sure a difference of two shares is."""

import pytest

from bot.analytics.proportions import Share, difference, interval


def test_the_interval_is_the_published_one() -> None:
    """Newcombe 1998, table II: 56/70 and 48/80 differ by 0.2, from 0.0524 to 0.3339."""
    apart, low, high = difference(Share(70, 56), Share(80, 48))
    assert (round(apart, 4), round(low, 4), round(high, 4)) == (0.2, 0.0524, 0.3339)


@pytest.mark.parametrize(("share", "low"), [(Share(0, 0), 0.0), (Share(10, 0), 0.0)])
def test_nobody_or_none_says_little(share: Share, low: float) -> None:
    assert interval(share)[0] == low
    assert interval(share)[1] > 0.25


@pytest.mark.parametrize(
    ("people", "did", "enough"),
    [(100, 5, True), (99, 50, False), (500, 4, False), (100, 96, False)],
)
def test_few_say_nothing(people: int, did: int, enough: bool) -> None:
    assert Share(people, did).is_enough is enough
