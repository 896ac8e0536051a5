"""Play the faults: pages instead of JSON, half answers, silence, cut connections."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator

from flask import Response

from ..faults import Fault
from .call import Call
from .errors import refusal

SILENT = ("timeout", "reset", "accept_then_timeout", "accept_then_reset")
PAGE = "<html>\r\n<head><title>{0}</title></head>\r\n<body><h1>{0}</h1></body>\r\n</html>\r\n"


def instead(fault: Fault, call: Call) -> Response:
    """Return what comes instead of an answer; nothing was done."""
    if fault.kind == "errcode":
        text = json.dumps(refusal(fault.errcode, call.ip), ensure_ascii=False)
        return Response(text, content_type="application/json; encoding=utf-8")
    if fault.kind == "html_200":
        return Response(PAGE.format("Welcome"), mimetype="text/html")
    return Response(PAGE.format("502 Bad Gateway"), status=502, mimetype="text/html")


def after(fault: Fault, response: Response, call: Call) -> Response:
    """Spoil an answer on its way out, as the fault wants it."""
    if fault.kind == "truncated":
        whole = response.get_data()
        response.set_data(whole[: len(whole) // 2])
    if fault.kind in ("timeout", "accept_then_timeout", "accept_then_slow"):
        time.sleep(seconds(fault, call))
    return Response(_cut()) if fault.kind in SILENT else response


def seconds(fault: Fault, call: Call) -> float:
    """Return how long a fault holds the caller."""
    return call.rules.timeout_seconds if fault.seconds is None else fault.seconds


def _cut() -> Iterator[bytes]:
    """Raise instead of the first byte: the server resets the connection (see `server`)."""
    raise ConnectionResetError("on demand")
    yield b""
