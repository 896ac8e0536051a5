"""Who may call: the holder of the key. Wrong keys are tried at a human pace."""

import hmac
import threading
import time
from collections.abc import Callable

from bot.web.api.problems import Problem

ROLE_OF_THE_FIRST = "head_office"
LONGEST = 200  # characters of a key
TRIES = 30
TRIES_PER_SECOND = 1.0


class Gate:
    """Lets the right key through at any pace; wrong ones use up a bucket that refills slowly."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._left = float(TRIES)
        self.opened_at = self._counted_at = time.monotonic()

    def check(self, authorization: str, key: str, role_of: Callable[[str], str | None]) -> str:
        """Return the role of the key in the header; raise Problem where it holds none.

        `key` is the first one, from the settings, of which a shop may have none; `role_of` knows
        the others.
        """
        scheme, _, given = authorization.partition(" ")
        given = given.strip()
        if scheme.lower() != "bearer" or not given:
            raise Problem(401, "no_key")
        if key and hmac.compare_digest(given.encode(), key.encode()):
            return ROLE_OF_THE_FIRST
        if len(given) <= LONGEST and (role := role_of(given)):
            return role
        if not self._may_try():
            raise Problem(429, "too_many_keys", retry_after=round(1 / TRIES_PER_SECOND))
        raise Problem(401, "wrong_key")

    def _may_try(self) -> bool:
        with self._lock:
            now = time.monotonic()
            refilled = (now - self._counted_at) * TRIES_PER_SECOND
            self._left, self._counted_at = min(TRIES, self._left + refilled), now
            if self._left < 1:
                return False
            self._left -= 1
            return True
