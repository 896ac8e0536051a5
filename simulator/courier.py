"""Carry a push to the bot as WeChat does: five seconds, three times."""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import urlencode

import urllib3

from .instants import real_now, shown, stored
from .packing import Manner, packed, signed
from .pushes import Push
from .rules import Rules
from .verdict import Account, Faulty, Reply, judge

LIMIT = 1024 * 1024
HEADERS = {"Content-Type": "text/xml", "User-Agent": "Mozilla/4.0", "Connection": "close"}


@dataclass(frozen=True)
class Delivery:
    """One knock at the bot's door."""

    started: str | None
    seconds: float
    status: int | None
    outcome: str
    reason: str | None = None
    reply: Reply | None = None


@dataclass(frozen=True)
class Verdict:
    """What the customer sees in the end."""

    verdict: str
    reply: Reply | None
    reason: str | None
    deliveries: tuple[Delivery, ...]

    def as_json(self) -> dict[str, Any]:
        """Return the verdict as the control API shows it."""
        return asdict(self) | {"deliveries": [asdict(each) for each in self.deliveries]}


class Courier:
    """Deliver pushes to one address."""

    def __init__(self, pool: urllib3.PoolManager, url: str) -> None:
        self._pool = pool
        self._url = url

    def carry(self, push: Push, account: Account, rules: Rules, manner: Manner) -> Verdict:
        """Deliver until there is an answer, and judge it."""
        time.sleep(manner.delay)
        knock = self._knocker(push, account, rules, manner)
        if manner.duplicates > 1:
            return _verdict(_at_once(knock, manner.duplicates))
        deliveries: list[Delivery] = []
        begun = time.monotonic()
        for turn in range(max(1, rules.deliveries)):
            time.sleep(max(0.0, begun + turn * rules.delivery_seconds - time.monotonic()))
            deliveries.append(knock())
            if deliveries[-1].outcome not in ("timeout", "unreachable"):
                break
        return _verdict(deliveries)

    def verify(self, account: Account, rules: Rules) -> dict[str, Any]:
        """Ask the bot to prove its token, as the console does when the address is saved."""
        echo = str(secrets.randbelow(10**19))
        query = signed(account, Manner()) | {"echostr": echo}
        begun = time.monotonic()
        try:
            status, body = self._exchange("GET", query, b"", rules.delivery_seconds)
        except urllib3.exceptions.HTTPError as error:
            return {"ok": False, "status": None, "reason": f"请求URL超时: {error}", "body": None}
        right = status == 200 and body == echo.encode()
        return {
            "ok": right,
            "status": status,
            "reason": None if right else "token验证失败",
            "body": body[:200].decode(errors="replace"),
            "seconds": round(time.monotonic() - begun, 3),
        }

    def _knocker(
        self, push: Push, account: Account, rules: Rules, manner: Manner
    ) -> Callable[[], Delivery]:
        def knock() -> Delivery:
            started, begun = shown(stored(real_now())), time.monotonic()
            query, body = packed(push, account, manner)
            try:
                status, answer = self._exchange("POST", query, body, rules.delivery_seconds)
            except urllib3.exceptions.NewConnectionError as error:  # which calls itself a timeout
                return Delivery(started, _since(begun), None, "unreachable", str(error))
            except urllib3.exceptions.TimeoutError:
                return Delivery(started, _since(begun), None, "timeout")
            except urllib3.exceptions.HTTPError as error:
                return Delivery(started, _since(begun), None, "unreachable", str(error))
            if _since(begun) > rules.delivery_seconds:
                return Delivery(started, _since(begun), status, "timeout")
            return _judged(started, _since(begun), (status, answer), push, account)

        return knock

    def _exchange(
        self, method: str, query: dict[str, str], body: bytes, seconds: float
    ) -> tuple[int, bytes]:
        answer = self._pool.request(
            method,
            f"{self._url}?{urlencode(query)}",
            body=body or None,
            headers=HEADERS,
            timeout=urllib3.Timeout(total=seconds),
            redirect=False,
            preload_content=False,
        )
        try:
            return answer.status, answer.read(LIMIT)
        finally:
            answer.release_conn()


def _judged(
    started: str | None, seconds: float, answer: tuple[int, bytes], push: Push, account: Account
) -> Delivery:
    status, body = answer
    try:
        reply = judge(status, body, push, account)
    except Faulty as fault:
        return Delivery(started, seconds, status, "error", str(fault))
    return Delivery(started, seconds, status, "reply" if reply else "silent", None, reply)


def _at_once(knock: Callable[[], Delivery], times: int) -> list[Delivery]:
    deliveries: list[Delivery] = []
    threads = [
        threading.Thread(target=lambda: deliveries.append(knock()), daemon=True)
        for _ in range(times)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return deliveries


def _verdict(deliveries: list[Delivery]) -> Verdict:
    """Weigh several answers: a bad one shows the failure at once, else a reply wins."""
    order = ("error", "reply", "silent", "timeout", "unreachable")
    first = min(deliveries, key=lambda each: order.index(each.outcome))
    if first.outcome in ("reply", "silent"):
        return Verdict(first.outcome, first.reply, None, tuple(deliveries))
    return Verdict("error", None, first.reason or first.outcome, tuple(deliveries))


def _since(begun: float) -> float:
    return round(time.monotonic() - begun, 3)
