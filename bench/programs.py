"""Start programs, wait until they are ready, weigh them, and stop them."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
START_SECONDS = 60.0


class Program(NamedTuple):
    """A program that runs, the port it serves, and how long it took to be ready."""

    process: "subprocess.Popen[str]"
    port: int
    seconds: float

    def pss_mib(self) -> float:
        """Return the memory of the program and all it has started, shared pages counted once."""
        return sum(map(_pss_kib, _family(self.process.pid))) / 1024


@contextmanager
def shop(folder: Path, settings: Mapping[str, str]) -> Iterator[Program]:
    """Run the whole shop as an operator does; give it once it says that it is ready."""
    port = free_port()
    fixed = {"DATA_DIR": str(folder), "PORT": str(port), "SIMULATOR_PORT": str(free_port())}
    words = [sys.executable, "-m", "flask", "--app", "wsgi", "up"]
    began = monotonic()
    with _running(words, {**settings, **fixed}) as process:
        assert process.stdout
        for line in process.stdout:
            if line.startswith("ready "):
                break
        else:
            raise RuntimeError("the shop did not start; its own words are above")
        yield Program(process, port, monotonic() - began)


@contextmanager
def peer(name: str) -> Iterator[Program]:
    """Run one of the other bots; give it once it takes connections."""
    port, began = free_port(), monotonic()
    with _running([sys.executable, "-m", "bench.peers", name, str(port)], {}) as process:
        while not _listens(port):
            if process.poll() is not None or monotonic() - began > START_SECONDS:
                raise RuntimeError(f"{name} did not start")
            sleep(0.05)
        sleep(1)  # the second process of the two
        yield Program(process, port, monotonic() - began)


@contextmanager
def _running(
    words: Sequence[str], settings: Mapping[str, str]
) -> Iterator["subprocess.Popen[str]"]:
    env = {**os.environ, **settings}
    process = subprocess.Popen(words, cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True)
    try:
        yield process
    finally:
        process.terminate()
        process.wait(20)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _family(root: int) -> list[int]:
    """Return a process and all that descend from it."""
    parents = {int(entry.name): _parent(entry) for entry in Path("/proc").glob("[0-9]*")}
    found = [root]
    for one in found:
        found += [process for process, parent in parents.items() if parent == one]
    return found


def _parent(entry: Path) -> int:
    try:
        return int((entry / "stat").read_text().rpartition(")")[2].split()[1])
    except (FileNotFoundError, ProcessLookupError):
        return 0


def _pss_kib(process: int) -> int:
    """Read the proportional set size: docs.kernel.org/filesystems/proc.html"""
    try:
        rollup = Path(f"/proc/{process}/smaps_rollup").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return 0
    return next(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:"))


def processor_seconds(root: int) -> float:
    """Return the processor time so far of a program, all it has started and all that ended."""
    return sum(map(_ticks, _family(root))) / os.sysconf("SC_CLK_TCK")


def _ticks(process: int) -> int:
    """Add user and system time, of the process and of the children it has waited for."""
    try:
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return 0
    return sum(map(int, fields[11:15]))
