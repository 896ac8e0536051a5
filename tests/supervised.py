"""A supervisor in a process of its own, with small programs that write down their lives."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from time import monotonic, sleep
from typing import Any

SUPERVISOR = """
import json, os, signal, sys
from bot.supervisor.child import Program
from bot.supervisor.crew import crew

def program(*, runs, env, **words):
    def fork():
        with open(env["DIARY"], "a") as diary:
            print(env["NAME"], "begins", os.getpid(), file=diary)
        signal.pause()
    return Program(**words, env=env, runs=runs if runs else fork)

with crew() as hands:
    hands.start(*(program(**words) for words in json.loads(sys.argv[1])))
    hands.tend()
"""
FORK = ""
BEGINS = "echo $NAME begins $$ >> $DIARY;"
STAYS = "while :; do sleep 0.05; done"
STOPS = f"trap 'echo $NAME ends >> $DIARY; exit 0' TERM; {BEGINS} {STAYS}"
STUBBORN = f"trap '' TERM; {BEGINS} {STAYS}"
FAILS = f"{BEGINS} exit 3"
HAS_A_HELPER = (  # in a process group of its own, as the worker's jobs are
    f"set -m; {BEGINS} (echo helper begins $BASHPID >> $DIARY; {STAYS}) & wait"
)


class Supervised:
    """Start programs under a supervisor, disturb them, and read what happened."""

    def __init__(self, folder: Path) -> None:
        self._diary = folder / "diary"
        self._output = folder / "output"
        self._diary.touch()

    def starts(
        self, *, stderr: int | None = None, bash: Path = Path("/bin/bash"), **scripts: str
    ) -> None:
        """Run these shell scripts; the first is the first to stop. Return when all have begun."""
        self._bash = bash
        programs = [self._program(*pair, place) for place, pair in enumerate(scripts.items())]
        # started under nohup, these tests would hand on that a hang-up is not heard
        hearing = ["env", "--default-signal=HUP"]
        self.process = subprocess.Popen(
            [*hearing, sys.executable, "-c", SUPERVISOR, json.dumps(programs)],
            stderr=self._output.open("w") if stderr is None else stderr,
            start_new_session=True,
        )
        wait_for(lambda: len(self.diary("begins")) >= len(scripts))

    def _program(self, name: str, script: str, place: int) -> dict[str, Any]:
        return {
            "name": name,
            "runs": [str(self._bash), "-c", script] if script else FORK,
            "env": {"NAME": name, "DIARY": str(self._diary)},
            "stop_by": 1 + place / 2,
        }

    def diary(self, word: str = "") -> list[str]:
        """Return the lines of the diary, or those with this word."""
        lines = self._diary.read_text().splitlines()
        return [line for line in lines if not word or word in line.split()]

    def said(self) -> str:
        """Return what the supervisor told its operator."""
        return self._output.read_text()

    def processes(self, name: str = "begins") -> list[int]:
        """Return every process that ever began, or those of one program, by number."""
        lines = self.diary(name)
        return [int(line.split()[-1]) for line in lines if "begins" in line]

    def loses(self, name: str) -> None:
        """Kill the process of a program, the way the kernel does when memory is short."""
        os.kill(self.processes(name)[-1], signal.SIGKILL)

    def hears(self, number: int) -> None:
        """Send a signal to the supervisor's whole process group, as a terminal does."""
        os.killpg(self.process.pid, number)

    def ends(self) -> int:
        """Wait for the supervisor's end; return its exit code."""
        return self.process.wait(timeout=10)

    def close(self) -> None:
        """End what the test left running; nothing outlives it."""
        if self.process.poll() is None:
            self.process.terminate()
            self.ends()
        assert not any(map(lives, self.processes()))


def lives(process: int) -> bool:
    """Tell whether a process runs; one that nobody has buried yet does not."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rsplit(")")[-1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def wait_for(what: Callable[[], bool], *, seconds: float = 5) -> None:
    """Wait until it is true, or fail."""
    limit = monotonic() + seconds
    while not what():
        assert monotonic() < limit, "it did not happen in time"
        sleep(0.02)
