"""Look: messages on phones, calls of the bot, the menu, pictures, health."""

from __future__ import annotations

import time
from typing import Any

import urllib3
from flask import Blueprint, Response, request

from .. import calls, media, messages, notices, people
from ..api.qrcode import picture
from ..instants import shown, stored
from ..sms import numbers, texts
from ..world import World
from .answers import refused, the_person, the_world

door = Blueprint("observe", __name__)
MOST = 1000
FIRST = 60


@door.get("/people/<openid>/messages")
def of_person(openid: str) -> dict[str, Any]:
    """Show what a phone shows."""
    person = the_person(openid)
    after, limit = _number("after", 0), min(_number("limit", 200), MOST)
    return {"items": messages.since(the_world().journal, [person.openid], after, limit)}


@door.get("/changes")
def changes() -> dict[str, Any]:
    """Return everything the page needs each second, for all open phones at once."""
    world = the_world()
    openids = request.args.getlist("openid")[:20]
    if "after" in request.args:
        items = messages.since(world.journal, openids, _number("after", 0))
    else:
        items = messages.latest(world.journal, openids, FIRST)
    found = people.everyone(world.journal, *openids) if openids else []
    phones = [numbers.of_person(world.journal, each.openid) for each in found]
    return {
        "items": items,
        "texts": texts.of_numbers(world.journal, phones, _number("texts_after", 0), FIRST),
        "people": [people.as_json(world.journal, each) for each in found],
        "typing": [each for each in openids if world.typing.get(each, 0) > time.monotonic()],
        "menu": world.journal.kept("menu"),
        "shop": world.rules.shop,
        "now": shown(stored(world.clock.now())),
        "bot": _bot_answers(world),
    }


@door.get("/calls")
def of_bot() -> dict[str, Any]:
    """Show the calls of the bot: `after` or the `newest`, `path` (its beginning), `touser`."""
    journal = the_world().journal
    if "newest" in request.args:
        return {"items": calls.newest(journal, min(_number("newest", 20), MOST))}
    limit = min(_number("limit", 500), MOST)
    path, touser = request.args.get("path", ""), request.args.get("touser")
    found = calls.since(journal, _number("after", 0), path=path, touser=touser, limit=limit)
    return {"items": found}


@door.get("/notices")
def of_robots() -> dict[str, Any]:
    """Show what the work groups' robots said, newest first."""
    return {"items": notices.newest(the_world().journal, min(_number("limit", 50), MOST))}


@door.get("/media/<media_id>")
def show_media(media_id: str) -> Response:
    """Show a picture or play a sound."""
    found = media.find(the_world().journal, media_id)
    if found is None:
        return Response("", status=404)
    safe = found.mime if found.mime.startswith(("image/", "audio/", "video/")) else "text/plain"
    headers = {"Cache-Control": "private, max-age=86400", "Content-Security-Policy": "sandbox"}
    return Response(found.bytes, mimetype=safe, headers=headers)


@door.get("/qrcodes")
def qrcodes() -> dict[str, Any]:
    """List the shop's living codes, newest first."""
    world = the_world()
    rows = world.journal.rows(
        "select * from qrcode where ends_at is null or ends_at > ? order by rowid desc limit 50",
        stored(world.clock.now()),
    )
    items = [
        {
            "ticket": row["ticket"],
            "scene": row["scene"],
            "url": row["url"],
            "ends_at": shown(row["ends_at"]),
        }
        for row in rows
    ]
    return {"items": items}


@door.get("/qr.png")
def draw() -> Response:
    """Draw any short text as a code."""
    text = request.args.get("text", "")
    if not 1 <= len(text) <= 300:
        raise refused(422, "wrong_shape", "请给 text，不超过 300 个字。")
    return Response(picture(text), mimetype="image/png")


@door.get("/health")
def health() -> dict[str, Any]:
    """Say that we live, and whether the bot does."""
    world = the_world()
    return {
        "ok": True,
        "bot": _bot_answers(world),
        "bot_url": world.settings.bot_url,
        "mode": world.rules.mode,
        "now": shown(stored(world.clock.now())),
    }


def _bot_answers(world: World) -> bool:
    """Knock at most every two seconds, however many pages ask."""
    if time.monotonic() - world.bot_seen[0] < 2:
        return world.bot_seen[1]
    try:
        url = f"{world.settings.bot_url}/healthz"
        alive = world.pool.request("GET", url, timeout=1.0, redirect=False).status < 500
    except urllib3.exceptions.HTTPError:
        alive = False
    world.bot_seen = (time.monotonic(), alive)
    return alive


def _number(name: str, default: int) -> int:
    text = request.args.get(name, str(default))
    if not text.isdecimal():
        raise refused(422, "wrong_shape", f"{name} 应该是不小于零的整数。")
    return int(text)
