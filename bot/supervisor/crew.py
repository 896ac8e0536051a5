"""Keep several programs running, and stop them in order."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import groupby
from math import inf
from time import monotonic
from typing import TextIO

from bot.supervisor.child import Child, Program
from bot.supervisor.ends import CannotStart, StopAsked
from bot.supervisor.signals import Signals, listening

LOOK_SECONDS = 0.1
SHORT_OF_ROOM_SECONDS = 5.0
HOPELESS = 3  # so many quick ends before all was ready, and we give up


def say(line: str, *, stream: TextIO | None = None) -> None:
    """Tell the operator; that nobody reads any more is no reason to stop."""
    stream = stream or sys.stderr
    try:
        print(line, file=stream, flush=True)
    except OSError:  # docs.python.org/3/library/signal.html#note-on-sigpipe
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


class Crew:
    """The programs that run, in the order they were started."""

    def __init__(self, signals: Signals, *, keep_open: tuple[int, ...] = ()) -> None:
        self.signals = signals
        self._keep_open = keep_open
        self._children: list[Child] = []

    def start(self, *programs: Program) -> None:
        """Start these programs and keep them running from now on."""
        for program in programs:
            child = Child(program, keep_open=self._keep_open)
            self._children.append(child)
            child.start()

    def tend(self) -> None:
        """Start again what ends, until StopAsked."""
        while True:
            self._look_after(min((c.due - monotonic() for c in self._idle()), default=inf))

    def tend_until(self, missing: Callable[[], str], *, seconds: float) -> None:
        """Start again what ends until nothing is missing; raise CannotStart where that fails."""
        limit = monotonic() + seconds
        while reason := missing():
            self._look_after(LOOK_SECONDS)
            hopeless = [c.program.name for c in self._children if c.quick_ends >= HOPELESS]
            if hopeless:
                raise CannotStart(f"{hopeless[0]} does not start; its own words are above")
            if monotonic() > limit:
                raise CannotStart(f"not ready after {seconds:.0f} seconds: {reason}")

    def stop(self) -> None:
        """Stop all, stage by stage, each by its time at the latest; a second Ctrl-C hurries."""
        began = monotonic()
        by_stage = sorted(self._children, key=lambda child: child.program.stop_by)
        for stop_by, stage in groupby(by_stage, key=lambda child: child.program.stop_by):
            self._stop_stage(list(stage), limit=began + stop_by)

    def _stop_stage(self, children: list[Child], *, limit: float) -> None:
        for child in children:
            child.ask_to_stop()
        while not all(child.has_ended() for child in children):
            if self.signals.hurried or monotonic() > limit:
                break
            self.signals.wait(LOOK_SECONDS)
        for child in children:
            if child.running:
                say(f"{child.program.name} does not stop by itself, ending it")
            child.kill()

    def _look_after(self, seconds: float) -> None:
        if not self.signals.asked:
            self.signals.wait(min(seconds, 60.0))
        if self.signals.asked:
            raise StopAsked
        for child in self._children:
            if child.running and child.has_ended():
                say(child.plan_restart())
            if not child.running and child.due <= monotonic():
                self._start_again(child)

    def _start_again(self, child: Child) -> None:
        try:
            child.start()
        except CannotStart as error:  # it did start before: memory or processes are short now
            child.due = monotonic() + SHORT_OF_ROOM_SECONDS
            say(f"{error}; again in {SHORT_OF_ROOM_SECONDS:.0f} s")

    def _idle(self) -> list[Child]:
        return [child for child in self._children if not child.running]


@contextmanager
def crew(*, keep_open: tuple[int, ...] = ()) -> Iterator[Crew]:
    """Give a crew for the length of the block, and stop all of it at the end."""
    with listening() as signals:
        hands = Crew(signals, keep_open=keep_open)
        try:
            yield hands
        except StopAsked:
            say("stopping")
        finally:
            hands.stop()
