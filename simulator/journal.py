"""Keep what happened in one SQLite file, so that a restart forgets nothing."""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

SCHEMA = """
create table if not exists setting (key text primary key, value text not null);
create table if not exists person (
    openid text primary key, name text not null, unionid text, follows integer not null default 0,
    muted integer not null default 0, blacklisted integer not null default 0,
    subscribed_at text, scene text, added integer not null);
create table if not exists grant_ (
    openid text not null, kind text not null, granted_at text not null, ends_at text not null,
    left integer not null, primary key (openid, kind));
create table if not exists message (
    id integer primary key autoincrement, openid text not null, sender text not null,
    type text not null, text text not null, media text, data text, at text not null,
    via text not null, push text, verdict text);
create index if not exists message_of on message (openid, id);
create index if not exists message_push on message (push);
create table if not exists push (
    id text primary key, openid text not null, kind text not null, xml text not null,
    at text not null, verdict text);
create table if not exists call (
    id integer primary key autoincrement, at text not null, method text not null,
    path text not null, touser text, body text, status integer, errcode integer,
    accepted integer not null, fault text, seconds real not null);
create table if not exists token (
    value text primary key, family text not null, made_at real not null,
    expires_at real not null, ends_at real not null);
create table if not exists media (
    id text primary key, type text not null, mime text not null, name text not null,
    bytes blob not null, made_at text not null);
create table if not exists qrcode (
    ticket text primary key, scene text not null, url text not null, made_at text not null,
    ends_at text);
create table if not exists card (
    id integer primary key autoincrement, openid text not null, mark text, at real not null);
create index if not exists card_mark on card (openid, mark);
create table if not exists mass (
    id integer primary key autoincrement, mark text not null, at real not null,
    status text not null, total integer not null, filtered integer not null,
    sent integer not null, errors integer not null);
create index if not exists mass_mark on mass (mark);
create table if not exists mass_seen (
    openid text not null, month text not null, times integer not null,
    primary key (openid, month));
create table if not exists credit (
    openid text not null, template text not null, left integer not null,
    primary key (openid, template));
create table if not exists notice (
    id integer primary key autoincrement, robot text not null, text text not null,
    at text not null, really_at text not null);
create table if not exists handset (
    number text primary key, openid text unique, state text not null default 'fine',
    refuses integer not null default 0, fixed integer not null default 0);
create table if not exists sms (
    id integer primary key autoincrement, provider text not null, number text not null,
    sender text not null, kind text not null, template text not null, sign text not null,
    text text not null, segments integer not null, at text not null, really_at text not null,
    serial text not null, out_id text not null, error text not null);
create index if not exists sms_of on sms (number, id);
create index if not exists sms_serial on sms (serial);
create table if not exists sms_push (
    id integer primary key autoincrement, path text not null, body text not null,
    tries integer not null default 0, taken integer not null default 0, answer text);
create table if not exists used (
    path text not null, day text not null, times integer not null, primary key (path, day));
"""
TABLES = (
    *("setting", "person", "grant_", "message", "push"),
    *("call", "token", "media", "notice", "qrcode", "card", "used"),
    *("mass", "mass_seen", "credit", "handset", "sms", "sms_push"),
)


class Journal:
    """One connection behind one lock: plenty for a shop, and never 'database is locked'."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._lock = threading.RLock()
        self._connection = sqlite3.connect(
            folder / "simulator.sqlite3", check_same_thread=False, isolation_level=None
        )
        self._connection.row_factory = sqlite3.Row
        self._connection.execute("pragma journal_mode = wal")
        self._connection.execute("pragma synchronous = normal")
        self._connection.executescript(SCHEMA)

    @contextmanager
    def transaction(self) -> Iterator[Journal]:
        """Do several things as one, alone."""
        with self._lock:
            if self._connection.in_transaction:
                yield self
                return
            with self._connection:
                self._connection.execute("begin immediate")
                yield self

    def rows(self, sql: str, *values: object) -> list[sqlite3.Row]:
        """Return every row of a query."""
        with self._lock:
            return self._connection.execute(sql, values).fetchall()

    def row(self, sql: str, *values: object) -> sqlite3.Row | None:
        """Return the first row of a query, or None."""
        with self._lock:
            found: sqlite3.Row | None = self._connection.execute(sql, values).fetchone()
            return found

    def run(self, sql: str, *values: object) -> int:
        """Change something; return how many rows changed."""
        with self._lock:
            return self._connection.execute(sql, values).rowcount

    def add(self, sql: str, *values: object) -> int:
        """Insert a row; return its number."""
        with self._lock:
            return self._connection.execute(sql, values).lastrowid or 0

    def kept(self, key: str) -> Any:
        """Return a value kept under a name, or None."""
        found = self.row("select value from setting where key = ?", key)
        return json.loads(found["value"]) if found else None

    def keep(self, key: str, value: object) -> None:
        """Keep a value under a name; None forgets it."""
        if value is None:
            self.run("delete from setting where key = ?", key)
        else:
            text = json.dumps(value, ensure_ascii=False)
            self.run("insert or replace into setting values (?, ?)", key, text)

    def forget_everything(self) -> None:
        """Empty all tables; numbers of messages and calls go on, so no reader misses any."""
        with self.transaction():
            for table in TABLES:
                self.run(f"delete from {table}")  # noqa: S608 - a fixed list of names

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            self._connection.close()
