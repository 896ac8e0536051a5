"""How a customer buys: each class, and the days on its borders."""

from datetime import date, timedelta

import pytest
from pydantic import ValidationError

from bot.shop.stores.segments import SEGMENTS, Buying, Segments

TODAY = date(2026, 11, 22)


def bought(*days_ago: int) -> str:
    """Return the class of somebody who bought so many days ago."""
    before = sum(days > 45 for days in days_ago)
    last = TODAY - timedelta(days=min(days_ago))
    return Segments().of(Buying(len(days_ago), before, last), TODAY)


def test_who_bought_once_is_new_until_she_cools() -> None:
    assert [bought(0), bought(45), bought(46)] == ["new", "new", "cooling"]


def test_who_came_again_grows_and_who_keeps_coming_is_an_old_customer() -> None:
    assert [bought(1, 30), bought(1, 200)] == ["growing", "growing"]
    assert bought(10, 46, 300) == "active"


def test_who_stays_away_is_to_be_won_back_and_then_lost() -> None:
    days = (90, 91, 180, 181, 360, 361)
    classes = ["cooling", *["high_win_back"] * 2, *["low_win_back"] * 2, "lost"]
    assert [bought(each, 400) for each in days] == classes


def test_every_day_of_a_last_purchase_belongs_to_one_class() -> None:
    spans = [Segments().last_bought(each, TODAY) for each in SEGMENTS]
    assert len({*spans[:3]}) == 1  # new, growing, active: so near, and more or less often
    later = TODAY + timedelta(days=1)
    for first, last in spans[2:]:
        assert last == later - timedelta(days=1)
        later = first or date.min
    assert later == date.min


def test_spans_that_cross_are_refused() -> None:
    with pytest.raises(ValidationError, match="each be more"):
        Segments(near=90, cooling=90)
