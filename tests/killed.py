"""kill -9 at an exact place: a process dies before one of its statements, without a farewell."""

import os
import signal
from collections.abc import Callable
from contextlib import suppress

from sqlalchemy import event

from bot.db import Database
from bot.wiring import Bot


def dies_before_statement(bot: Bot, number: int, does: Callable[[], object]) -> bool:
    """Do something in a process of its own that is killed before a statement or its commit."""
    child = os.fork()
    if child == 0:
        with suppress(BaseException):
            database = Database(bot.settings)
            vars(bot)["database"] = database
            left = [number]

            def count(*_: object) -> None:
                left[0] -= 1
                if left[0] < 0:
                    os.kill(os.getpid(), signal.SIGKILL)

            event.listen(database.engine, "before_cursor_execute", count)
            event.listen(database.engine, "commit", count)
            does()
        os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)
