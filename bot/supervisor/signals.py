"""Hear the signals that matter to a supervisor, and sleep until one comes."""

import select
import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from bot.supervisor.ends import StopAsked

ASKING_TO_STOP = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Signals:
    """What was heard so far: a wish to stop, a wish to stop faster."""

    def __init__(self, ear: socket.socket) -> None:
        self.asked = False
        self.hurried = False
        self._ear = ear
        self._interrupting = False

    def wait(self, seconds: float) -> None:
        """Sleep until a signal arrives or the time is over."""
        if select.select([self._ear], [], [], max(0.0, seconds))[0]:
            self._ear.recv(4096)

    @contextmanager
    def interrupting(self) -> Iterator[None]:
        """Let a wish to stop break off the block, which does not look at `asked` by itself."""
        self._interrupting = True
        try:
            if self.asked:
                raise StopAsked
            yield
        finally:
            self._interrupting = False

    def hear(self, number: int, _frame: FrameType | None) -> None:
        """Take note of a signal; the handler of all of them."""
        if number not in ASKING_TO_STOP:
            return
        # make passes on a SIGTERM that its whole group got, so only Ctrl-C counts as a second one
        self.hurried = self.hurried or (self.asked and number == signal.SIGINT)
        self.asked = True
        if self._interrupting:
            self._interrupting = False
            raise StopAsked


@contextmanager
def deaf() -> Iterator[None]:
    """Keep wishes to stop waiting for the length of the block; a fork in it begins deaf."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, ASKING_TO_STOP)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def forget() -> None:
    """Behave in a fork as if nobody had ever listened here, and hear again."""
    signal.set_wakeup_fd(-1)
    for number in (*ASKING_TO_STOP, signal.SIGCHLD):
        signal.signal(number, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, ASKING_TO_STOP)


@contextmanager
def listening() -> Iterator[Signals]:
    """Let signals wake `Signals.wait` for the length of the block instead of ending us."""
    ear, mouth = socket.socketpair()
    ear.setblocking(False)
    mouth.setblocking(False)
    signals = Signals(ear)
    wakeup = signal.set_wakeup_fd(mouth.fileno(), warn_on_full_buffer=False)
    handlers = {number: signal.getsignal(number) for number in (*ASKING_TO_STOP, signal.SIGCHLD)}
    if handlers[signal.SIGHUP] is signal.SIG_IGN:
        del handlers[signal.SIGHUP]  # nohup: the terminal may go, the shop stays
    for number in handlers:
        signal.signal(number, signals.hear)
    try:
        yield signals
    finally:
        for number, handler in handlers.items():
            signal.signal(number, handler)
        signal.set_wakeup_fd(wakeup)
        ear.close()
        mouth.close()
