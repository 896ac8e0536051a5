"""The doors over HTTP."""

from flask import Flask


def add_pages(app: Flask) -> None:
    """Register every page; the demo's clock exists in a demo only."""
    from bot.web.api import add_api
    from bot.web.demo import demo
    from bot.web.health import health
    from bot.web.webhook import webhook
    from bot.wiring import bot_of

    app.register_blueprint(webhook)
    app.register_blueprint(health)
    add_api(app)
    if bot_of(app).settings.demo:
        app.register_blueprint(demo)
