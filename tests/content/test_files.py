"""Intents, menu, the shop's file, and files that are no TOML."""

from pathlib import Path

import pytest
from click.testing import Result

from bot.app import create_app
from bot.texts_check import check_content
from bot.texts_check.intents import intent_faults
from bot.texts_check.shop_files import menu_faults, shop_faults
from handlers import FLOWS, INTENTS
from tests.content.broken import break_text, shown
from tests.databases import settings_of


def test_a_saying_taught_to_two_intents_is_found(content: Path) -> None:
    break_text(content, "intents.toml", 'exact = ["投诉"', 'exact = ["投诉", "我的积分"')
    faults = shown(intent_faults(content, handled=INTENTS))
    assert any("我的积分 is taught to points and complaint" in fault for fault in faults)


@pytest.mark.parametrize(
    ("lesson", "fault"),
    [
        ('[flying]\nexact = ["飞"]', "[flying] is reported as flying"),
        ('[flying]\nunder = "moon"\nexact = ["飞"]', "is reported as moon"),
        ('[survey2]\nunder = "other"\nphrase = ["飞"]', "knows no phrase"),
        ('flying = ["飞"]', "a lesson is a table"),
    ],
)
def test_a_lesson_for_an_intent_nobody_knows_is_found(
    content: Path, lesson: str, fault: str
) -> None:
    path = content / "intents.toml"
    path.write_text(f"{lesson}\n\n{path.read_text(encoding='utf-8')}", encoding="utf-8")
    faults = shown(intent_faults(content, handled=INTENTS))
    assert faults[0].startswith("intents.toml:1: ")
    assert fault in faults[0]


def test_a_button_that_does_nothing_is_found(content: Path) -> None:
    line = break_text(content, "menu.toml", 'does = "points"', 'does = "dots"')
    (fault,) = shown(menu_faults(content, handled=INTENTS))
    assert fault == f"menu.toml:{line}: 我的积分: nothing is called dots"


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('weekend = "10:00-22:00"', 'weekend = "22:00-10:00"', "must open before it closes"),
        ("per_yuan = 1 ", "per_yuan = -1 ", "greater than or equal"),
        ('helper = "小缘"', 'helpers = "小缘"', "Extra inputs"),
        ('store = "徐汇店"', 'store = "月球店"', "which is no store"),
        ("latitude = 31.2297", "latitude = 131.2297", "less than or equal to 90"),
    ],
)
def test_a_wrong_place_of_the_shops_file_is_found(
    content: Path, old: str, new: str, fault: str
) -> None:
    break_text(content, "shop.toml", old, new)
    assert fault in "\n".join(shown(shop_faults(content)))


def test_the_second_stores_wrong_hours_are_found_in_the_second_store(content: Path) -> None:
    hours = 'hours = { daily = "10:00-22:00" }'
    line = break_text(content, "shop.toml", hours, 'hours = { daily = "late" }')
    (fault,) = shown(shop_faults(content))
    assert fault.startswith(f"shop.toml:{line}: stores.1.hours.daily: ")


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("[says]", "[says", "this is no TOML"),
        ('closed = "休息"', "closed = 7", "closed must be a text"),
        ('closed = "休息"', 'closed = " "', "closed must not be empty"),
        ('"metres"', '"meters"', "parts names meters, and no text is called so"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_with_its_line(
    content: Path, old: str, new: str, sentence: str
) -> None:
    line = break_text(content, "stores.toml", old, new)
    (fault,) = check_content(intents=INTENTS, flows=FLOWS, folder=content)
    assert fault.startswith(f"content/stores.toml:{line}: ")
    assert sentence in fault


def check(folder: Path, *without: str) -> Result:
    """Run the command of a shop that does not know some intents."""
    intents = {intent: does for intent, does in INTENTS.items() if intent not in without}
    shop = create_app(intents=intents, flows=FLOWS, settings=settings_of(folder))
    with shop.app_context():
        return shop.test_cli_runner().invoke(args=["content", "check"])


def test_the_shops_own_texts_are_in_order(tmp_path: Path) -> None:
    found = check(tmp_path)
    assert (found.exit_code, found.output) == (0, "content is in order\n")


def test_the_check_fails_and_says_where(tmp_path: Path) -> None:
    found = check(tmp_path, "redeem")
    assert found.exit_code == 1
    assert "content/menu.toml:10: 积分换礼: nothing is called redeem" in found.output
    assert "content/taps.toml" in found.output
