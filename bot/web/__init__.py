"""The doors over HTTP."""

from flask import Flask, Response

_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self' 'unsafe-inline'; script-src 'self';"
        " img-src 'self' data:; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'"
    ),
}


def add_pages(app: Flask) -> None:
    """Register every page; the demo's clock exists in a demo only."""
    from bot.web.api import add_api
    from bot.web.console import add_console
    from bot.web.demo import demo
    from bot.web.health import health
    from bot.web.pages import pages
    from bot.web.sms import sms
    from bot.web.webhook import webhook
    from bot.wiring import bot_of

    app.register_blueprint(webhook)
    app.register_blueprint(sms)
    app.register_blueprint(health)
    app.register_blueprint(pages)
    add_api(app)
    add_console(app)
    if bot_of(app).settings.demo:
        app.register_blueprint(demo)
    app.after_request(_guarded)


def _guarded(response: Response) -> Response:
    """Tell browsers to load nothing from elsewhere and to run nothing that is written in a page."""
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
    return response
