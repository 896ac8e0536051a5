"""Keep every SMS: what the shop sent to a number and what came back from it."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ..instants import real_now, shown, stored
from ..journal import Journal

ONE, JOINED = 70, 67  # characters in one SMS, and in each part of a longer one


@dataclass(frozen=True)
class Text:
    """One SMS; `serial` is the gateway's name for it, `out` the sender's."""

    provider: str
    number: str
    text: str
    at: datetime
    sender: str = "shop"
    kind: str = ""
    template: str = ""
    sign: str = ""
    serial: str = ""
    out: str = ""
    error: str = ""  # why it never arrived, as its receipt will say


def segments(text: str) -> int:
    """Return how many SMS a text is charged as."""
    length = len(text.encode("utf-16-le")) // 2
    return 1 if length <= ONE else -(-length // JOINED)


def add(journal: Journal, text: Text) -> int:
    """Keep an SMS; return its number."""
    return journal.add(
        "insert into sms (provider, number, sender, kind, template, sign, text, segments, at,"
        " really_at, serial, out_id, error) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        *(text.provider, text.number, text.sender, text.kind, text.template, text.sign),
        *(text.text, segments(text.text), stored(text.at), stored(real_now())),
        *(text.serial, text.out, text.error),
    )


def sent_since(journal: Journal, number: str, since: datetime, **about: str) -> int:
    """Count what was sent to a number since a moment: by kind, template, sign or text."""
    also = "".join(f" and {column} = ?" for column in about)
    row = journal.row(
        "select count(*) as n from sms where number = ? and sender = 'shop' and at >= ?" + also,  # noqa: S608
        *(number, stored(since), *about.values()),
    )
    return int(row["n"]) if row else 0


def charged(journal: Journal) -> int:
    """Return how many SMS were charged so far."""
    row = journal.row("select coalesce(sum(segments), 0) as n from sms where sender = 'shop'")
    return int(row["n"]) if row else 0


def of_numbers(
    journal: Journal, numbers: list[str], after: int, count: int = 200
) -> list[dict[str, Any]]:
    """Return what these phones show after a number, oldest first: at most the newest `count`."""
    marks = ",".join("?" * len(numbers))
    rows = journal.rows(
        f"select * from sms where id > ? and number in ({marks})"  # noqa: S608
        " and error = '' order by id desc limit ?",
        *(after, *numbers, count),
    )
    return [as_json(row) for row in reversed(rows)]


def everything(journal: Journal, after: int, count: int) -> list[dict[str, Any]]:
    """Return every SMS after a number, those that did not arrive too."""
    rows = journal.rows("select * from sms where id > ? order by id limit ?", after, count)
    return [as_json(row) for row in rows]


def as_json(row: sqlite3.Row) -> dict[str, Any]:
    """Return an SMS as the control API shows it."""
    names = ("id", "provider", "number", "kind", "template", "sign", "text", "segments")
    more = ("serial", "out_id", "error")
    found = {name: row[name] for name in (*names, *more)}
    return found | {"from": row["sender"], "at": shown(row["at"])}
