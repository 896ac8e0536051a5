"""Serve the web door: load what it needs once, then fork the processes that share it."""

import gc
import multiprocessing
import sys
from typing import Any

from flask import Flask
from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server

from bot.supervisor.kinship import take_forks_along
from bot.supervisor.place import resolved
from bot.wiring import bot_of

THREADS = 4  # answers a slow page and a webhook at once; more only queue for the interpreter
# Who comes back from the database waits no longer for a thread that computes; 5 ms by default,
# which nine statements in a turn feel.
SWITCH_SECONDS = 0.0005


def serve(app: Flask) -> None:
    """Serve until SIGTERM; what is being answered then is answered."""
    bot = bot_of(app)
    bot.voice.understands.warm_up()
    multiprocessing.set_start_method("fork", force=True)
    take_forks_along()
    gc.freeze()
    sys.setswitchinterval(SWITCH_SECONDS)

    def load(_target: str) -> Any:
        return app

    Server(
        "wsgi:serve",
        address=resolved(bot.settings.host)[1],
        port=bot.settings.port,
        interface=Interfaces.WSGI,
        workers=bot.settings.web_processes,
        blocking_threads=THREADS,
        websockets=False,
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
        workers_kill_timeout=3,
    ).serve(target_loader=load)
