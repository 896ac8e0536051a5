"""Who types commands: in this process where that proves as much, else in one of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from click.testing import Result
from flask import Flask

from bot.dialogue.intents import WordsAndPhrases
from bot.settings import Settings
from bot.wiring import bot_of
from handlers import FLOWS, INTENTS
from tests.people import app_of

ROOT = Path(__file__).parent.parent.parent


@dataclass(frozen=True)
class Operator:
    """Somebody at a terminal of the shop's machine."""

    app: Flask

    def types(self, command: str, *words: str, stdin: str | bytes = "") -> Result:
        """Run a command such as `care why`, with more words that may hold spaces."""
        args = [*command.split(), *words]
        with self.app.app_context():
            return self.app.test_cli_runner().invoke(args=args, input=stdin)


def operator_of(settings: Settings, ear: WordsAndPhrases | None = None) -> Operator:
    """Return the operator of a shop with these settings; nothing has been opened yet."""
    app = app_of(settings, INTENTS, FLOWS)
    if ear:
        vars(bot_of(app))["understands"] = ear  # it takes half a second to load
    return Operator(app)


def types_for_real(
    folder: Path, command: str, env: dict[str, str], *, stdin: bytes = b""
) -> subprocess.CompletedProcess[bytes]:
    """Run a command in a process of its own, with its data in `folder`."""
    return subprocess.run(
        [sys.executable, "-m", "flask", "--app", "wsgi", *command.split()],
        cwd=ROOT,
        env={**os.environ, "DATA_DIR": str(folder)} | env,
        input=stdin,
        capture_output=True,
        timeout=30,
        check=False,
    )
