"""Journeys as their files give them: when each step comes, and what a wrong file is told."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.journeys.plans import Journey, read_journeys
from bot.texts import TextError

BOUGHT = date(2026, 11, 30)
RIGHT = {
    "word": "day3",
    "title": "第三天",
    "trigger": "purchase",
    "topic": "upkeep",
    "rank": 20,
    "for_days": 3,
    "without_door": "task",
    "stopped_by": "退货",
    "steps": [{"word": "own", "pools": ["plain"], "after_days": 3}],
}


@pytest.fixture(scope="module")
def journeys() -> dict[str, Journey]:
    """The shop's own."""
    return read_journeys()


def comes(journey: Journey) -> list[date]:
    """Return the days of two years on which a purchase of one day is spoken of."""
    days = (BOUGHT + timedelta(days=n) for n in range(730))
    return [
        day
        for day in days
        if any(BOUGHT in since for step in journey.steps for _, since in step.anchors(day))
    ]


def test_an_invitation_comes_each_third_month_and_before_the_warranty_ends(
    journeys: dict[str, Journey],
) -> None:
    assert comes(journeys["cleaning"]) == [
        date(2027, 2, 28),
        date(2027, 5, 30),
        date(2027, 8, 30),
        date(2027, 11, 10),
        date(2027, 11, 30),
    ]


def test_something_worth_knowing_comes_every_three_weeks_for_a_year(
    journeys: dict[str, Journey],
) -> None:
    due = [BOUGHT + timedelta(weeks=3 * n) for n in range(1, 18)]
    assert comes(journeys["knowledge"]) == due


def test_a_journey_changes_its_version_with_anything_in_it() -> None:
    one = Journey.model_validate(RIGHT)
    assert one.version == Journey.model_validate(RIGHT).version
    assert one.version != Journey.model_validate(RIGHT | {"at": "11:00"}).version


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"trigger": "birthday"}, "after_days or every_months"),
        ({"steps": [{"word": "own", "pools": ["plain"]}]}, "after_days or every_months"),
        ({"steps": [{"word": "own", "pools": ["plain"], "after_days": 0}]}, "greater than"),
        ({"steps": RIGHT["steps"] * 2}, "two steps have one word"),  # type: ignore[operator]
        ({"doors": ["pigeon"]}, "doors"),
        ({"steps": []}, "steps"),
        ({"trigger": "calendar", "steps": [{"word": "a", "pools": ["b"], "day": "x"}]}, "10-01"),
        (
            {"steps": [{"word": "a", "pools": ["day", "day_two"], "after_days": 3}]},
            "would be said as those of day",
        ),
        ({"colour": "red"}, "colour"),
    ],
)
def test_a_wrong_journey_is_refused_with_its_file_and_place(
    tmp_path: Path, wrong: dict[str, object], told: str
) -> None:
    (tmp_path / "day3.toml").write_text(_toml({**RIGHT, **wrong}), encoding="utf-8")
    with pytest.raises(TextError) as refused:
        read_journeys(tmp_path)
    assert told in str(refused.value)
    assert "day3.toml" in str(refused.value)


def _toml(journey: dict[str, object]) -> str:
    steps = journey.pop("steps")
    journey.pop("word")
    shown = [f"{name} = {value!r}" for name, value in journey.items()]
    return "\n".join(["[journey]", *shown, f"steps = {_inline(steps)}"])


def _inline(value: object) -> str:
    if isinstance(value, list):
        return f"[{', '.join(map(_inline, value))}]"
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{name} = {_inline(each)}" for name, each in value.items()) + " }"
    return repr(value)
