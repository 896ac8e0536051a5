"""Imports go down only, and importing does nothing."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot.db import ROOT
from tests.layers import broken_rules

NOTES_WHAT_IS_OPENED = """
import sys
def note(event, args):
    if event in ("socket.connect", "sqlite3.connect", "subprocess.Popen"):
        sys.exit(f"importing wsgi did {event} {args}")
sys.addaudithook(note)
import wsgi
"""


def test_no_import_goes_up() -> None:
    assert broken_rules(ROOT) == []


def test_importing_the_app_opens_and_writes_nothing(tmp_path: Path) -> None:
    env = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
    words = [sys.executable, "-c", NOTES_WHAT_IS_OPENED]
    run = subprocess.run(words, cwd=tmp_path, env=env, stderr=subprocess.PIPE, check=False)
    assert (run.returncode, run.stderr.decode()) == (0, "")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("file", "line", "broken"),
    [
        ("bot/shop/points/rules.py", "import bot.web.pages", "it lies above"),
        ("bot/outbox/deliver.py", "from bot.dialogue import turn", "it lies above"),
        ("bot/clock.py", "from bot.outbox.deliver import post", "it lies above"),
        ("bot/newcomer/deep.py", "from bot import shop", "it lies above"),
        ("bot/shop/points/rules.py", "from ...usecases import selling", "it lies above"),
        ("bot/usecases/selling.py", "def sell():\n    import bot.cli", "it lies above"),
        ("bot/cli.py", "from handlers import FLOWS", "bot must not know handlers"),
        ("bot/supervisor/web.py", "import wsgi", "bot must not know wsgi"),
        ("bot/shop/people/actions.py", "import bot.channels", "bot.shop must not know bot.channel"),
        ("bot/web/api.py", "import simulator.app", "bot must not know simulator"),
        ("simulator/app.py", "from bot.clock import now", "simulator must not know bot"),
        ("handlers/points.py", "import wechatpy", "only bot.channels.wechat, bot.web.webhook may"),
        (
            "bot/web/health.py",
            "from redis import Redis",
            "only bot.store, bot.jobs",
        ),
        ("bot/usecases/selling.py", "import rq.job", "only bot.store, bot.jobs"),
        ("bot/web/api.py", "import os; os.environ['PORT']", "reads the environment"),
        ("handlers/points.py", "import os; os.getenv('PORT')", "reads the environment"),
    ],
)
def test_a_forbidden_import_is_found(tmp_path: Path, file: str, line: str, broken: str) -> None:
    for folder in ("bot/web", "bot/dialogue", "bot/shop", "bot/usecases", "bot/channels"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "bot/dialogue/turn.py").touch()
    (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / file).write_text(f"{line}\n")
    (found,) = broken_rules(tmp_path)
    assert found.startswith(f"{file}:")
    assert broken in found


@pytest.mark.parametrize(
    ("file", "line"),
    [
        ("wsgi.py", "from handlers import FLOWS"),
        ("bot/web/webhook.py", "import wechatpy, bot.usecases.selling"),
        ("bot/dialogue/turn.py", "from bot.outbox import deliver"),
        ("bot/shop/points/actions.py", "from bot import clock\nfrom . import rules"),
        ("bot/jobs.py", "from redis import Redis\nimport rq"),
        ("bot/settings.py", "import os; os.environ"),
        ("simulator/app.py", "import wechatpy, os; os.environ"),
    ],
)
def test_an_import_that_goes_down_is_free(tmp_path: Path, file: str, line: str) -> None:
    (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / file).write_text(f"{line}\n")
    assert broken_rules(tmp_path) == []
