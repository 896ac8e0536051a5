"""Tie processes to their parent, so that none outlives it however it ends (on Linux)."""

import ctypes
import os
import signal
import sys
from pathlib import Path

_SET_PDEATHSIG = 1  # man7.org/linux/man-pages/man2/PR_SET_PDEATHSIG.2const.html
_SET_NAME = 15
_libc = ctypes.CDLL(None) if sys.platform == "linux" else None


def die_with_parent(parent: int, number: int = signal.SIGTERM) -> None:
    """Ask the kernel for this signal when the parent dies; leave now where it died already."""
    if _libc:
        _libc.prctl(_SET_PDEATHSIG, int(number))
    if os.getppid() != parent:
        os._exit(1)


def be_called(name: str) -> None:
    """Take a name of our own, by which `top` and `ps -o comm` tell forks apart."""
    if _libc:
        _libc.prctl(_SET_NAME, name.encode())


def take_forks_along() -> None:
    """Let whatever this process forks from now on die at once when its own parent does."""
    forking = [0]

    def remember() -> None:
        forking[0] = os.getpid()

    def bind() -> None:
        die_with_parent(forking[0], signal.SIGKILL)

    os.register_at_fork(before=remember, after_in_child=bind)


def kill_session(leader: int) -> None:
    """Kill every process of a session, also those that made a process group of their own."""
    for process in _members(leader):
        try:
            os.kill(process, signal.SIGKILL)
        except ProcessLookupError:
            continue


def _members(session: int) -> list[int]:
    numbers = (int(entry.name) for entry in Path("/proc").glob("[0-9]*"))
    return [number for number in numbers if _session_of(number) == session] or [session]


def _session_of(process: int) -> int:
    try:
        return os.getsid(process)
    except ProcessLookupError:
        return 0
