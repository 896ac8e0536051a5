"""Serve the web door: load the app once, then fork the processes that share its memory."""

import gc
import multiprocessing
from importlib import import_module
from typing import Any

from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server

from bot.settings import load_settings
from bot.supervisor.kinship import take_forks_along
from bot.supervisor.place import resolved

THREADS = 4  # answers a slow page and a webhook at once; more only queue for the interpreter


def serve() -> None:
    """Serve until SIGTERM; what is being answered then is answered."""
    settings = load_settings()
    app = import_module("wsgi").app
    multiprocessing.set_start_method("fork")
    take_forks_along()
    gc.freeze()  # what is loaded stays, and its pages stay shared

    def load(_target: str) -> Any:
        return app

    Server(
        "wsgi:app",
        address=resolved(settings.host)[1],
        port=settings.port,
        interface=Interfaces.WSGI,
        workers=settings.web_processes,
        blocking_threads=THREADS,
        websockets=False,
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
        workers_kill_timeout=3,
    ).serve(target_loader=load)


if __name__ == "__main__":
    serve()
