"""What a text tells her to tap or to say is understood."""

from pathlib import Path

import pytest

from bot.dialogue.intents import Understands
from bot.texts_check.promises import promise_faults
from bot.wiring import Bot
from handlers import FLOWS, INTENTS
from tests.content.broken import break_text, shown, texts_of
from tests.databases import settings_of


@pytest.fixture(scope="module")
def understands(tmp_path_factory: pytest.TempPathFactory) -> Understands:
    """Load the dictionary once."""
    return Bot(settings_of(tmp_path_factory.mktemp("ear")), INTENTS, FLOWS).understands


def promises(content: Path, understands: Understands) -> list[str]:
    texts = texts_of(content)
    return shown(promise_faults(texts, intents=INTENTS, flows=FLOWS, understands=understands))


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("welcome.toml", "<<门店地址>>", "<<飞去月球>>"),
        ("points.toml", "<<积分怎么来的>>", "<<明细怎么飞>>"),
        ("consents.toml", "说「恢复关怀」", "说「继续飞」"),
        ("register.toml", "回「退出」", "回「飞」"),
        ("register.toml", "回「要」或「不要」", "回「要」或「飞」"),
        ("close_account.toml", "回「是」", "回「飞」"),
        ("answers.toml", "「只要服务通知」", "「只要飞」"),
    ],
)
def test_words_that_lead_nowhere_are_found(
    content: Path, understands: Understands, file: str, old: str, new: str
) -> None:
    line = break_text(content, file, old, new)
    (fault,) = promises(content, understands)
    assert fault.startswith(f"{file}:{line}: tells her to say 「")


def test_a_tap_that_does_not_end_is_found(content: Path, understands: Understands) -> None:
    break_text(content, "points.toml", "<<积分怎么来的>>", "<<积分怎么来的")
    (fault,) = promises(content, understands)
    assert "a tap is written" in fault


def test_a_tap_for_what_the_bot_no_longer_does_is_found(
    content: Path, understands: Understands
) -> None:
    fewer = {intent: handler for intent, handler in INTENTS.items() if intent != "points_history"}
    texts = texts_of(content)
    faults = shown(promise_faults(texts, intents=fewer, flows=FLOWS, understands=understands))
    assert any("「积分怎么来的」" in fault for fault in faults)
