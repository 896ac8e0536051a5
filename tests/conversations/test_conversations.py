"""Every conversation goes as it is written; `python -m tests.conversations` writes it anew."""

from itertools import cycle

import pytest

from bot.wiring import Bot
from tests.conversations.player import play
from tests.conversations.script import Scene, all_scenes

# on either server in turn: what is said depends on none, what is kept has tests on both
IN_TURN = [
    pytest.param(server, scene, id=f"{server}-{scene}")
    for server, scene in zip(cycle(("sqlite", "postgresql")), all_scenes(), strict=False)
]


@pytest.mark.parametrize(("bot", "scene"), IN_TURN, indirect=["bot"])
def test_the_talk_goes_as_it_is_written(bot: Bot, scene: Scene) -> None:
    assert play(bot, scene) == scene.turns
