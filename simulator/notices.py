"""Keep what the work groups' robots said."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from .instants import real_now, shown, stored
from .journal import Journal


def keep(journal: Journal, robot: str, text: str, *, at: datetime) -> None:
    """Show a text in the group."""
    values = (robot, text, stored(at), stored(real_now()))
    journal.add("insert into notice (robot, text, at, really_at) values (?, ?, ?, ?)", *values)


def within_a_minute(journal: Journal, robot: str) -> int:
    """Count what a robot said in the last minute of real time."""
    since = stored(real_now() - timedelta(minutes=1))
    row = journal.row(
        "select count(*) as n from notice where robot = ? and really_at > ?", robot, since
    )
    return int(row["n"]) if row else 0


def newest(journal: Journal, count: int) -> list[dict[str, Any]]:
    """Return what was said last, newest first."""
    rows = journal.rows("select * from notice order by id desc limit ?", count)
    return [
        {"id": row["id"], "robot": row["robot"], "text": row["text"], "at": shown(row["at"])}
        for row in rows
    ]
