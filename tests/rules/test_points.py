"""How many points, how long they last, which lots a spending uses."""

from datetime import date

import pytest

from bot.shop.points.rules import Lot, expiry, lost_after_the_end, points_for, use_oldest
from bot.shop.points.terms import PointRules, is_worse

OLD, NEW = Lot(1, 300, date(2027, 3, 31)), Lot(2, 500, date(2028, 3, 31))
FOREVER = Lot(3, 100, None)


@pytest.mark.parametrize(
    ("fen", "per_yuan", "points"),
    [(88800, 1, 888), (88899, 1, 888), (99, 1, 0), (0, 1, 0), (10050, 2, 200), (88800, 0, 0)],
)
def test_whole_yuan_give_points_and_the_rest_does_not(fen: int, per_yuan: int, points: int) -> None:
    assert points_for(fen, per_yuan) == points


@pytest.mark.parametrize(
    ("earned", "months", "ends"),
    [
        (date(2026, 11, 22), 24, date(2028, 11, 30)),
        (date(2026, 11, 1), 24, date(2028, 11, 30)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2027, 1, 31), 13, date(2028, 2, 29)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 12, 31), 12, date(2027, 12, 31)),
        (date(2026, 11, 22), 1, date(2026, 12, 31)),
        (date(2026, 11, 22), 0, None),
    ],
)
def test_points_end_on_the_last_day_of_a_month(
    earned: date, months: int, ends: date | None
) -> None:
    assert expiry(earned, months) == ends


def test_what_ends_first_is_used_first() -> None:
    assert use_oldest([FOREVER, NEW, OLD], 400) == [(OLD, 300), (NEW, 100)]


def test_what_never_ends_is_used_last() -> None:
    assert use_oldest([FOREVER, NEW, OLD], 900) == [(OLD, 300), (NEW, 500), (FOREVER, 100)]


def test_of_two_lots_of_one_day_the_earlier_is_used_first() -> None:
    twin = Lot(9, 300, OLD.expires_on)
    assert use_oldest([twin, OLD], 10) == [(OLD, 10)]


def test_spending_nothing_uses_nothing() -> None:
    assert use_oldest([OLD], 0) == []


def test_more_than_the_lots_hold_is_an_error_not_a_gift() -> None:
    with pytest.raises(ValueError, match="less than the balance"):
        use_oldest([OLD], 301)


@pytest.mark.parametrize(
    ("before", "after", "ended", "in_time", "lost"),
    [
        (100, 0, 100, 100, 0),  # all ended unused
        (100, 0, 70, 100, 30),  # 30 were spent before
        (100, 60, 70, 100, 0),  # she still deserves more than she spent
        (60, 0, 70, 100, 30),  # and the rest later
        (60, 0, 60, 60, 0),  # 40 were taken in time, the other 60 ended
        (60, 0, 20, 60, 40),  # 40 were taken in time, 40 spent
        (100, 40, 0, 100, 60),  # nothing ended
    ],
)
def test_what_ended_is_not_taken_back_once_more(
    before: int, after: int, ended: int, in_time: int, lost: int
) -> None:
    assert lost_after_the_end(100, before, after, ended=ended, in_time=in_time) == lost


CHANGE = PointRules.model_validate(
    {"per_yuan": 3, "next": {"from": "2027-01-01", "per_yuan": 1, "expire_months": 12}}
)


@pytest.mark.parametrize(
    ("day", "rules"), [("2026-12-31", (3, 24)), ("2027-01-01", (1, 12)), ("2030-01-01", (1, 12))]
)
def test_a_change_counts_from_its_day_on(day: str, rules: tuple[int, int]) -> None:
    found = CHANGE.on(date.fromisoformat(day))
    assert (found.per_yuan, found.expire_months) == rules


def test_the_rules_survive_being_kept() -> None:
    assert PointRules.model_validate(CHANGE.model_dump(mode="json")) == CHANGE


@pytest.mark.parametrize(
    ("before", "after", "worse"),
    [
        ({}, {}, False),
        ({"per_yuan": 2}, {"per_yuan": 1}, True),
        ({"expire_months": 0}, {"expire_months": 120}, True),
        ({"expire_months": 12}, {"expire_months": 0}, False),
        ({"per_yuan": 1}, {"per_yuan": 2}, False),
    ],
)
def test_members_get_less(before: dict[str, int], after: dict[str, int], *, worse: bool) -> None:
    assert is_worse(PointRules(**before), PointRules(**after)) is worse


def test_a_change_of_nothing_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="must say what changes"):
        PointRules.model_validate({"next": {"from": "2027-01-01"}})
