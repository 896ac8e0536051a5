"""What every gateway's push has in common: it is JSON, of bounded size, in Beijing's time."""

import json
import re
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from typing import Any

from bot.channels.sms.gateway import Unreadable
from bot.channels.wechat.errors import BEIJING

MOST = 1000
_PHONE = re.compile(r"(?:\+?86|0086)?(1[3-9][0-9]{9})")

Network = IPv4Network | IPv6Network


def networks_of(listed: str) -> list[Network]:
    """Read addresses and networks with commas between; raise ValueError."""
    return [ip_network(each.strip()) for each in listed.split(",") if each.strip()]


def is_within(address: str, networks: list[Network]) -> bool:
    """Say whether an address is one of these; with none listed every one is."""
    try:
        return not networks or any(ip_address(address) in each for each in networks)
    except ValueError:
        return False


def rows_of(body: bytes) -> list[Mapping[str, Any]]:
    """Return the rows of a push, a single one or many; raise Unreadable."""
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):  # GBK junk is no UTF-8, and so no JSON
        raise Unreadable("no JSON") from None
    rows = told if isinstance(told, list) else [told]
    if len(rows) > MOST or not all(isinstance(each, dict) for each in rows):
        raise Unreadable("no rows")
    return rows


def phone_of(told: object) -> str:
    """Return the number of a Chinese mobile as we keep it; raise Unreadable."""
    found = _PHONE.fullmatch(str(told))
    if not found:
        raise Unreadable("no phone")
    return found[1]


def text_of(row: Mapping[str, Any], name: str, *, most: int) -> str:
    """Return a value as text, cut to a length; what is not there is empty."""
    value = row.get(name)
    return str(value)[:most] if isinstance(value, str | int) else ""


def moment_of(told: object) -> datetime | None:
    """Read a time: Beijing's without a zone, or seconds since 1970; None where it is none."""
    with suppress(ValueError, OverflowError, OSError):
        if isinstance(told, int):
            return datetime.fromtimestamp(told, UTC)
        return datetime.strptime(str(told), "%Y-%m-%d %H:%M:%S").replace(tzinfo=BEIJING)
    return None
