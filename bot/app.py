"""The app: a bot, its pages and its commands."""

from collections.abc import Mapping, Sequence

from flask import Flask

from bot.cli import add_commands
from bot.dialogue.conversation import Handler
from bot.dialogue.flow import Flow
from bot.settings import Settings, load_settings
from bot.web import add_pages
from bot.wiring import Bot


def create_app(
    *, intents: Mapping[str, Handler], flows: Sequence[Flow], settings: Settings | None = None
) -> Flask:
    """Make the app. It opens nothing; without `settings` they are read from the environment."""
    app = Flask("huitouke", static_folder=None)
    app.extensions["huitouke"] = Bot(settings or load_settings(), intents, flows)
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    add_pages(app)
    add_commands(app)
    return app
