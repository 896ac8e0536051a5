"""Whatever is killed while messages leave: each arrives once, or people look at it.

`CHAOS_MESSAGES=100000 pytest -m soak tests/outbox/test_chaos.py` disturbs a big crowd.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from random import Random
from time import sleep

import pytest
from sqlalchemy import select, update

from bench.delivering import fill, openid, shop_of
from bench.programs import free_port
from bench.wechat import heard_in
from bot import clock
from bot.outbox.models import Message
from bot.shop.tasks.models import Task
from bot.wiring import Bot
from tests.databases import ACCOUNT, KEYS, PostgreSQL
from tests.whole.running import wait_for

MESSAGES = int(os.environ.get("CHAOS_MESSAGES", "100000"))
SEED = int(os.environ.get("CHAOS_SEED", "3"))
SMALL = 1000
HASTY, PATIENT = (0.05, 0.4), (3.0, 15.0)  # seconds from one disturbance to the next
A_MINUTE = timedelta(minutes=1)


class Street:
    """Two workers, WeChat, and a database: all of them can be cut off."""

    def __init__(self, folder: Path, server: PostgreSQL, redis_url: str, count: int) -> None:
        self.server, self.count, self.journal = server, count, folder / "heard"
        self.port = free_port()
        self.env = {
            **{name.upper(): value for name, value in (ACCOUNT | KEYS).items()},
            "WECHAT_AES_KEY": "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG",
            "WECHAT_API_BASE": f"http://127.0.0.1:{self.port}",
            "DATABASE_URL": server.url("chaos"),
            "REDIS_URL": redis_url,
        }
        self.folder = folder
        self.bot: Bot = shop_of(folder, self.env)
        fill(self.bot, count)
        self.wechat = self._wechat()
        self.workers = [self._worker(), self._worker()]

    def has_begun(self) -> bool:
        """Say whether anybody has heard."""
        return self.journal.exists() and self.journal.stat().st_size > 0

    def disturb(self, dice: Random) -> str:
        """Cut one of them off; who was killed begins again."""
        what = dice.choice(("worker", "worker", "wechat", "database"))
        if what == "worker":
            place = dice.randrange(len(self.workers))
            self._kill(self.workers[place])
            self.workers[place] = self._worker()
        elif what == "wechat":
            self._kill(self.wechat)
            self.wechat = self._wechat()
        else:
            self.server.run(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'chaos'"
            )
        return what

    def works(self) -> bool:
        """Say whether anything is left to do; a worker that gave up is started again."""
        for place, worker in enumerate(self.workers):
            if worker.poll():
                self.workers[place] = self._worker()
        return any(worker.poll() is None for worker in self.workers)

    def ends(self) -> None:
        """Let claims and pauses run out until nothing is open any more."""
        for worker in self.workers:
            worker.wait(600)
        self.bot.database.engine.dispose()
        for _ in range(6):
            self._time_passes()
            self.bot.post.deliver_all()

    def _time_passes(self) -> None:
        is_open = Message.state.in_(("planned", "waiting"))
        with self.bot.database.transaction() as db:
            db.execute(update(Message).where(is_open).values(look_at=clock.now() - A_MINUTE))
            claimed = update(Message).where(Message.claimed_until.is_not(None))
            db.execute(claimed.values(claimed_until=clock.real_now() - A_MINUTE))

    def close(self) -> None:
        """End what is left."""
        for process in (self.wechat, *self.workers):
            self._kill(process)
        self.bot.database.engine.dispose()

    def _worker(self) -> subprocess.Popen[bytes]:
        return self._runs("bench.delivering", "once", str(self.folder))

    def _wechat(self) -> subprocess.Popen[bytes]:
        return self._runs("bench.wechat", "0.03", str(self.port), str(self.journal))

    def _runs(self, *words: str) -> subprocess.Popen[bytes]:
        quiet = subprocess.DEVNULL
        command = ["setpriv", "--pdeathsig=KILL", sys.executable, "-m", *words]
        return subprocess.Popen(command, env=os.environ | self.env, stdout=quiet, stderr=quiet)

    def _kill(self, process: subprocess.Popen[bytes]) -> None:
        process.send_signal(signal.SIGKILL)
        process.wait()


@pytest.fixture
def street(
    request: pytest.FixtureRequest, postgresql: PostgreSQL, redis_url: str, tmp_path: Path
) -> Iterator[Street]:
    postgresql.run("CREATE DATABASE chaos")
    street = Street(tmp_path, postgresql, redis_url, request.param)
    yield street
    street.close()
    postgresql.run("DROP DATABASE chaos WITH (FORCE)")


@pytest.mark.parametrize(
    "street", [80, pytest.param(MESSAGES, marks=pytest.mark.soak)], indirect=True
)
def test_each_message_arrives_once_or_people_look_at_it(street: Street) -> None:
    dice, done = Random(SEED), Counter[str]()
    wait_for(street.has_begun, seconds=60)
    is_small = street.count <= SMALL
    while street.works() and (done.total() < 6 or not is_small):
        sleep(dice.uniform(*(HASTY if is_small else PATIENT)))  # a worker needs time to begin
        done[street.disturb(dice)] += 1
    street.ends()
    heard, states = heard_in(street.journal), Counter[str]()
    with street.bot.database.reading() as db:
        looked_at = set(db.scalars(select(Task.dedupe)))
        for id_, person_id, state in db.execute(
            select(Message.id, Message.person_id, Message.state)
        ):
            states[state] += 1
            times = heard[openid(person_id)]
            assert times == 1 if state == "sent" else times <= (state == "uncertain")
            assert state == "sent" or f"outbox:{id_}:alarm" in looked_at, (state, SEED)
    print(f"seed {SEED}: {dict(done)}, {dict(states)}")
    assert states.total() == street.count
    assert set(states) <= {"sent", "uncertain", "failed"}
