"""Every conversation goes as it is written; `python -m tests.conversations` writes it anew."""

import pytest

from bot.wiring import Bot
from tests.conversations.player import play
from tests.conversations.script import Scene, all_scenes

# half of them on either server: what is said depends on none, what is kept has tests on both
SCENES = list(all_scenes())
HALVES = {"sqlite": SCENES[::2], "postgresql": SCENES[1::2]}
PLAYED = [
    pytest.param(server, scene, id=f"{server}-{scene}")
    for server, scenes in HALVES.items()
    for scene in scenes
]


@pytest.mark.parametrize(("bot", "scene"), PLAYED, indirect=["bot"], scope="package")
def test_the_talk_goes_as_it_is_written(bot: Bot, scene: Scene) -> None:
    assert play(bot, scene) == scene.turns
