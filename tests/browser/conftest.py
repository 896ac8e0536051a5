"""The whole demo as a newcomer starts it, and a browser that looks at its phone page."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from time import monotonic, sleep
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import urllib3
from playwright.sync_api import Browser, Page

READY_SECONDS = 80
STOP_SECONDS = 10
ROOT = Path(__file__).parent.parent.parent


class Demo:
    """The demo on ports and a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.log = folder / "log"
        self.sessions: dict[str, Any] = {}
        self.port, self.phone_port = _free_port(), _free_port()
        ours = {"DATA_DIR": folder / "data", "PORT": self.port, "SIMULATOR_PORT": self.phone_port}
        env = {**os.environ, **{name: str(value) for name, value in ours.items()}}
        # it must not outlive a run of the tests that is cut off
        command = ["setpriv", "--pdeathsig=TERM", sys.executable]
        command += ["-m", "flask", "--app", "wsgi", "up"]
        with self.log.open("wb") as log:
            self._process = subprocess.Popen(
                command, cwd=ROOT, env=env, stdout=log, stderr=log, start_new_session=True
            )

    @property
    def phone_page(self) -> str:
        return f"http://127.0.0.1:{self.phone_port}/"

    def wait_until_ready(self) -> None:
        limit = monotonic() + READY_SECONDS
        while "ready http" not in self.log.read_text():
            if monotonic() > limit or self._process.poll() is not None:
                raise AssertionError(self.log.read_text())
            sleep(0.1)

    def opens(self) -> None:
        """Let it be ten in the morning: whatever the hour of the run, nobody keeps quiet."""
        here = datetime.now(ZoneInfo("Asia/Shanghai"))
        morning = here.replace(hour=10, minute=0, second=0, microsecond=0)
        to = morning + timedelta(days=here >= morning)
        answer = urllib3.request(
            "POST", f"{self.phone_page}sim/clock", json={"to": to.isoformat()}, timeout=60
        )
        assert answer.status == 200, answer.data

    def memory(self) -> int:
        """Return how much its processes hold, in bytes."""
        session, processes = self._process.pid, Path("/proc").glob("[0-9]*")
        pages = sum(_pages(process, session=session) for process in processes)
        return pages * os.sysconf("SC_PAGESIZE")

    def stop(self) -> int:
        self._process.send_signal(signal.SIGTERM)
        return self._process.wait(STOP_SECONDS)


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    demo = Demo(tmp_path_factory.mktemp("demo"))
    demo.wait_until_ready()
    demo.opens()
    yield demo
    assert demo.stop() == 0
    assert "Traceback" not in demo.log.read_text()


@pytest.fixture
def page(browser: Browser, demo: Demo) -> Iterator[Page]:
    """Open the phone page; an error in its scripts fails the test."""
    page = browser.new_page(viewport={"width": 1280, "height": 900}, locale="zh-CN")
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(demo.phone_page)
    yield page
    page.close()
    assert not errors


def _pages(process: Path, *, session: int) -> int:
    """Return how many pages of memory a process of this session holds."""
    try:
        about = (process / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0  # it has just ended
    return int(about[21]) if int(about[3]) == session else 0


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
