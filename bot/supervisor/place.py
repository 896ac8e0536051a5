"""Take the data folder and the ports for ourselves, or say who has them."""

import fcntl
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep

from bot.supervisor.ends import CannotStart

LEFTOVER_SECONDS = 12.0  # how long the programs of a killed supervisor may take to end


@contextmanager
def claimed(folder: Path) -> Iterator[int]:
    """Hold the data folder's lock; give its descriptor, which every program keeps open too.

    So the lock says more than that a supervisor lives: it is free once all that
    an earlier one started has ended, and two Valkeys never write one file.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        folder.chmod(0o700)
        lock = os.open(folder / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise CannotStart(f"DATA_DIR: {folder} cannot be used: {error.strerror}") from error
    try:
        _take(lock, folder)
        os.truncate(lock, 0)
        os.pwrite(lock, str(os.getpid()).encode(), 0)
        yield lock
    finally:
        os.close(lock)


def _take(lock: int, folder: Path) -> None:
    limit = monotonic() + LEFTOVER_SECONDS
    while not _taken(lock):
        holder = int(os.pread(lock, 20, 0) or 0)
        if _lives(holder):
            raise CannotStart(f"DATA_DIR: process {holder} already runs the shop in {folder}")
        if monotonic() > limit:
            raise CannotStart(f"DATA_DIR: programs of an earlier run still end in {folder}")
        sleep(0.1)


def _taken(lock: int) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return process > 0


def resolved(host: str) -> tuple[socket.AddressFamily, str]:
    """Return the address family and number that a host name stands for."""
    try:
        family, _, _, _, address = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)[0]
    except OSError as error:
        raise CannotStart(f"HOST: {host} is not an address: {error.strerror}") from error
    return family, str(address[0])


def check_port(host: str, port: int, *, name: str) -> None:
    """Raise CannotStart, naming the setting, where somebody listens there already.

    The web's processes share their port, so two shops would do so unnoticed.
    """
    family, number = resolved(host)
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((number, port))
            probe.listen(1)
        except OSError as error:
            raise CannotStart(f"{name}: cannot listen on {host}:{port}: {error.strerror}") from None


def is_open(host: str, port: int) -> bool:
    """Tell whether somebody listens there."""
    try:
        socket.create_connection((host, port), timeout=1).close()
    except OSError:
        return False
    return True
