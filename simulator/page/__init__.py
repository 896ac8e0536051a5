"""Show the page: phones, till and clock."""

from __future__ import annotations

from pathlib import Path

from flask import Blueprint, Response, current_app, send_from_directory

page = Blueprint("page", __name__)
FOLDER = Path(__file__).parent / "static"


@page.get("/")
def index() -> Response:
    """Show the page; nothing in it comes from elsewhere but pictures of the shop itself."""
    bot = current_app.extensions["world"].settings.bot_url
    response = send_from_directory(FOLDER, "index.html")
    response.headers["Content-Security-Policy"] = (
        f"default-src 'self'; img-src 'self' data: blob: {bot}; object-src 'none';"
        " base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    )
    return response


@page.get("/page/<path:name>")
def static(name: str) -> Response:
    """Hand out a style, a script or a picture of the page."""
    return send_from_directory(FOLDER, name, max_age=0)
