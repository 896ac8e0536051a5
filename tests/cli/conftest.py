"""The operator of a real shop and of a demo; no Redis runs for either."""

from pathlib import Path

import pytest

from bot.dialogue.intents import WordsAndPhrases
from bot.settings import Settings
from tests.cli.operator import Operator, operator_of
from tests.databases import settings_of
from tests.emptied import emptied  # noqa: F401
from tests.people import Day
from tests.wechat import _simulator  # noqa: F401 - pytest finds fixtures by their names here


@pytest.fixture
def operator(settings: Settings, day: Day) -> Operator:
    """The operator of a real shop with empty tables."""
    return operator_of(settings)


@pytest.fixture
def demo(tmp_path: Path, day: Day, ear: WordsAndPhrases) -> Operator:
    """The operator of a demo that was never started."""
    return operator_of(settings_of(tmp_path, demo=True), ear)
