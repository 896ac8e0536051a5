"""The whole shop as its operator runs it: real processes, found, killed, stopped, started again."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Sequence
from http.client import HTTPConnection
from pathlib import Path
from time import monotonic, sleep

from bot.settings import Settings, load_settings

ROOT = Path(__file__).parent.parent.parent
UP = (sys.executable, "-m", "flask", "--app", "wsgi", "up")
READY_SECONDS = 80.0
STOP_SECONDS = 10.0


class Running:
    """A demo on ports and a folder of its own."""

    def __init__(self, folder: Path, **more: str) -> None:
        self.folder, self.log = folder, folder / "log"
        self.port, self.phone_port = free_port(), free_port()
        self.env = {
            "DATA_DIR": str(folder / "data"),
            "PORT": str(self.port),
            "SIMULATOR_PORT": str(self.phone_port),
            **{name.upper(): value for name, value in more.items()},
        }
        self.settings = self._settings(**more)

    def _settings(self, **more: str) -> Settings:
        return load_settings(
            _env_file=None,
            data_dir=self.folder / "data",
            port=self.port,
            simulator_port=self.phone_port,
            **more,
        )

    def starts(self) -> None:
        """Start it and wait until it is ready."""
        said = len(self.said())
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                UP,
                cwd=ROOT,
                env={**os.environ, **self.env},
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        wait_for(lambda: self._is_open(said), seconds=READY_SECONDS, else_say=self.said)

    def _is_open(self, said: int) -> bool:
        assert self.process.poll() is None, self.said()
        return "ready http" in self.said()[said:]

    def is_ready(self) -> bool:
        """Ask what a service manager asks."""
        return self.asked("/readyz") == 200

    def asked(self, path: str) -> int | None:
        """Return the status a page answers with; None where nobody answers."""
        link = HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            link.request("GET", path)
            return link.getresponse().status
        except OSError:
            return None
        finally:
            link.close()

    def tries(self, *, seconds: float = 60, **env: str) -> subprocess.CompletedProcess[str]:
        """Start one that cannot work; return its exit code and its words."""
        return subprocess.run(
            UP,
            cwd=ROOT,
            env={**os.environ, **self.env, **env},
            text=True,
            capture_output=True,
            timeout=seconds,
            check=False,
        )

    def said(self) -> str:
        """Return all that its operator has read so far."""
        return self.log.read_text() if self.log.exists() else ""

    def hears(self, number: int) -> None:
        """Send a signal to the whole process group, as a terminal or a service manager does."""
        os.killpg(self.process.pid, number)

    def ends(self) -> int:
        """Wait for the end; return the exit code."""
        return self.process.wait(STOP_SECONDS)

    def part(self, name: str) -> int:
        """Return the process that does one job: web, worker, scheduler, valkey, simulator."""
        found = self._parts(name)
        assert found, f"no {name} among {list(map(_called, self.processes()))}"
        return found[0]

    def has(self, name: str) -> bool:
        """Tell whether there is such a process."""
        return bool(self._parts(name))

    def _parts(self, name: str) -> list[int]:
        return [process for process in children(self._supervisor()) if name in _called(process)]

    def _supervisor(self) -> int:
        """Return the process that holds the folder."""
        return int((self.settings.data / "lock").read_text())

    def kills(self, name: str) -> None:
        """Kill one part the way the kernel does when memory is short."""
        os.kill(self.part(name), signal.SIGKILL)

    def kills_one_of_web(self) -> None:
        """Kill one of the processes that answer, while the one that forked them lives."""
        os.kill(children(self.part("web"))[0], signal.SIGKILL)

    def kills_supervisor(self) -> None:
        """Kill the one who looks after all others."""
        os.kill(self._supervisor(), signal.SIGKILL)
        self.process.wait()

    def processes(self) -> list[int]:
        """Return every process that was started for this folder, whoever its parent is."""
        mark = f"DATA_DIR={self.env['DATA_DIR']}".encode()
        return [process for process in _all() if mark in _environment(process)]

    def close(self) -> None:
        """End what a failed test left running."""
        for process in self.processes():
            os.kill(process, signal.SIGKILL)


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(
    what: Callable[[], object], *, seconds: float = 10, else_say: Callable[[], object] = lambda: ""
) -> None:
    """Wait until it is true, or fail."""
    limit = monotonic() + seconds
    while not what():
        assert monotonic() < limit, f"it did not happen in {seconds} seconds: {else_say()}"
        sleep(0.05)


def children(process: int) -> list[int]:
    """Return the processes that this one has started and that live."""
    return [
        int(word) for word in Path(f"/proc/{process}/task/{process}/children").read_text().split()
    ]


def memory(processes: Sequence[int]) -> float:
    """Return what they take together in MiB, shared pages divided among those who share them."""
    return sum(_proportional(process) for process in processes) / 1024


def _proportional(process: int) -> int:
    lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))


def _called(process: int) -> str:
    """Return name and command line: a fork has its own name, a program its words."""
    folder = Path(f"/proc/{process}")
    try:
        words = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode()
        return (folder / "comm").read_text() + " ".join(words.split()[1:])
    except (FileNotFoundError, ProcessLookupError):
        return ""


def _all() -> list[int]:
    return [int(entry.name) for entry in Path("/proc").glob("[0-9]*")]


def _environment(process: int) -> bytes:
    try:
        return Path(f"/proc/{process}/environ").read_bytes()
    except (FileNotFoundError, ProcessLookupError, PermissionError):
        return b""
