"""Count calls per day, as Beijing counts days.

developers.weixin.qq.com/doc/service/api/apimanage/api_getapiquota.html
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from ..instants import BEIJING
from .call import Call
from .errors import ApiError

CLEARINGS = 10


def spend(call: Call, limit: int) -> None:
    """Count one call; raise 45009 when the day's are used up."""
    limit = call.rules.daily_limits.get(call.path, limit)
    journal = call.world.journal
    with journal.transaction():
        if _used(call, call.path) >= limit:
            raise ApiError(45009)
        journal.run(
            "insert into used values (?, ?, 1) on conflict (path, day) do update"
            " set times = times + 1",
            *(call.path, _day()),
        )


def get(call: Call, limits: dict[str, int]) -> dict[str, Any]:
    """Answer /cgi-bin/openapi/quota/get."""
    path = call.text("cgi_path", otherwise=40035)
    if path not in limits:
        raise ApiError(76021)
    limit = call.rules.daily_limits.get(path, limits[path])
    used = _used(call, path)
    quota = {"daily_limit": limit, "used": used, "remain": max(0, limit - used)}
    rate = {"call_count": 0, "refresh_second": 0}
    return {"errcode": 0, "errmsg": "ok", "quota": quota, "rate_limit": rate}


def clear(call: Call) -> dict[str, Any]:
    """Answer /cgi-bin/clear_quota: all counts to nought, ten times a month."""
    if call.text("appid", otherwise=41002) != call.world.settings.appid:
        raise ApiError(40013)
    month = _day()[:7]
    cleared = call.world.journal.kept("cleared") or {}
    times = cleared.get(month, 0)
    if times >= CLEARINGS:
        raise ApiError(48006)
    call.world.journal.keep("cleared", {month: times + 1})
    call.world.journal.run("delete from used")
    return {"errcode": 0, "errmsg": "ok"}


def _used(call: Call, path: str) -> int:
    row = call.world.journal.row("select times from used where path = ? and day = ?", path, _day())
    return row["times"] if row else 0


def _day() -> str:
    return datetime.now(BEIJING).date().isoformat()
