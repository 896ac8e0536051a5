"""Write the answers into the conversations as the bot gives them now: then read what changed."""

import tempfile
from pathlib import Path

from bot.db import migrate
from bot.wiring import Bot
from handlers import FLOWS, INTENTS
from tests.conversations.player import open_shop, play
from tests.conversations.script import FOLDER, read_scenes, rewritten
from tests.databases import settings_of


def main() -> None:
    """Play every file on a fresh database, and rewrite it."""
    with tempfile.TemporaryDirectory() as folder:
        settings = settings_of(Path(folder))
        migrate(settings)
        bot = open_shop(settings, Bot(settings, INTENTS, FLOWS).understands)
        for file in sorted(FOLDER.glob("*.txt")):
            played = {turn.line: turn for scene in read_scenes(file) for turn in play(bot, scene)}
            file.write_text(rewritten(file.read_text(encoding="utf-8"), played), encoding="utf-8")


if __name__ == "__main__":
    main()
