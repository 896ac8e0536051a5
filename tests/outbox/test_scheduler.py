"""One scheduler acts, Redis may forget everything, and still each message leaves once."""

from collections.abc import Callable

import pytest
import redis
from rq import SimpleWorker
from rq.serializers import JSONSerializer
from sqlalchemy import update

from bot import clock
from bot.db import Lease
from bot.jobs import queue_of
from bot.schedule import DAILY, Scheduler
from tests.outbox.desk import Desk
from tests.people import OpenShop, at_once
from tests.wechat import Fan, WeChat


@pytest.fixture
def wang(wechat: WeChat) -> Fan:
    """王姐, who wrote a moment ago."""
    fan = wechat.fan()
    fan.says("你好")
    return fan


@pytest.fixture
def works(shop: OpenShop, monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Let a worker do the jobs that wait, in this process."""

    def work() -> None:
        queue = queue_of(shop.bot)
        worker = SimpleWorker([queue], connection=queue.connection, serializer=JSONSerializer)
        monkeypatch.setattr(worker, "_install_signal_handlers", lambda: None)
        with shop.app.app_context():
            worker.work(burst=True, logging_level="ERROR")

    return work


def test_what_is_due_leaves_by_tick_and_worker(
    shop: OpenShop, desk: Desk, wang: Fan, works: Callable[[], None]
) -> None:
    desk.writes(wang, "到点了")
    assert "deliver" in Scheduler(shop.bot).tick()
    works()
    assert wang.sees() == ["到点了"]
    assert "deliver" not in Scheduler(shop.bot).tick()


def test_of_two_schedulers_one_acts(shop: OpenShop, desk: Desk, wang: Fan) -> None:
    desk.writes(wang)
    first, second = Scheduler(shop.bot, name="first"), Scheduler(shop.bot, name="second")
    asked = at_once(first.tick, second.tick)
    assert sorted(map(bool, asked)) == [False, True]


def test_a_scheduler_that_died_is_followed_by_another(
    shop: OpenShop, desk: Desk, wang: Fan, redis_url: str
) -> None:
    Scheduler(shop.bot, name="died").tick()
    redis.Redis.from_url(redis_url).flushall()
    desk.writes(wang)
    heir = Scheduler(shop.bot, name="heir")
    assert heir.tick() == []
    with shop.bot.database.transaction() as db:
        db.execute(update(Lease).values(until=clock.real_now()))
    assert "deliver" in heir.tick()


def test_a_redis_that_forgot_loses_nothing_and_doubles_nothing(
    shop: OpenShop, desk: Desk, wang: Fan, works: Callable[[], None], redis_url: str
) -> None:
    scheduler = Scheduler(shop.bot)
    desk.writes(wang, "第一句")
    scheduler.tick()
    redis.Redis.from_url(redis_url).flushall()
    works()
    assert wang.sees() == []
    scheduler.tick()
    works()
    redis.Redis.from_url(redis_url).flushall()
    desk.writes(wang, "第二句")
    scheduler.tick()
    works()
    assert wang.sees() == ["第一句", "第二句"]


def test_jobs_are_not_heaped_up_while_nobody_works(shop: OpenShop, desk: Desk, wang: Fan) -> None:
    desk.writes(wang)
    scheduler = Scheduler(shop.bot)
    for _ in range(5):
        scheduler.tick()
    assert queue_of(shop.bot).count <= 2 + len(DAILY)  # each job once


def test_jobs_hold_nothing_of_a_customer(
    shop: OpenShop, desk: Desk, wang: Fan, redis_url: str
) -> None:
    desk.writes(wang, "她的秘密")
    Scheduler(shop.bot).tick()
    server = redis.Redis.from_url(redis_url)
    kept = b"".join(server.dump(key) or b"" for key in server.keys("rq:*"))
    assert "她的秘密".encode() not in kept
    assert wang.openid.encode() not in kept
