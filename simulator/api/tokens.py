"""Give out access tokens and know which still work, in real time.

developers.weixin.qq.com/doc/service/api/base/api_getstableaccesstoken.html
"""

from __future__ import annotations

import hmac
import secrets
import sqlite3
import time
from datetime import datetime
from typing import Any

from ..instants import BEIJING
from ..journal import Journal
from ..rules import Rules
from .call import Call
from .errors import ApiError


def token(call: Call) -> dict[str, Any]:
    """Answer /cgi-bin/token: a new one each time, the old one lives five minutes more."""
    _check_credentials(call, call.query)
    made = _renew(call.world.journal, "token", call.rules, overlap=call.rules.overlap_seconds)
    return {"access_token": made, "expires_in": call.rules.token_seconds}


def stable_token(call: Call) -> dict[str, Any]:
    """Answer /cgi-bin/stable_token: the same one until its last five minutes."""
    _check_credentials(call, call.json)
    journal, rules, now = call.world.journal, call.rules, time.time()
    with journal.transaction():
        newest = _newest(journal, "stable")
        if call.json.get("force_refresh") is True and _may_force(journal, rules, newest, now):
            return _answer(_renew(journal, "stable", rules, overlap=0), rules.token_seconds)
        if newest and newest["expires_at"] - now > rules.overlap_seconds:
            return _answer(newest["value"], int(newest["expires_at"] - now))
        made = _renew(journal, "stable", rules, overlap=rules.overlap_seconds)
    return _answer(made, rules.token_seconds)


def check(call: Call) -> None:
    """Let a call pass that carries a living token in its query; raise ApiError."""
    value = call.query.get("access_token", "")
    if not value:
        raise ApiError(41001)
    found = call.world.journal.row("select * from token where value = ?", value)
    if found is None:
        raise ApiError(40001)
    now = time.time()
    if now >= found["expires_at"]:
        raise ApiError(42001)
    if now >= found["ends_at"]:
        raise ApiError(40001)


def _check_credentials(call: Call, given: dict[str, Any]) -> None:
    settings = call.world.settings
    if call.rules.whitelist and call.ip not in call.rules.whitelist:
        raise ApiError(40164, call.ip)
    if given.get("grant_type") != "client_credential":
        raise ApiError(40002)
    if not given.get("appid"):
        raise ApiError(41002)
    if not given.get("secret"):
        raise ApiError(41004)
    if given["appid"] != settings.appid:
        raise ApiError(40013)
    if not hmac.compare_digest(str(given["secret"]).encode(), settings.secret.encode()):
        raise ApiError(40125)


def _newest(journal: Journal, family: str) -> sqlite3.Row | None:
    return journal.row("select * from token where family = ? order by rowid desc", family)


def _renew(journal: Journal, family: str, rules: Rules, *, overlap: float) -> str:
    now = time.time()
    value = _fresh(rules.token_length)
    with journal.transaction():
        journal.run("delete from token where expires_at < ?", now - 86400)
        journal.run(
            "update token set ends_at = min(ends_at, ?) where family = ?", now + overlap, family
        )
        ends = now + rules.token_seconds
        journal.run("insert into token values (?, ?, ?, ?, ?)", value, family, now, ends, ends)
    return value


def _fresh(length: int) -> str:
    return f"{secrets.randbelow(90) + 10}_{secrets.token_urlsafe(length)}"[: max(length, 20)]


def _may_force(journal: Journal, rules: Rules, newest: sqlite3.Row | None, now: float) -> bool:
    day = datetime.fromtimestamp(now, BEIJING).date().isoformat()
    forced = journal.kept("forced") or {}
    times = forced.get("times", 0) if forced.get("day") == day else 0
    too_soon = newest is not None and now - newest["made_at"] < rules.force_gap_seconds
    if too_soon or times >= rules.force_per_day:
        return False
    journal.keep("forced", {"day": day, "times": times + 1})
    return True


def _answer(value: str, seconds: int) -> dict[str, Any]:
    return {"access_token": value, "expires_in": seconds}
