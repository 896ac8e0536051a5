"""Starting, stopping, starting again."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import urllib3

from tests.simulator.fake_bot import FakeBot
from tests.simulator.playground import Playground

ROOT = Path(__file__).parents[2]


def start(folder: Path, **settings: str) -> subprocess.Popen[str]:
    """Start the simulator as the shop does."""
    env = os.environ | {"SIMULATOR_DATA": str(folder), "SIMULATOR_PORT": "0"} | settings
    command = [sys.executable, "-m", "simulator"]
    return subprocess.Popen(
        command, cwd=ROOT, env=env, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )


def test_it_says_where_it_listens_and_ends_when_asked(tmp_path: Path) -> None:
    process = start(tmp_path, BOT_URL="http://127.0.0.1:9")
    line = process.stdout.readline() if process.stdout else ""
    url = line.removeprefix("simulator ").strip()
    assert urllib3.request("GET", f"{url}/sim/health").json()["bot"] is False
    begun = time.monotonic()
    process.send_signal(signal.SIGTERM)
    assert process.wait(5) == 0
    assert time.monotonic() - begun < 1.5


def test_a_wrong_setting_stops_the_start_with_its_name(tmp_path: Path) -> None:
    process = start(tmp_path, WECHAT_AES_KEY="short")
    _, error = process.communicate(timeout=5)
    assert process.returncode == 1
    assert "WECHAT_AES_KEY" in error


def test_a_restart_forgets_nothing(tmp_path: Path, bot: FakeBot) -> None:
    first = Playground(tmp_path, bot.url)
    first.turn(deliveries=1)
    person = first.follower("王姐")
    bot.says("欢迎")
    person.says("你好")
    token = first.token()
    first.close()
    second = Playground(tmp_path, bot.url)
    seen = second.sim("GET", f"/sim/people/{person.openid}/messages")["items"]
    assert [each["text"] for each in seen][-2:] == ["你好", "欢迎"]
    assert second.sim("GET", "/sim/settings")["deliveries"] == 1
    assert second.stable_token()["access_token"] == token
    assert second.sim("GET", f"/sim/people/{person.openid}")["grants"][-1]["left"] == 5
    second.close()


def test_beginning_again_forgets_everything(wechat: Playground) -> None:
    person = wechat.follower()
    token = wechat.token()
    wechat.sim("POST", "/sim/reset")
    assert wechat.sim("GET", "/sim/people")["items"] == []
    assert wechat.http("GET", f"/sim/people/{person.openid}").status == 404
    assert wechat.raw("/cgi-bin/menu/get", None, token)["errcode"] == 40001
