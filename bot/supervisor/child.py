"""One program that the supervisor runs: its process, and everything that process starts."""

import os
import signal
import subprocess
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from time import monotonic

from bot.supervisor.ends import CannotStart
from bot.supervisor.kinship import die_with_parent, kill_session

STEADY_SECONDS = 10.0  # who lived that long did not fail at its start
LONGEST_PAUSE = 30.0


@dataclass(frozen=True)
class Program:
    """What to run, and when it stops: seconds after the stop began, the smallest first."""

    name: str
    argv: Sequence[str]
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
        """Start the process in a session of its own, out of reach of the terminal's Ctrl-C."""
        supervisor = os.getpid()
        try:
            self._process = subprocess.Popen(  # noqa: S603 - the words are our own
                self.program.argv,
                env={**os.environ, **self.program.env},
                stdin=subprocess.DEVNULL,
                start_new_session=True,
                pass_fds=self._keep_open,
                preexec_fn=lambda: die_with_parent(supervisor),  # noqa: PLW1509 - no threads here
            )
        except OSError as error:
            raise CannotStart(f"{self.program.name}: {error}") from error
        self.running = True
        self._began = monotonic()

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
            self._process.wait()
            self.running = False

    def ask_to_stop(self) -> None:
        """Send SIGTERM to the process alone: it knows best how to stop what it started."""
        if self.running:
            self._process.send_signal(signal.SIGTERM)

    def plan_restart(self) -> str:
        """Decide when to start again, later after each quick end; return the line that says so."""
        self.quick_ends = self.quick_ends + 1 if monotonic() - self._began < STEADY_SECONDS else 0
        pause = min(2.0 ** (self.quick_ends - 2), LONGEST_PAUSE) if self.quick_ends > 1 else 0.0
        self.due = monotonic() + pause
        again = f"again in {pause:.0f} s" if pause else "again now"
        return f"{self.program.name} ended ({self._how()}), {again}{self._healed()}"

    def _how(self) -> str:
        code = self._process.returncode
        return f"exit {code}" if code >= 0 else signal.Signals(-code).name

    def _healed(self) -> str:
        gave_up = self._process.returncode > 0 and self.quick_ends
        healed = self.program.heal() if gave_up and self.program.heal else ""
        return f"; {healed}" if healed else ""
