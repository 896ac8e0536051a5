"""Keep the customers: who follows, who is muted, who may still be written to."""

from __future__ import annotations

import re
import secrets
import sqlite3
import string
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from .instants import shown, stored
from .journal import Journal
from .rules import Rules
from .sms import numbers

OPENID = re.compile(r"o[A-Za-z0-9_-]{27}")
LETTERS = string.ascii_letters + string.digits
NAMES = ("王姐", "小李", "陈阿姨", "周小姐", "赵先生", "林女士", "孙奶奶", "何太太")


class BadOpenid(Exception):
    """Not the shape of an openid."""


@dataclass(frozen=True)
class Person:
    """One WeChat user, as the account knows her."""

    openid: str
    name: str
    unionid: str | None
    follows: bool
    muted: bool
    blacklisted: bool
    subscribed_at: str | None
    scene: str | None


def new_openid() -> str:
    """Return a fresh openid: 28 characters beginning with o."""
    return "o" + "".join(secrets.choice(LETTERS) for _ in range(27))


def add(journal: Journal, *, openid: str | None, name: str | None, unionid: str | None) -> Person:
    """Let a person exist; one who exists keeps everything but a new name."""
    openid = openid or new_openid()
    if not OPENID.fullmatch(openid):
        raise BadOpenid(openid)
    with journal.transaction():
        count = journal.rows("select count(*) from person")[0][0]
        journal.run(
            "insert into person (openid, name, unionid, added) values (?, ?, ?, ?)"
            " on conflict (openid) do update set name = coalesce(?, name)",
            *(openid, name or NAMES[count % len(NAMES)], unionid, count, name),
        )
    return everyone(journal, openid)[0]


def find(journal: Journal, openid: str) -> Person | None:
    """Return the person with this openid, or None."""
    return next(iter(everyone(journal, openid)), None)


def everyone(journal: Journal, *openids: str) -> list[Person]:
    """Return these people, or all, in the order they came."""
    marks = f"where openid in ({','.join('?' * len(openids))})" if openids else ""
    rows = journal.rows(f"select * from person {marks} order by added, rowid", *openids)  # noqa: S608
    return [_person(row) for row in rows]


def _person(row: sqlite3.Row) -> Person:
    return Person(
        openid=row["openid"],
        name=row["name"],
        unionid=row["unionid"],
        follows=bool(row["follows"]),
        muted=bool(row["muted"]),
        blacklisted=bool(row["blacklisted"]),
        subscribed_at=row["subscribed_at"],
        scene=row["scene"],
    )


def set_following(journal: Journal, openid: str, *, follows: bool, scene: str, at: str) -> None:
    """Note that she follows, or left; who leaves takes every open window with her."""
    if follows:
        journal.run(
            "update person set follows = 1, subscribed_at = ?, scene = ? where openid = ?",
            *(at, scene, openid),
        )
    else:
        journal.run("update person set follows = 0 where openid = ?", openid)
        journal.run("delete from grant_ where openid = ?", openid)


def set_flag(journal: Journal, openid: str, flag: str, on: bool) -> None:
    """Mute or blacklist a person, or take it back."""
    column = {"muted": "muted", "blacklisted": "blacklisted"}[flag]
    journal.run(f"update person set {column} = ? where openid = ?", int(on), openid)  # noqa: S608


def open_window(journal: Journal, openid: str, kind: str, *, at: datetime, rules: Rules) -> None:
    """Allow messages after an act of hers; a new act of the kind starts the count afresh."""
    count, seconds = rules.window(kind)
    ends = stored(at + timedelta(seconds=seconds))
    journal.run(
        "insert or replace into grant_ values (?, ?, ?, ?, ?)",
        openid,
        kind,
        stored(at),
        ends,
        count,
    )


def debit_window(journal: Journal, openid: str, at: datetime) -> int:
    """Take one message from the window that ends first; return 0, 45015 or 45047."""
    with journal.transaction():
        alive = journal.rows(
            "select kind, left from grant_ where openid = ? and ends_at > ? order by ends_at",
            *(openid, stored(at)),
        )
        kind = next((row["kind"] for row in alive if row["left"] > 0), None)
        if kind is None:
            return 45047 if alive else 45015
        journal.run("update grant_ set left = left - 1 where openid = ? and kind = ?", openid, kind)
    return 0


def agree(journal: Journal, openid: str, template: str) -> None:
    """Add one reminder to those she agreed to; they add up."""
    journal.run(
        "insert into credit values (?, ?, 1)"
        " on conflict (openid, template) do update set left = left + 1",
        *(openid, template),
    )


def switch_off(journal: Journal, openid: str, template: str) -> None:
    """Take back all reminders of one kind."""
    journal.run("delete from credit where openid = ? and template = ?", openid, template)


def debit_credit(journal: Journal, openid: str, template: str) -> bool:
    """Take one reminder she agreed to; return whether there was one."""
    taking = "update credit set left = left - 1 where openid = ? and template = ? and left > 0"
    return journal.run(taking, openid, template) > 0


def credits_of(journal: Journal, openid: str) -> dict[str, int]:
    """Return how many reminders she agreed to, by template."""
    rows = journal.rows("select template, left from credit where openid = ?", openid)
    return {row["template"]: row["left"] for row in rows}


def windows(journal: Journal, openid: str) -> list[dict[str, Any]]:
    """Return her windows as the control API shows them."""
    rows = journal.rows("select * from grant_ where openid = ? order by ends_at", openid)
    return [
        {
            "kind": row["kind"],
            "granted_at": shown(row["granted_at"]),
            "ends_at": shown(row["ends_at"]),
            "left": row["left"],
        }
        for row in rows
    ]


def as_json(journal: Journal, person: Person) -> dict[str, Any]:
    """Return a person as the control API shows her."""
    return {
        "openid": person.openid,
        "name": person.name,
        "unionid": person.unionid,
        "follows": person.follows,
        "muted": person.muted,
        "blacklisted": person.blacklisted,
        "subscribed_at": shown(person.subscribed_at),
        "scene": person.scene,
        "grants": windows(journal, person.openid),
        "credits": credits_of(journal, person.openid),
        "phone": numbers.of_person(journal, person.openid),
    }
