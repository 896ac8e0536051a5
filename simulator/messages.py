"""Keep what each phone shows, in order."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from .instants import loaded, shown, stored
from .journal import Journal

FAILURE = "该公众号提供的服务出现故障，请稍后再试"


@dataclass(frozen=True)
class Message:
    """One thing a phone shows; `sender` is customer, shop or system."""

    openid: str
    sender: str
    kind: str
    text: str
    at: datetime
    via: str
    media: str | None = None
    data: dict[str, Any] | None = None
    push: str | None = None


def add(journal: Journal, message: Message) -> int:
    """Show something on a phone; return its number."""
    data = json.dumps(message.data, ensure_ascii=False) if message.data else None
    return journal.add(
        "insert into message (openid, sender, type, text, media, data, at, via, push)"
        " values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        *(message.openid, message.sender, message.kind, message.text, message.media, data),
        *(stored(message.at), message.via, message.push),
    )


def judge(journal: Journal, push: str, verdict: str) -> None:
    """Note on the customer's own message how the bot answered it."""
    journal.run("update message set verdict = ? where push = ?", verdict, push)


def since(
    journal: Journal, openids: list[str], after: int, limit: int = 200
) -> list[dict[str, Any]]:
    """Return what these phones showed after a number."""
    marks = ",".join("?" * len(openids))
    rows = journal.rows(
        f"select * from message where id > ? and openid in ({marks}) order by id limit ?",  # noqa: S608
        *(after, *openids, limit),
    )
    return [as_json(row) for row in rows]


def latest(journal: Journal, openids: list[str], count: int) -> list[dict[str, Any]]:
    """Return the newest messages of each phone, oldest first."""
    found: list[sqlite3.Row] = []
    for openid in openids:
        found += journal.rows(
            "select * from message where openid = ? order by id desc limit ?", openid, count
        )
    return [as_json(row) for row in sorted(found, key=lambda row: int(row["id"]))]


def as_json(row: sqlite3.Row) -> dict[str, Any]:
    """Return a message as the control API shows it."""
    return {
        "id": row["id"],
        "openid": row["openid"],
        "from": row["sender"],
        "type": row["type"],
        "text": row["text"],
        "media": f"/sim/media/{row['media']}" if row["media"] else None,
        "data": json.loads(row["data"]) if row["data"] else None,
        "at": shown(row["at"]),
        "via": row["via"],
        "push": row["push"],
        "verdict": row["verdict"],
    }


def last_exchange(journal: Journal, openid: str) -> datetime | None:
    """Return when she and the shop last wrote, or None."""
    row = journal.row(
        "select max(at) as at from message where openid = ? and sender != 'system'", openid
    )
    return loaded(row["at"]) if row and row["at"] else None
