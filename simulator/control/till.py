"""Pass what till and staff call on to the bot's API, with the key the page never sees."""

from __future__ import annotations

import re
from typing import Any

import urllib3
from flask import Blueprint, Response, request

from .answers import problem, the_world

door = Blueprint("till", __name__)
ID = r"[A-Za-z0-9_-]{1,64}"
ALLOWED = (
    ("POST", re.compile(r"purchases|returns")),
    ("POST", re.compile(rf"bindings/{ID}/confirm")),
    ("POST", re.compile(rf"coupons/{ID}/use")),
    ("POST", re.compile(rf"redemptions/{ID}/(collect|cancel)")),
    ("GET", re.compile(rf"members|members/{ID}|members/{ID}/points")),
    ("GET", re.compile(r"outbox")),
    ("GET", re.compile(rf"conversations|conversations/{ID}|conversations/{ID}/messages")),
    ("POST", re.compile(rf"conversations/{ID}/(take|release|messages)")),
    ("GET", re.compile(rf"complaints|complaints/{ID}")),
    ("POST", re.compile(rf"complaints/{ID}/(evidence|decision|done|skip)")),
    ("GET", re.compile(r"tasks")),
    ("POST", re.compile(rf"tasks/{ID}/done")),
    ("GET", re.compile(rf"media/{ID}")),
)
PATIENCE = 15.0


@door.get("/example")
def example() -> dict[str, Any]:
    """Show what a till knows of the shop: its stores, its levels and who works there."""
    return the_world().settings.example


@door.route("/till/<path:path>", methods=["GET", "POST"])
def pass_on(path: str) -> Response:
    """Ask the bot and hand its answer back as it is."""
    if not any(request.method == method and what.fullmatch(path) for method, what in ALLOWED):
        return problem(404, "no_such_call", "收银台没有这个功能。")
    if request.method == "POST" and not request.is_json:
        return problem(415, "not_json", "请用 application/json。")
    try:
        answer = _ask(path)
    except urllib3.exceptions.HTTPError:
        return problem(502, "bot_away", "店里的机器人没有回应，请稍后再试。")
    kind = answer.headers.get("Content-Type", "application/json")
    return Response(answer.data, status=answer.status, content_type=kind)


def _ask(path: str) -> urllib3.BaseHTTPResponse:
    world = the_world()
    query = f"?{request.query_string.decode()}" if request.query_string else ""
    return world.pool.request(
        request.method,
        f"{world.settings.bot_url}/api/v1/{path}{query}",
        body=request.get_data() or None,
        headers={
            "Authorization": f"Bearer {world.settings.bot_api_key}",
            "Content-Type": "application/json",
        },
        timeout=PATIENCE,
        redirect=False,
    )
