"""Every conversation goes as it is written; `python -m tests.conversations` writes it anew."""

import pytest

from bot.wiring import Bot
from tests.conversations.player import play
from tests.conversations.script import Scene, all_scenes


@pytest.mark.parametrize("scene", all_scenes(), ids=str)
def test_the_talk_goes_as_it_is_written(bot: Bot, scene: Scene) -> None:
    assert play(bot, scene) == scene.turns
