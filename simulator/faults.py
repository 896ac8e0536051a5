"""Break on demand, for an endpoint and a number of times."""

from __future__ import annotations

import itertools
import threading
from dataclasses import asdict, dataclass, replace
from typing import Any

DOORS = ("/cgi-bin", "/robot/send", "/open-apis/bot/v2/hook", "/sms")
KINDS = {
    "errcode": "answer an error code, do nothing",
    "http_502": "a proxy's 502 page, nothing done",
    "html_200": "a page with status 200, nothing done",
    "timeout": "no answer at all, nothing done",
    "reset": "the connection is cut, nothing done",
    "slow": "done, but slowly",
    "accept_then_slow": "done, but the answer comes late",
    "accept_then_timeout": "done, but no answer comes",
    "accept_then_reset": "done, but the connection is cut",
    "truncated": "done, but only half the answer arrives",
}


class BadFault(Exception):
    """Not a fault we know how to play; the message says why."""


@dataclass(frozen=True)
class Fault:
    """One way to break; `left` is None for ever."""

    id: int
    path: str
    kind: str
    errcode: int
    code: str
    seconds: float | None
    left: int | None

    @property
    def before(self) -> bool:
        """Say whether it strikes before anything is done."""
        return self.kind in ("errcode", "http_502", "html_200", "timeout", "reset")


class Faults:
    """The faults that wait for a call."""

    def __init__(self) -> None:
        self._faults: dict[int, Fault] = {}
        self._numbers = itertools.count(1)
        self._lock = threading.Lock()

    def add(self, wish: dict[str, Any]) -> Fault:
        """Plan a fault; raise BadFault."""
        kind, path = wish.get("kind"), wish.get("path", "/cgi-bin/")
        if kind not in KINDS:
            raise BadFault(f"kind must be one of {', '.join(KINDS)}")
        if not isinstance(path, str) or not path.startswith(DOORS):
            raise BadFault(f"path must begin with one of {', '.join(DOORS)}")
        fault = Fault(
            next(self._numbers),
            path,
            kind,
            errcode=_number(wish, "errcode", -1),
            code=str(wish.get("code") or ""),
            seconds=_seconds(wish.get("seconds")),
            left=None if wish.get("times", 1) is None else _number(wish, "times", 1),
        )
        with self._lock:
            self._faults[fault.id] = fault
        return fault

    def take(self, path: str) -> Fault | None:
        """Return the fault that strikes this call, using up one of its times."""
        with self._lock:
            for fault in self._faults.values():
                if path.startswith(fault.path):
                    return self._used(fault)
        return None

    def _used(self, fault: Fault) -> Fault:
        if fault.left is not None and fault.left <= 1:
            del self._faults[fault.id]
        elif fault.left is not None:
            self._faults[fault.id] = replace(fault, left=fault.left - 1)
        return fault

    def clear(self, fault_id: int | None = None) -> None:
        """Forget one fault, or all."""
        with self._lock:
            if fault_id is None:
                self._faults.clear()
            else:
                self._faults.pop(fault_id, None)

    def as_json(self) -> list[dict[str, Any]]:
        """Return the waiting faults as the control API shows them."""
        with self._lock:
            return [asdict(each) for each in self._faults.values()]


def _number(wish: dict[str, Any], name: str, default: int) -> int:
    value = wish.get(name, default)
    if isinstance(value, bool) or not isinstance(value, int):
        raise BadFault(f"{name} must be a whole number")
    return value


def _seconds(value: object) -> float | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or value < 0:
        raise BadFault("seconds must be a number, zero or more")
    return float(value)
