"""Log every call the bot makes, so that a test can prove 'sent exactly once'."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass
from typing import Any

from .instants import real_now, shown, stored
from .journal import Journal

KEPT = 100_000


@dataclass(frozen=True)
class Call:
    """One call as it was answered; no errcode means that no readable answer left."""

    method: str
    path: str
    touser: str | None
    body: object
    status: int | None
    errcode: int | None
    accepted: bool
    fault: str | None
    seconds: float


def note(journal: Journal, call: Call) -> None:
    """Write a call down, and let the oldest go."""
    body = None if call.body is None else json.dumps(call.body, ensure_ascii=False)
    number = journal.add(
        "insert into call (at, method, path, touser, body, status, errcode, accepted, fault,"
        " seconds) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        *(stored(real_now()), call.method, call.path, call.touser, body, call.status),
        *(call.errcode, call.accepted, call.fault, round(call.seconds, 4)),
    )
    if number % 1000 == 0:
        journal.run("delete from call where id <= ?", number - KEPT)


def since(
    journal: Journal, after: int, *, path: str, touser: str | None, limit: int
) -> list[dict[str, Any]]:
    """Return the calls after a number, of a path's beginning and to one person if given."""
    rows = journal.rows(
        "select * from call where id > ? and substr(path, 1, ?) = ?"
        " and (? is null or touser = ?) order by id limit ?",
        *(after, len(path), path, touser, touser, limit),
    )
    return [_as_json(row) for row in rows]


def newest(journal: Journal, count: int) -> list[dict[str, Any]]:
    """Return the newest calls, oldest first."""
    rows = journal.rows("select * from call order by id desc limit ?", count)
    return [_as_json(row) for row in reversed(rows)]


def _as_json(row: sqlite3.Row) -> dict[str, Any]:
    return {
        "id": row["id"],
        "at": shown(row["at"]),
        "method": row["method"],
        "path": row["path"],
        "touser": row["touser"],
        "body": json.loads(row["body"]) if row["body"] else None,
        "status": row["status"],
        "errcode": row["errcode"],
        "accepted": bool(row["accepted"]),
        "fault": row["fault"],
        "seconds": row["seconds"],
    }
