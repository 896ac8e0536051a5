"""One program that the supervisor runs: its process, and everything that process starts."""

import os
import signal
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from time import monotonic

from bot.supervisor.ends import CannotStart
from bot.supervisor.kinship import kill_session
from bot.supervisor.launch import Fork, Process, execute

STEADY_SECONDS = 10.0  # who lived that long did not fail at its start
LONGEST_PAUSE = 30.0


@dataclass(frozen=True)
class Program:
    """What to run: words of a command line, or work that a fork does.

    It stops `stop_by` seconds after the stop began; the smallest goes first.
    """

    name: str
    runs: Sequence[str] | Callable[[], None]
    stop_by: float
    env: Mapping[str, str] = field(default_factory=dict)
    heal: Callable[[], str] | None = None  # cures what made it give up, and says what it did


class Child:
    """A program's process: started, seen ending, started again, stopped."""

    def __init__(self, program: Program, *, keep_open: tuple[int, ...]) -> None:
        self.program = program
        self.quick_ends = 0
        self.running = False
        self.due = 0.0
        self._keep_open = keep_open

    def start(self) -> None:
        """Start the process."""
        try:
            self._process = self._launch()
        except OSError as error:
            raise CannotStart(f"{self.program.name}: {error}") from error
        self.running = True
        self._began = monotonic()

    def _launch(self) -> Process:
        runs = self.program.runs
        if callable(runs):
            return Fork(self.program.name, runs)
        return execute(runs, self.program.env, self._keep_open)

    def has_ended(self) -> bool:
        """Notice an end, and end what the process left behind in its session."""
        if not self.running:
            return True
        look = os.WEXITED | os.WNOHANG | os.WNOWAIT  # its number stays ours until we are done
        if os.waitid(os.P_PID, self._process.pid, look) is None:
            return False
        self.kill()
        return True

    def kill(self) -> None:
        """End the process and all that it started, now."""
        if self.running:
            kill_session(self._process.pid)
            self._code = self._process.wait()
            self.running = False

    def ask_to_stop(self) -> None:
        """Send SIGTERM to the process alone: it knows best how to stop what it started."""
        if self.running:
            os.kill(self._process.pid, signal.SIGTERM)

    def plan_restart(self) -> str:
        """Decide when to start again, later after each quick end; return the line that says so."""
        self.quick_ends = self.quick_ends + 1 if monotonic() - self._began < STEADY_SECONDS else 0
        pause = min(2.0 ** (self.quick_ends - 2), LONGEST_PAUSE) if self.quick_ends > 1 else 0.0
        self.due = monotonic() + pause
        again = f"again in {pause:.0f} s" if pause else "again now"
        return f"{self.program.name} ended ({self._how()}), {again}{self._healed()}"

    def _how(self) -> str:
        return f"exit {self._code}" if self._code >= 0 else signal.Signals(-self._code).name

    def _healed(self) -> str:
        gave_up = self._code > 0 and self.quick_ends
        healed = self.program.heal() if gave_up and self.program.heal else ""
        return f"; {healed}" if healed else ""
