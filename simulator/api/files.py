"""Take and give temporary media.

developers.weixin.qq.com/doc/service/api/material/temporary/api_uploadtempmedia.html
"""

from __future__ import annotations

from typing import Any

from flask import Response

from ..instants import stored
from ..media import keep, living, mime_of
from .call import Call
from .errors import ApiError

MEGABYTE = 1024 * 1024
LIMITS = {"image": 10 * MEGABYTE, "voice": 2 * MEGABYTE, "video": 10 * MEGABYTE, "thumb": 64 * 1024}
STARTS = {"image": "image/", "voice": "audio/", "video": "video/", "thumb": "image/jpeg"}


def upload(call: Call) -> dict[str, Any]:
    """Answer /cgi-bin/media/upload."""
    kind = call.query.get("type", "")
    if kind not in LIMITS:
        raise ApiError(40004)
    file = call.files.get("media")
    if file is None or not file.content:
        raise ApiError(41005)
    if len(file.content) > LIMITS[kind]:
        raise ApiError(40006)
    if not (mime_of(file.content) or "").startswith(STARTS[kind]):
        raise ApiError(40005)
    media = keep(call.world.journal, kind=kind, content=file.content, name=file.name, at=call.now)
    name = "thumb_media_id" if kind == "thumb" else "media_id"
    return {"type": kind, name: media.id, "created_at": int(call.now.timestamp())}


def download(call: Call) -> dict[str, Any] | Response:
    """Answer /cgi-bin/media/get: the bytes, or an address where it is a video."""
    media = living(
        call.world.journal,
        call.query.get("media_id", ""),
        at=stored(call.now),
        rules=call.rules,
    )
    if media is None:
        raise ApiError(40007)
    if media.type == "video":
        return {"video_url": f"{call.world.settings.url}/sim/media/{media.id}"}
    name = f"{media.id[:16]}.{media.mime.rpartition('/')[2]}"
    headers = {"Content-disposition": f'attachment; filename="{name}"'}
    return Response(media.bytes, mimetype=media.mime, headers=headers)
