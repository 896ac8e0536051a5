"""Make the Flask application: WeChat's API, the SMS gateways, the controls and the page."""

from __future__ import annotations

from flask import Flask, Response, request

from .api.door import door as api
from .api.robots import door as robots
from .control import DOORS, problem
from .page import page
from .settings import Settings
from .sms.door import door as sms
from .world import World

LARGEST_BODY = 24 * 1024 * 1024


def create_app(settings: Settings) -> Flask:
    """Return the application; its world is in `extensions`."""
    app = Flask(__name__, static_folder=None)
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    app.json.sort_keys = False  # type: ignore[attr-defined]
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_BODY
    app.extensions["world"] = World(settings)
    app.register_blueprint(robots)
    app.register_blueprint(api)
    app.register_blueprint(page)
    app.register_blueprint(sms)
    for door in DOORS:
        app.register_blueprint(door, url_prefix="/sim")
    app.before_request(_refuse_strangers)
    app.after_request(_harden)
    return app


def _refuse_strangers() -> Response | None:
    """Let no other website's page work the controls of somebody's browser."""
    if request.headers.get("Sec-Fetch-Site") == "cross-site" and request.method != "GET":
        return problem(403, "stranger", "这里只听自己的页面。")
    return None


def _harden(response: Response) -> Response:
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    response.headers.setdefault("Referrer-Policy", "no-referrer")
    return response
