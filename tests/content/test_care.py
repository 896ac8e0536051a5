"""Care reaches the right people, in words that many may hear, and not the same thing too soon."""

import shutil
from pathlib import Path

import pytest

from bot.texts import CONTENT
from bot.texts_check.book import Fault
from bot.texts_check.care import care_faults
from bot.texts_check.pools import journeys_in, pools_of, said_by, scarce_faults
from tests.content.broken import break_text, shown, texts_of

PEARLS = 'knowledge_tip_pearl_rub = { goods = ["珍珠"] }'


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """Give a copy of the texts of care alone."""
    shutil.copytree(CONTENT / "care", tmp_path / "care")
    return tmp_path


def faults_in(content: Path) -> list[str]:
    journeys, wrong = journeys_in(content)
    tone: list[Fault] = [*care_faults(texts_of(content), pools_of(journeys), content)]
    return shown([*wrong, *tone, *scarce_faults(journeys, content)])


def faults_of(content: Path) -> str:
    return "\n".join(faults_in(content))


@pytest.mark.parametrize(
    ("narrowed", "fault"),
    [
        ('knowledge_tip_perl = { goods = ["珍珠"] }', "no text is called so"),
        ("knowledge_tip_pearl_rub = {}", "narrowed by nothing"),
        ('knowledge_tip_pearl_rub = "珍珠"', "narrowed by nothing"),
        ('knowledge_tip_pearl_rub = { good = ["珍珠"] }', "can't be narrowed by good:"),
        ("knowledge_tip_pearl_rub = { goods = [] }", "must be words"),
        ('knowledge_tip_pearl_rub = { goods = "珍珠" }', "must be words"),
        ('knowledge_tip_pearl_rub = { goods = [" "] }', "must be words"),
        ("knowledge_tip_pearl_rub = { months = [] }", "numbers from 1 to 12"),
        ("knowledge_tip_pearl_rub = { months = [0] }", "numbers from 1 to 12"),
        ("knowledge_tip_pearl_rub = { months = [13] }", "numbers from 1 to 12"),
        ("knowledge_tip_pearl_rub = { months = [6, 6] }", "numbers from 1 to 12"),
        ("knowledge_tip_pearl_rub = { months = [true] }", "numbers from 1 to 12"),
        ("knowledge_tip_pearl_rub = { months = 6 }", "numbers from 1 to 12"),
    ],
)
def test_a_text_that_would_reach_nobody_is_found(content: Path, narrowed: str, fault: str) -> None:
    line = break_text(content, "care/jewellery.toml", PEARLS, narrowed)
    found = faults_of(content)
    assert f"care/jewellery.toml:{line}: " in found
    assert fault in found


@pytest.mark.parametrize("blank", ["{name}", "{guide}", "{item}"])
@pytest.mark.parametrize(
    "file", ["care/jewellery.toml", "care/knowledge.toml", "care/holiday.toml", "care/season.toml"]
)
def test_what_goes_to_many_calls_nobody_by_name(content: Path, file: str, blank: str) -> None:
    line = break_text(content, file, "——{shop}", f"——{blank}")
    (fault,) = faults_in(content)
    assert fault.startswith(f"{file}:{line}: says {blank}, but may go to many")


def test_knowledge_that_would_be_told_twice_in_a_year_is_found(content: Path) -> None:
    names = [text.key.partition(".")[2] for text in texts_of(content) if "knowledge." in text.key]
    to_few = "\n".join(f"{name} = {{ months = [1] }}" for name in names[:7])
    break_text(content, "care/knowledge.toml", "[about]", f"[about]\n{to_few}")
    (fault,) = faults_in(content)
    assert "step tip needs 18 texts that suit everybody, and furnishing has 17" in fault


def test_a_birthday_without_other_words_than_last_years_is_found(content: Path) -> None:
    file = content / "care/birthday.toml"
    lines = file.read_text(encoding="utf-8").splitlines()
    kept = [line for line in lines if not line.startswith("day_") or "day_wish" in line]
    file.write_text("\n".join(kept), encoding="utf-8")
    assert "step day needs 2 texts that suit everybody" in faults_of(content)


def test_a_step_without_words_is_found_on_its_line(content: Path) -> None:
    old = 'word = "eve"\npools = ["eve"]'
    new = 'word = "eve"\npools = ["evening"]'
    line = break_text(content, "care/holiday.toml", old, new)
    assert f"care/holiday.toml:{line}: step eve needs 1 text" in faults_of(content)


def test_a_journey_that_cannot_be_read_is_told(content: Path) -> None:
    break_text(content, "care/season.toml", 'day = "立夏"', 'day = "立复"')
    assert faults_of(content).startswith("care/season.toml:1: steps.1.day: must be a day")


@pytest.mark.parametrize("happy", ["快乐", "愉快", "热闹"])
def test_a_solemn_day_is_not_a_happy_one(content: Path, happy: str) -> None:
    line = break_text(content, "care/holiday.toml", "愿您平安。", f"愿您{happy}。")
    assert f"care/holiday.toml:{line}: says {happy} on a solemn day" in faults_of(content)


def test_a_pool_offers_its_texts_to_every_trade_and_no_other() -> None:
    said = said_by({"knowledge": {"tip"}})
    assert {"knowledge.tip", "knowledge.tip_*", "jewellery.knowledge_tip_*"} <= said
    assert "knowledge.tips_*" not in said
