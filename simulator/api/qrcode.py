"""Make QR codes with a scene and draw them.

developers.weixin.qq.com/doc/service/api/qrcode/qrcodes/api_createqrcode.html
"""

from __future__ import annotations

import io
import secrets
import sqlite3
from datetime import datetime, timedelta
from typing import Any

import segno

from ..instants import stored
from ..journal import Journal
from .call import Call
from .errors import ApiError

ACTIONS = ("QR_SCENE", "QR_STR_SCENE", "QR_LIMIT_SCENE", "QR_LIMIT_STR_SCENE")
LONGEST = 2_592_000
PERMANENT = 100_000


def create(call: Call) -> dict[str, Any]:
    """Answer /cgi-bin/qrcode/create."""
    action = call.json.get("action_name")
    if action not in ACTIONS:
        raise ApiError(40052)
    scene = _scene(action, call.json.get("action_info"))
    ticket, url = (
        f"gQ{secrets.token_hex(38)}==",
        f"http://weixin.qq.com/q/{secrets.token_urlsafe(15)}",
    )
    at, seconds = call.now, _seconds(call, action)
    ends = stored(at + timedelta(seconds=seconds)) if seconds else None
    if seconds is None and _permanent(call.world.journal) >= PERMANENT:
        raise ApiError(45029)
    call.world.journal.run(
        "insert into qrcode values (?, ?, ?, ?, ?)", ticket, scene, url, stored(at), ends
    )
    answer = {"ticket": ticket, "url": url}
    return answer | {"expire_seconds": seconds} if seconds else answer


def _scene(action: str, info: object) -> str:
    scene = info.get("scene") if isinstance(info, dict) else None
    if not isinstance(scene, dict):
        raise ApiError(40053)
    if "STR" in action:
        text = scene.get("scene_str")
        if isinstance(text, str) and 1 <= len(text) <= 64:
            return text
        raise ApiError(40053)
    number = scene.get("scene_id")
    highest = PERMANENT if "LIMIT" in action else 2**32 - 1
    if isinstance(number, int) and 1 <= number <= highest:
        return str(number)
    raise ApiError(40053)


def _seconds(call: Call, action: str) -> int | None:
    if "LIMIT" in action:
        return None
    seconds = call.json.get("expire_seconds", 60)
    if not isinstance(seconds, int) or seconds < 1:
        raise ApiError(40035)
    return min(seconds, LONGEST)


def _permanent(journal: Journal) -> int:
    return int(journal.rows("select count(*) from qrcode where ends_at is null")[0][0])


def picture(url: str) -> bytes:
    """Draw an address as a PNG."""
    out = io.BytesIO()
    segno.make(url, error="m", micro=False).save(out, kind="png", scale=10, border=4)
    return out.getvalue()


def find(journal: Journal, ticket: str, at: datetime) -> sqlite3.Row | None:
    """Return the code with this ticket while it lives, or None."""
    return journal.row(
        "select * from qrcode where ticket = ? and (ends_at is null or ends_at > ?)",
        *(ticket, stored(at)),
    )
