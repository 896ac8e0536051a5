"""Say later what became of an SMS: as late and as often as the rules say."""

from __future__ import annotations

import sqlite3
from datetime import timedelta

from ..instants import loaded, real_now
from ..world import World
from . import pushes
from .callbacks import Push, tell, written
from .texts import Text


def report_later(world: World, text: Text) -> None:
    """Push the receipt of an SMS, each copy the same."""
    seconds = world.rules.sms_report_seconds
    reported = text.at + timedelta(seconds=seconds)
    body = written(pushes.report(text, reported))
    for copy in range(world.rules.sms_report_copies):
        tell(world, Push(text.provider, "report", body), delay=seconds * (copy + 1))


def is_waiting(world: World, row: sqlite3.Row) -> bool:
    """Say whether the gateway does not know yet what became of an SMS (real time)."""
    waits = timedelta(seconds=world.rules.sms_report_seconds)
    return real_now() < loaded(row["really_at"]) + waits
