"""Who takes the jobs: one process, job after job, calm where Redis goes away."""

import logging
import sys
import time
from contextlib import suppress
from typing import Any

from flask import current_app
from rq import Queue, SimpleWorker
from rq.exceptions import StopRequested
from rq.job import Job
from rq.serializers import JSONSerializer
from rq.worker_registration import register

from bot.jobs import queue_of, stopping
from bot.store import Lost
from bot.traces import Absence, where_it_broke
from bot.wiring import bot_of

log = logging.getLogger(__name__)

KNOWN_SECONDS = 30  # an idle worker says about twice as often that it is there
AGAIN_SECONDS = 1.0


def work() -> None:
    """Take jobs until told to stop; runs inside the app's context.

    One process does job after job, so that connections to WeChat stay open between them. A job
    that a lost Redis takes along is asked for again: the rows it works on are in the database.
    """
    bot = bot_of(current_app)
    bot.database.give_way()
    queue, redis = queue_of(bot), Absence("worker")
    hears, rq_log = _HearsOfLoss(redis), logging.getLogger("rq.worker")
    rq_log.addFilter(hears)
    with suppress(StopRequested):  # the signal may come while we wait
        while not stopping.is_set():
            try:
                Worker(queue, redis).work(logging_level="WARNING")
            except Lost as error:
                redis.noticed(error)
            if not redis.lasts:
                break
            time.sleep(AGAIN_SECONDS)
    rq_log.removeFilter(hears)


class Worker(SimpleWorker):
    """Stays known, also to a Redis that has forgotten everything; stops, also without Redis."""

    max_connection_wait_time = AGAIN_SECONDS

    def __init__(self, queue: Queue, redis: Absence) -> None:
        connection, ttl = queue.connection, KNOWN_SECONDS
        super().__init__([queue], connection=connection, serializer=JSONSerializer, worker_ttl=ttl)
        self._redis = redis

    def heartbeat(self, timeout: int | None = None, pipeline: Any = None) -> None:
        super().heartbeat(timeout, pipeline)
        register(self, pipeline)
        if pipeline is None:
            self._redis.over()

    def subscribe(self) -> None:
        """Take no commands by Redis: nobody sends any."""

    def handle_exception(self, job: Job, *exc_info: Any) -> None:
        log.error("%s broke: %s", job.description, where_it_broke(exc_info[1]))

    def handle_job_failure(self, job: Job, *about: Any, **more: Any) -> None:
        """Keep that it failed; an error's own words, which may hold a customer's, are not kept."""
        super().handle_job_failure(job, *about, **{**more, "exc_string": ""})

    def handle_warm_shutdown_request(self) -> None:
        stopping.set()

    def set_shutdown_requested_date(self) -> None:
        with suppress(Lost):
            super().set_shutdown_requested_date()  # type: ignore[no-untyped-call]


class _HearsOfLoss(logging.Filter):
    """Notices a lost Redis where RQ tells of it, and tells it in one line instead."""

    def __init__(self, redis: Absence) -> None:
        super().__init__()
        self._redis = redis

    def filter(self, record: logging.LogRecord) -> bool:
        error = sys.exc_info()[1]
        if isinstance(error, Lost):
            self._redis.noticed(error)
            return False
        return True
