"""Start a process: another program, or a fork that goes on with all that is loaded already.

A fork is ready at once and shares its memory, where a new interpreter needs seconds to load
the same again. Whichever it is, it lives in a session of its own, out of reach of the
terminal's Ctrl-C, and dies with the supervisor.
"""

import os
import subprocess
from collections.abc import Callable, Mapping, Sequence
from multiprocessing import get_context
from typing import Protocol

from bot.supervisor.kinship import be_called, die_with_parent
from bot.supervisor.signals import deaf, forget


class Process(Protocol):
    """What both kinds have: a number, and an end that can be waited for."""

    pid: int

    def wait(self) -> int:
        """Wait for the end; return the exit code, or the signal as a negative number."""


class Fork:
    """A process that does one piece of work with what this one has loaded."""

    def __init__(self, name: str, work: Callable[[], None]) -> None:
        with deaf():
            live = get_context("fork").Process(target=_live, args=(name, work, os.getpid()))
            live.start()
        self._process = live
        self.pid: int = live.pid or 0

    def wait(self) -> int:
        self._process.join()
        return self._process.exitcode or 0


def execute(words: Sequence[str], env: Mapping[str, str], keep_open: Sequence[int]) -> Process:
    """Start another program, with the environment it needs beside ours."""
    supervisor = os.getpid()
    return subprocess.Popen(  # noqa: S603 - the words are our own
        words,
        env={**os.environ, **env},
        stdin=subprocess.DEVNULL,
        start_new_session=True,
        pass_fds=keep_open,
        preexec_fn=lambda: die_with_parent(supervisor),  # noqa: PLW1509 - no threads here
    )


def _live(name: str, work: Callable[[], None], parent: int) -> None:
    os.setsid()
    die_with_parent(parent)
    be_called(name)
    forget()
    work()
