"""The demo's clock: it steps through every due time, so that nothing is skipped on the way."""

import hmac
from datetime import datetime, timedelta

from flask import Blueprint, Response, abort, jsonify, request

from bot import clock
from bot.db import Database
from bot.demo_clock import move_clock
from bot.wiring import bot_of

demo = Blueprint("demo", __name__)
FARTHEST = timedelta(days=400)


@demo.get("/demo/clock")
def tell() -> Response:
    with bot_of().database.reading():
        return jsonify(now=clock.local(clock.now()).isoformat())


@demo.post("/demo/clock")
def move() -> Response:
    """Move the shop's time forward to `to`, stopping wherever something is due."""
    bot = bot_of()
    key = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not hmac.compare_digest(key.encode(), bot.settings.keys.api.encode()):
        abort(401)
    move_clock(bot, _target(bot.database))
    return tell()


def _target(database: Database) -> datetime:
    try:
        target = datetime.fromisoformat((request.get_json(silent=True) or {})["to"])
    except (KeyError, TypeError, ValueError):
        abort(422, 'send {"to": a time with offset}')
    if target.tzinfo is None:
        abort(422, "the time needs an offset, such as +08:00")
    with database.reading():
        if not clock.now() <= target + timedelta(seconds=5) <= clock.now() + FARTHEST:
            abort(409, "the shop's clock only runs forward, at most 400 days")
    return target
