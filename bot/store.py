"""Redis, in one file. It holds only what may be lost: tokens, locks, jobs."""

from functools import cached_property
from typing import Any

from redis import Redis
from redis.exceptions import RedisError

SECONDS = 2.0
Lost = RedisError
UNBALANCED = "points:unbalanced"  # how many the last nightly check found


class Store:
    """The connection, opened when it is first used."""

    def __init__(self, url: str) -> None:
        self._url = url

    @cached_property
    def redis(self) -> Redis:
        return Redis.from_url(self._url, socket_timeout=30, socket_connect_timeout=SECONDS)

    def answers(self) -> bool:
        """Say whether Redis is there."""
        try:
            return bool(self.redis.ping())
        except Lost:
            return False

    def workers(self) -> int:
        """Count the workers that take jobs; one that died is soon no longer known."""
        from rq.worker_registration import get_keys

        try:
            names = get_keys(connection=self.redis)
            return int(self.redis.exists(*names)) if names else 0
        except Lost:
            return 0

    def read(self, name: str) -> tuple[str, int] | None:
        """Return a short-lived value and its remaining seconds; None when it is gone."""
        with self.redis.pipeline() as pipe:
            pipe.get(name)
            pipe.ttl(name)
            value, left = pipe.execute()
        return (value.decode(), int(left)) if value else None

    def keep(self, name: str, value: str, *, seconds: int) -> None:
        self.redis.set(name, value, ex=max(1, seconds))

    def lock(self, name: str, *, seconds: float) -> Any:
        """Return a lock that frees itself after `seconds`; use it as a context manager."""
        return self.redis.lock(name, timeout=seconds, blocking_timeout=seconds)
