"""Push receipts and answers to the shop, again and again until it says that it has them.

Aliyun repeats after 1, 5 and 10 minutes, Tencent twice; then they are lost.
"""

from __future__ import annotations

import json
import threading
import time
from dataclasses import dataclass

import urllib3

from ..world import World

GAPS = {"aliyun": (1, 5, 10), "tencent": (1, 1)}
LIMIT = 64 * 1024


@dataclass(frozen=True)
class Push:
    """Something to be told: by whom, to which of the shop's two doors, what."""

    provider: str
    door: str  # inbound or report
    body: bytes
    secret: str | None = None

    def path(self, world: World) -> str:
        """Return the door's address at the shop."""
        secret = self.secret if self.secret is not None else world.settings.sms.callback_secret
        return f"/sms/{self.provider}/{secret}/{self.door}"


def written(told: object) -> bytes:
    """Return what is told as JSON."""
    return json.dumps(told, ensure_ascii=False).encode()


def tell(world: World, push: Push, *, delay: float = 0.0, wait: bool = False) -> int:
    """Push, here or in a thread of its own; return the push's number."""
    shown = f"/sms/{push.provider}/…/{push.door}"
    number = world.journal.add(
        "insert into sms_push (path, body) values (?, ?)", shown, push.body.decode(errors="replace")
    )
    if wait:
        _deliver(world, push, number, delay)
    else:
        thread = threading.Thread(target=_deliver, args=(world, push, number, delay), daemon=True)
        thread.start()
    return number


def _deliver(world: World, push: Push, number: int, delay: float) -> None:
    time.sleep(delay)
    for gap in (0, *GAPS[push.provider]):
        time.sleep(gap * world.rules.sms_repeat_seconds)
        taken, answer = _knock(world, push)
        world.journal.run(
            "update sms_push set tries = tries + 1, taken = ?, answer = ? where id = ?",
            *(taken, answer, number),
        )
        if taken:
            return


def _knock(world: World, push: Push) -> tuple[bool, str]:
    """Deliver once; return whether it was taken, and what was answered."""
    try:
        answer = world.pool.request(
            "POST",
            world.settings.bot_url + push.path(world),
            body=push.body,
            headers={"Content-Type": "application/json", "Connection": "close"},
            timeout=world.rules.sms_push_seconds,
            redirect=False,
        )
    except urllib3.exceptions.HTTPError as error:
        return False, type(error).__name__
    text = answer.data[:LIMIT].decode(errors="replace")
    return answer.status == 200 and _is_taken(push.provider, text), f"{answer.status} {text[:200]}"


def _is_taken(provider: str, text: str) -> bool:
    """Read an answer: Aliyun wants a number as `code`, Tencent a zero as `result`."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return False
    if not isinstance(found, dict):
        return False
    if provider == "tencent":
        return found.get("result") == 0
    return isinstance(found.get("code"), int)
