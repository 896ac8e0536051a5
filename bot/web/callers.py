"""Who calls, by the address."""

from ipaddress import ip_address

from flask import request


def address() -> str:
    """Return where a call comes from; behind a proxy on this machine, where the proxy was called.

    What a stranger writes into the header counts for nothing: only the last address is the proxy's.
    """
    peer = request.remote_addr or ""
    _, _, last = request.headers.get("X-Forwarded-For", "").rpartition(",")
    try:
        return str(ip_address(last.strip())) if ip_address(peer).is_loopback else peer
    except ValueError:
        return peer
