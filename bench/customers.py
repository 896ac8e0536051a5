"""A shop full of members on one of the two databases, and what each of them must be told."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import func, select

from bench.client import Run, body_of
from bench.pushes import ENVIRONMENT, reply_in
from bot import clock
from bot.db import migrate
from bot.demo_data import seed_demo
from bot.dialogue.models import Inbox
from bot.settings import load_settings
from bot.shop.people.models import Identity
from bot.shop.points.models import PointEntry
from bot.wiring import Bot
from handlers import FLOWS, INTENTS
from tests.databases import PostgreSQL

KEYS = {
    "SECRET_KEY": "for sessions while measuring",
    "FIELD_KEYS": "for stored fields while measuring",
    "HASH_KEY": "for look-ups while measuring",
}
SERVERS = ("SQLite", "PostgreSQL")


@dataclass(frozen=True)
class Customers:
    """A seeded shop that is ready to be started."""

    folder: Path
    settings: dict[str, str]
    bot: Bot
    seeded: dict[str, Any]

    def balances(self) -> dict[str, int]:
        """Return the points of everybody who has some, by openid, summed from the ledger."""
        sums = (
            select(Identity.external_id, func.sum(PointEntry.left))
            .join(PointEntry, PointEntry.person_id == Identity.person_id)
            .where(Identity.channel == "wechat", PointEntry.expires_on >= clock.today())
            .group_by(Identity.external_id)
            .having(func.sum(PointEntry.left) > 0)
            .order_by(Identity.external_id)
        )
        with self.bot.database.reading() as db:
            return {openid: int(points) for openid, points in db.execute(sums)}

    def answered(self) -> int:
        """Count the turns that are committed with their reply."""
        done = (Inbox.state == "done") & Inbox.reply.is_not(None)
        with self.bot.database.reading() as db:
            return db.scalar(select(func.count()).select_from(Inbox).where(done)) or 0


@contextmanager
def customers(server: str, *, members: int, purchases_each: int = 3) -> Iterator[Customers]:
    """Give a shop with so many members, with all that keeps a commit safe switched on."""
    with TemporaryDirectory(prefix="huitouke-bench-") as folder, database(server) as url:
        settings = {**ENVIRONMENT, **KEYS, "DATABASE_URL": url}
        values = {name.lower(): value for name, value in settings.items()}
        bot = Bot(load_settings(_env_file=None, data_dir=Path(folder), **values), INTENTS, FLOWS)
        migrate(bot.settings)
        yesterday = clock.today() - timedelta(days=1)
        sizes = {"members": members, "purchases": members * purchases_each}
        seeded = seed_demo(bot, **sizes, seed=1, until=yesterday)
        yield Customers(Path(folder), settings, bot, seeded)
        bot.database.engine.dispose()


def check_answers(run: Run, openids: list[str], balances: dict[str, int]) -> None:
    """Open every reply; raise ValueError for the first that is missing or tells wrong points."""
    if run.unanswered:
        raise ValueError(f"{run.unanswered} pushes were not answered")
    for place, answer in run.answers:
        words, points = reply_in(body_of(answer)), balances[openids[place]]
        if f"现在有{points:,}分" not in words:
            raise ValueError(f"{points} points were told as {words!r}")


@contextmanager
def database(server: str) -> Iterator[str]:
    if server == "SQLite":  # in the data folder, WAL and synchronous=FULL as always
        yield ""
        return
    cluster = PostgreSQL(options=())  # fsync and synchronous_commit are on by default
    try:
        cluster.start()
        cluster.run("CREATE DATABASE shop")
        yield cluster.url("shop")
    finally:
        cluster.stop()
