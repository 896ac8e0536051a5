"""Run the whole shop from one process: start it, keep it running, stop it without loss."""

import gc
import sys
from collections.abc import Callable, Sequence
from http.client import HTTPConnection, HTTPException

from sqlalchemy.exc import OperationalError

from bot.db import WrongDatabase, migrate
from bot.settings import Settings
from bot.supervisor import programs, valkey
from bot.supervisor.crew import Crew, crew, say
from bot.supervisor.ends import CannotStart
from bot.supervisor.place import check_port, claimed, is_open
from bot.wiring import Bot

READY_SECONDS = 60.0


def run(
    bot: Bot, *, prepare: Callable[[], None] = lambda: None, welcome: Sequence[str] = ()
) -> int:
    """Run the shop until it is asked to stop; return the exit code.

    `prepare` is called when the tables are there and nothing works on them yet; the lines of
    `welcome` are printed once all is ready.
    """
    settings = bot.settings
    try:
        with claimed(settings.data) as lock, crew(keep_open=(lock,)) as hands:
            _check_ports(settings)
            _open(bot, hands, prepare)
            ready = f"ready http://{settings.host}:{settings.port}"
            say("\n".join([ready, *welcome]), stream=sys.stdout)
            hands.tend()
    except CannotStart as error:
        say(str(error))
        return 1
    return 0


def _check_ports(settings: Settings) -> None:
    check_port(settings.host, settings.port, name="PORT")
    if settings.demo:
        check_port("127.0.0.1", settings.simulator_port, name="SIMULATOR_PORT")


def _open(bot: Bot, hands: Crew, prepare: Callable[[], None]) -> None:
    settings = bot.settings
    _start_neighbours(settings, hands)  # they load while we migrate
    with hands.signals.interrupting():
        _migrate(settings)
        prepare()
    bot.database.engine.dispose()  # connections do not survive the forks that follow
    gc.freeze()  # what is loaded stays, and its pages stay shared
    hands.tend_until(lambda: _missing_neighbours(settings), seconds=READY_SECONDS)
    hands.start(*programs.of_the_shop(bot))
    hands.tend_until(lambda: _missing(settings), seconds=READY_SECONDS)


def _start_neighbours(settings: Settings, hands: Crew) -> None:
    if not settings.redis_url:
        socket = settings.redis_socket
        valkey.make_way(socket)
        hands.start(valkey.program(settings.data, socket, stop_by=programs.VALKEY_BY))
    if settings.demo:
        hands.start(programs.simulator(settings))


def _missing_neighbours(settings: Settings) -> str:
    if not settings.redis_url and not valkey.answers(settings.redis_socket):
        return "valkey does not answer"
    if settings.demo and not is_open("127.0.0.1", settings.simulator_port):
        return "the simulator does not answer"
    return ""


def _migrate(settings: Settings) -> None:
    try:
        migrate(settings)
    except WrongDatabase as error:
        raise CannotStart(str(error)) from error
    except OperationalError as error:
        raise CannotStart(f"DATABASE_URL: {str(error.orig).splitlines()[0]}") from error


def _missing(settings: Settings) -> str:
    call = HTTPConnection(programs.local_host(settings), settings.port, timeout=2)
    try:
        call.request("GET", "/readyz")
        answer = call.getresponse()
        return "" if answer.status == 200 else answer.read(200).decode().strip()
    except (OSError, HTTPException):
        return "the web does not answer"
    finally:
        call.close()
