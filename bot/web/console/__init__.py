"""The console of the people of the shop: every screen, in one table."""

from flask import Blueprint, Flask, Response, request

from bot.web.console import (
    account,
    assets,
    audit,
    bench,
    cases,
    complaints,
    counter,
    customer,
    customer_deeds,
    customer_guide,
    customers,
    design,
    elsewhere,
    handover,
    health,
    keys,
    media,
    one_page,
    phones,
    pulse,
    sales,
    settings,
    shop_day,
    slips,
    staff,
    talk_deeds,
    talks,
    task_deeds,
    texts,
    today,
    typing,
    visits,
)
from bot.web.console.door import arrive, keep_cookie, leave
from bot.web.console.errors import add_errors
from bot.web.console.pages import shown_to_pages

PREFIX = "/console"
# Each has a file of its own beside this one; docs/add-a-screen.md says how one is added.
SCREENS = (
    account,
    today,
    task_deeds,
    talks,
    talk_deeds,
    typing,
    media,
    complaints,
    cases,
    counter,
    shop_day,
    slips,
    sales,
    bench,
    visits,
    customers,
    customer,
    customer_deeds,
    customer_guide,
    one_page,
    settings,
    staff,
    handover,
    texts,
    keys,
    health,
    audit,
    design,
    phones,
    pulse,
    assets,
    elsewhere,
)
# https://www.w3.org/TR/CSP3/ : nothing from elsewhere, and no script or style written in a page
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self';"
        " frame-ancestors 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
}


SCANS = f"{PREFIX}/counter"  # the only pages that may open a camera: they read codes


def add_console(app: Flask) -> None:
    """Open the console: each call comes through the one door, whatever the screen."""
    console = Blueprint("console", __name__, url_prefix=PREFIX, template_folder="templates")
    for each in SCREENS:
        console.register_blueprint(each.screen)
    console.before_request(arrive)
    console.after_request(keep_cookie)
    console.after_request(_guarded)
    console.teardown_request(leave)
    console.context_processor(shown_to_pages)
    add_errors(console)
    app.register_blueprint(console)


def _guarded(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers[name] = value
    camera = "(self)" if request.path.startswith(SCANS) else "()"
    may_use = f"camera={camera}, microphone=(), geolocation=()"
    response.headers["Permissions-Policy"] = may_use
    if not response.cache_control.public:
        response.headers.setdefault("Cache-Control", "no-store")  # it tells about people
    return response
