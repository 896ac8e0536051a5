"""Run the whole shop from one process: start it, keep it running, stop it without loss."""

import sys
from collections.abc import Callable, Sequence
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from bot.settings import Settings
from bot.supervisor import programs, valkey
from bot.supervisor.crew import Crew, crew, say
from bot.supervisor.ends import CannotStart
from bot.supervisor.place import check_port, claimed

VALKEY_SECONDS = 30.0
READY_SECONDS = 120.0


def run(
    settings: Settings, *, prepare: Callable[[], None] = lambda: None, welcome: Sequence[str] = ()
) -> int:
    """Run the shop until it is asked to stop; return the exit code.

    `prepare` is called when the tables are there and nothing works on them yet; the lines of
    `welcome` are printed once all is ready.
    """
    try:
        with claimed(settings.data) as lock, crew(keep_open=(lock,)) as hands:
            _check_ports(settings)
            _open(settings, hands, prepare)
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


def _open(settings: Settings, hands: Crew, prepare: Callable[[], None]) -> None:
    if not settings.redis_url:
        _start_valkey(settings.data, settings.redis_socket, hands)
    with hands.signals.interrupting():
        _migrate(settings)
        prepare()
    hands.start(*programs.of_the_shop(settings))
    hands.tend_until(lambda: _is_ready(settings), seconds=READY_SECONDS)


def _start_valkey(folder: Path, address: Path, hands: Crew) -> None:
    valkey.make_way(address)
    hands.start(valkey.program(folder, address, stop_by=programs.VALKEY_BY))
    hands.tend_until(lambda: valkey.answers(address), seconds=VALKEY_SECONDS)


def _migrate(settings: Settings) -> None:
    from sqlalchemy.exc import OperationalError

    from bot.db import WrongDatabase, migrate

    try:
        migrate(settings)
    except WrongDatabase as error:
        raise CannotStart(str(error)) from error
    except OperationalError as error:
        raise CannotStart(f"DATABASE_URL: {str(error.orig).splitlines()[0]}") from error


def _is_ready(settings: Settings) -> bool:
    call = HTTPConnection(programs.local_host(settings), settings.port, timeout=2)
    try:
        call.request("GET", "/readyz")
        return call.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        call.close()
