"""The API's description, and a page to read and try it that loads nothing from outside."""

import json
from functools import cache
from pathlib import Path

import flask_swagger_ui
from flask import Blueprint, Response, send_from_directory
from werkzeug.exceptions import NotFound

from bot.web.api.calls import Call
from bot.web.api.openapi import describe

OURS = Path(__file__).parent / "page"
THEIRS = Path(flask_swagger_ui.__file__).parent / "dist"
# What the page is made of, and from where.
PARTS = {
    "start.js": OURS,
    "swagger-ui.css": THEIRS,
    "swagger-ui-bundle.js": THEIRS,
    "favicon-32x32.png": THEIRS,
}
# https://www.w3.org/TR/CSP3/ ; the page's program draws its pictures from data: addresses
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
    " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


_described = cache(describe)  # when it is first asked for, not at the start


def add_docs(api: Blueprint, calls: tuple[Call, ...], *, prefix: str) -> None:
    """Open the description and its page; neither needs a key."""

    def openapi() -> Response:
        text = json.dumps(_described(calls, prefix), ensure_ascii=False)
        return Response(text, mimetype="application/json")

    api.add_url_rule("/openapi.json", view_func=openapi)
    api.add_url_rule("/docs", view_func=page)
    api.add_url_rule("/docs/<name>", view_func=part)


def page() -> Response:
    """Show the page."""
    response = send_from_directory(OURS, "index.html")
    response.headers["Content-Security-Policy"] = POLICY
    return response


def part(name: str) -> Response:
    """Give one of the page's files."""
    if name not in PARTS:
        raise NotFound
    return send_from_directory(PARTS[name], name, max_age=3600)
