"""No test calls anybody outside this machine: who tries is refused, and fails."""

import ipaddress
import sys
from collections.abc import Iterator
from typing import Any

import pytest

_escapes: list[str] = []


@pytest.fixture(autouse=True)
def escapes() -> Iterator[list[str]]:
    """Fail the test that called anybody outside, also where the code got over it."""
    _escapes.clear()
    yield _escapes
    assert not _escapes, "a test must not call anybody outside"


def _refuse_to_leave(event: str, args: tuple[Any, ...]) -> None:
    if event == "socket.getaddrinfo":
        host = args[0] if not _is_number(args[0]) else None  # a number asks nobody
    elif event in ("socket.connect", "socket.sendto") and isinstance(args[1], tuple):
        host = args[1][0]
    else:
        return
    if not _is_home(host):
        _escapes.append(f"{event} {host}")
        raise ConnectionRefusedError(f"a test must not call {host}")


def _is_home(host: str | None) -> bool:
    if not host or host == "localhost":
        return True
    return _is_number(host) and not _is_far(ipaddress.ip_address(host))


def _is_far(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    return not (address.is_loopback or address.is_unspecified)


def _is_number(host: str | None) -> bool:
    try:
        return bool(ipaddress.ip_address(host or ""))
    except ValueError:
        return False


sys.addaudithook(_refuse_to_leave)  # sees every thread and library, and forks inherit it
