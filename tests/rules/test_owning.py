"""Whose customer she is: the shop's rule decides, row by row."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.shop.owning.rules import Kept, Met, Owning, proposed, why_hers, why_pooled
from bot.shop.stores.rules import ShopFileError, read_shop
from bot.texts import CONTENT, read_toml

NOON = datetime(2026, 11, 22, 4, tzinfo=UTC)
LAST = Owning(service="last", protected_days=90, pool_days=365)
FIRST, NEVER = Owning(service="first"), Owning(service="never")
NO_SCAN, BY_MANAGER = Owning(scan=False), Owning(pool="manager")


def of(guide: str | None, *, ago: int = 0, works: bool = True, pooled: bool = False) -> Kept:
    return Kept(guide, NOON - timedelta(days=ago), works, pooled)


@pytest.mark.parametrize(
    ("rule", "kept", "how", "why"),
    [
        (LAST, of(None), "scan", "first_scan"),
        (LAST, of(None), "service", "first_service"),
        (NO_SCAN, of(None), "scan", None),
        (NEVER, of(None), "service", None),
        (LAST, of("zhouting", ago=400), "service", None),
        (LAST, of("chenyu", ago=90), "service", "last_service"),
        (LAST, of("chenyu", ago=89), "service", None),
        (LAST, of("chenyu", ago=-1), "service", None),
        (LAST, of("chenyu", ago=400), "scan", None),
        (FIRST, of("chenyu", ago=400), "service", None),
        (FIRST, of("chenyu", works=False), "service", "guide_left"),
        (FIRST, of("chenyu", works=False), "scan", "guide_left"),
        (NEVER, of("chenyu", works=False), "service", None),
        (LAST, of(None, pooled=True), "service", "from_pool"),
        (BY_MANAGER, of(None, pooled=True), "service", None),
        (BY_MANAGER, of(None), "service", "first_service"),
    ],
)
def test_the_rule_says_why_she_goes_to_whom_she_met(
    rule: Owning, kept: Kept, how: str, why: str | None
) -> None:
    met = Met("scan" if how == "scan" else "service", "zhouting", NOON)
    assert why_hers(rule, kept, met) == why


def test_a_name_that_only_the_till_knows_takes_nobody_away() -> None:
    met = Met("service", "谁", NOON, works=False)
    assert why_hers(LAST, of("chenyu", ago=400), met) is None
    assert why_hers(LAST, of(None), met) == "first_service"


@pytest.mark.parametrize(
    ("kept", "gone", "why"),
    [
        (of(None, ago=900), None, None),
        (of("chenyu", ago=364), None, None),
        (of("chenyu", ago=365), None, "idle"),
        (of("chenyu", ago=900), 13, None),
        (of("chenyu"), 14, "left"),
    ],
)
def test_who_is_left_alone_falls_to_her_store(
    kept: Kept, gone: int | None, why: str | None
) -> None:
    left_at = None if gone is None else NOON - timedelta(days=gone)
    assert why_pooled(LAST, kept, NOON, left_at=left_at) == why
    assert why_pooled(FIRST, kept, NOON, left_at=None) is None


def test_who_served_her_follows_and_the_others_are_spread() -> None:
    served = {2: "xiaomei", 3: "somebody who is no mate"}
    loads = {"zhouting": 10, "xiaomei": 9}
    found = proposed([1, 2, 3, 4], ["zhouting", "xiaomei"], served_by=served, loads=loads)
    assert found == {1: "xiaomei", 2: "xiaomei", 3: "zhouting", 4: "zhouting"}
    assert proposed([1], [], served_by={}, loads={}) == {1: None}


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"service": "newest"}, "owning.service"),
        ({"protected_days": -1}, "owning.protected_days"),
        ({"protected_days": 90, "pool_days": 90}, "pool_days must be more than protected_days"),
        ({"proteced_days": 90}, "owning.proteced_days"),
    ],
)
def test_a_wrong_rule_is_refused_by_name(wrong: dict[str, object], told: str) -> None:
    with pytest.raises(ShopFileError, match=told):
        read_shop({**read_toml(CONTENT / "shop.toml"), "owning": wrong})
