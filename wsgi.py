"""Where everything starts: `wsgi:app` for the command line, `wsgi:serve` for a web server."""

import gc
import sys

gc.disable()  # what is loaded stays: to look through it again and again is a fifth of the start

from flask import Flask

from bot.app import create_app
from bot.settings import SettingsError
from bot.wiring import bot_of
from handlers import FLOWS, INTENTS


def serve() -> Flask:
    """Make the app for a web server; load texts and dictionary before the first customer."""
    web = create_app(intents=INTENTS, flows=FLOWS)
    bot_of(web).voice.understands.warm_up()
    return web


try:
    app = create_app(intents=INTENTS, flows=FLOWS)
except SettingsError as error:
    sys.exit(f"{error}")

gc.freeze()  # and processes forked from here share it
gc.enable()
