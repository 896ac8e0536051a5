"""Redis goes away and comes back: a worker waits in one line and goes on, and stops when asked."""

import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Timer
from typing import Any

import pytest
import redis
from rq import SimpleWorker
from rq.job import Job
from rq.serializers import JSONSerializer

from bot import jobs, worker
from bot.jobs import enqueue, queue_of
from bot.schedule import Scheduler
from tests.people import Opens, OpenShop

AWAY_SECONDS = 0.2
HERS = "13800138000"

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


class Redis:
    """A server that can be taken away: who talks to it is cut off, and finds no socket."""

    def __init__(self, url: str, address: Path) -> None:
        self.address, self._real = address, url.removeprefix("unix://")
        self.link: Any = redis.Redis.from_url(url)

    def comes(self) -> None:
        """Be there."""
        self.address.symlink_to(self._real)

    def goes(self) -> None:
        """Vanish in the middle of whatever is said."""
        self.address.unlink()
        self.link.client_kill_filter(_type="normal", skipme=True)


@pytest.fixture
def server(redis_url: str, tmp_path: Path) -> Redis:
    server = Redis(redis_url, tmp_path / "socket")
    server.comes()
    return server


@pytest.fixture
def shop(opens: Opens, server: Redis, monkeypatch: pytest.MonkeyPatch) -> OpenShop:
    """A shop whose worker looks again at once."""
    monkeypatch.setattr(worker, "AGAIN_SECONDS", 0.05)
    return opens(redis_url=f"unix://{server.address}")


@pytest.fixture
def works(shop: OpenShop) -> Iterator[Callable[[], None]]:
    """Work as the process does, until SIGTERM."""
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}

    def works() -> None:
        enqueue(shop.bot, "deliver")
        with shop.app.app_context():
            worker.work()

    yield works
    for number, handler in before.items():
        signal.signal(number, handler)
    jobs.stopping.clear()


def ask_to_stop() -> None:
    """Do what the supervisor does."""
    os.kill(os.getpid(), signal.SIGTERM)


@pytest.fixture
def said(capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture) -> Callable[[], str]:
    """Return all that an operator reads."""
    return lambda: capfd.readouterr().err + caplog.text


@pytest.fixture
def breaks_at(server: Redis, shop: OpenShop, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Let Redis vanish for a while, once, as the worker begins some part of its work."""

    def comes_back() -> None:
        server.comes()
        enqueue(shop.bot, "deliver")  # the scheduler looks every second

    def breaks(part: str) -> None:
        whole, times = getattr(SimpleWorker, part), iter([True])

        def broken(self: SimpleWorker, *about: Any, **more: Any) -> Any:
            if next(times, False):
                server.goes()
                Timer(AWAY_SECONDS, comes_back).start()
            return whole(self, *about, **more)

        monkeypatch.setattr(SimpleWorker, part, broken)

    return breaks


PARTS = (  # of RQ's way from job to job
    "register_birth",
    "heartbeat",
    "set_state",
    "prepare_job_execution",
    "handle_execution_ended",
    "handle_job_success",
)


@pytest.mark.parametrize("part", PARTS)
def test_a_redis_that_vanishes_at_any_moment_is_waited_for_in_one_line(
    works: Callable[[], None],
    breaks_at: Callable[[str], None],
    said: Callable[[], str],
    monkeypatch: pytest.MonkeyPatch,
    part: str,
) -> None:
    monkeypatch.setattr(jobs, "deliver", ask_to_stop)
    breaks_at(part)
    works()
    words = said()
    assert "Traceback" not in words
    assert words.count("worker waits: ConnectionError") == 1


def test_a_worker_is_stopped_while_redis_is_away(
    works: Callable[[], None],
    server: Redis,
    said: Callable[[], str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def last_job() -> None:
        server.goes()
        Timer(AWAY_SECONDS, ask_to_stop).start()

    monkeypatch.setattr(jobs, "deliver", last_job)
    works()
    assert "Traceback" not in said()


def test_a_worker_that_begins_before_redis_waits_for_it(
    shop: OpenShop,
    server: Redis,
    said: Callable[[], str],
    works: Callable[[], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def comes() -> None:
        server.comes()
        enqueue(shop.bot, "deliver")

    monkeypatch.setattr(jobs, "deliver", ask_to_stop)
    server.goes()
    Timer(AWAY_SECONDS, comes).start()
    with shop.app.app_context():
        worker.work()
    words = said()
    assert "Traceback" not in words
    assert words.count("worker waits: ConnectionError") == words.count("worker goes on") == 1


def test_a_job_that_breaks_is_told_without_a_customers_words(
    shop: OpenShop,
    works: Callable[[], None],
    server: Redis,
    said: Callable[[], str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def breaks() -> None:
        ask_to_stop()
        raise ValueError(HERS)

    monkeypatch.setattr(jobs, "deliver", breaks)
    works()
    words = said()
    assert "bot.jobs.deliver() broke: ValueError" in words
    assert HERS not in words
    (failed,) = queue_of(shop.bot).failed_job_registry.get_job_ids()
    result = Job.fetch(failed, server.link, JSONSerializer).latest_result()
    assert (result and result.exc_string) == ""


def test_a_demos_scheduler_that_begins_before_redis_waits_for_it(
    shop: OpenShop, server: Redis, said: Callable[[], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    server.goes()
    monkeypatch.setattr("bot.schedule.TICK_SECONDS", 0.01)
    looks = iter([True, True, False])
    Scheduler(shop.bot).run(lambda: next(looks))
    words = said()
    assert "Traceback" not in words
    assert words.count("scheduler waits: ConnectionError") == 1
