"""How many messages leave in a second by one worker, beside RQ with a job for each.

`python -m bench.delivering` sends 5,000 (`DELIVER=20000` names another number) on both databases:
half thanks, half planned care, to people who wrote today, with the whole policy. WeChat answers
after 30 ms. Each person must have heard once.
"""

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from datetime import time as hour
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic
from typing import Any

import urllib3
from rq import Queue, SimpleWorker
from rq.serializers import JSONSerializer
from sqlalchemy import insert

from bench.customers import KEYS, SERVERS, database
from bench.programs import processor_seconds
from bench.pushes import ENVIRONMENT
from bench.wechat import told, wechat
from bot import clock
from bot.db import Base, migrate
from bot.jobs import QUEUE
from bot.outbox.models import DoorGrant, Message
from bot.settings import load_settings
from bot.shop.consent.models import Consent
from bot.shop.members.models import Member
from bot.shop.people.models import Identity, Person
from bot.shop.purchases.models import Purchase, PurchaseLine
from bot.store import Store
from bot.supervisor import valkey
from bot.wiring import Bot
from handlers import FLOWS, INTENTS

MESSAGES = int(os.environ.get("DELIVER", "5000"))
ANSWERS_AFTER = 0.03
PLAIN = 500
SLICE = 5000
_http = urllib3.PoolManager(maxsize=1, retries=False)
Row = tuple[str, str]


def main() -> None:
    """Measure on each database that is named, on both by default."""
    if sys.argv[1:2] == ["once"]:
        _deliver_once(Path(sys.argv[2]))
        return
    print("| what | figure |\n|---|---|", flush=True)
    for what, figure in _rows(sys.argv[1:] or SERVERS):
        print(f"| {what} | {figure} |", flush=True)


def _rows(servers: list[str] | tuple[str, ...]) -> Iterator[Row]:
    with redis() as store, wechat(ANSWERS_AFTER) as address:
        yield "one job a message, RQ's plain worker", f"{_plain(store, address):,.0f}/s"
    for server in servers:
        with redis() as store, wechat(ANSWERS_AFTER) as address:
            yield from _delivers(server, store, address)


def _delivers(server: str, store: str, address: str) -> Iterator[Row]:
    with TemporaryDirectory(prefix="huitouke-bench-") as folder, database(server) as url:
        more = {"DATABASE_URL": url, "REDIS_URL": store, "WECHAT_API_BASE": address}
        environment = ENVIRONMENT | KEYS | more
        bot = shop_of(Path(folder), environment)
        fill(bot, MESSAGES)
        before = _server_seconds(url)
        said = _once(folder, environment)
        theirs = (_server_seconds(url) - before) * 1000 / MESSAGES
        bot.database.engine.dispose()
    heard = told(address)
    if (heard["heard"], heard["people"]) != (MESSAGES, MESSAGES):
        raise ValueError(f"of {MESSAGES} messages, one a person, WeChat heard {heard}")
    took = f"processor a message: {said['own']} ms ours"
    took += f", {theirs:.1f} ms the database's" if url else ""
    yield f"{server}: one worker, whole policy", f"{said['rate']}/s; {took}"


def _once(folder: str, environment: Mapping[str, str]) -> dict[str, str]:
    """Deliver in a process of its own, as a worker does; return what it said."""
    words = [sys.executable, "-m", "bench.delivering", "once", folder]
    env = os.environ | environment
    done = subprocess.run(words, env=env, capture_output=True, text=True, check=True)
    return dict(each.split("=") for each in done.stdout.split())


def _deliver_once(folder: Path) -> None:
    bot = shop_of(folder, os.environ)
    bot.post, bot.speaker  # noqa: B018 - made before the clock runs
    began, used = monotonic(), time.process_time()
    sent = bot.post.deliver_all()["sent"]
    seconds, own = monotonic() - began, time.process_time() - used
    print(f"rate={sent / seconds:.0f} own={own * 1000 / max(sent, 1):.1f}")


def shop_of(folder: Path, environment: Mapping[str, str]) -> Bot:
    """Make the shop; it is eleven in the morning there, when it may speak first."""
    known = (*ENVIRONMENT, *KEYS, "DATABASE_URL", "REDIS_URL", "TIMEZONE")
    values = {name.lower(): environment[name] for name in known if name in environment}
    bot = Bot(load_settings(_env_file=None, data_dir=folder, **values), INTENTS, FLOWS)
    migrate(bot.settings)
    clock.use_zone(bot.settings.zone)
    clock.run_ahead(clock.at(clock.local(clock.real_now()).date(), hour(11)) - clock.real_now())
    return bot


def fill(bot: Bot, messages: int) -> None:
    """Write people who wrote an hour ago: the odd ones bought today, the others three days ago."""
    now = clock.now()
    with bot.database.engine.begin() as link:
        for first in range(1, messages + 1, SLICE):
            people = range(first, min(first + SLICE, messages + 1))
            for table, rows in _tables(people, now).items():
                link.execute(insert(table), rows)


def _tables(people: range, now: datetime) -> dict[type[Base], list[dict[str, Any]]]:
    yes = {"channel": "wechat", "granted": True, "wording": "1", "at": now}
    return {
        Person: [{"id": n, "created_at": now, "name": f"王芳{n}"} for n in people],
        Identity: [_identity(n, now) for n in people],
        Member: [_member(n, now) for n in people],
        Consent: [{"person_id": n, "purpose": p, **yes} for n in people for p in CONSENTS],
        DoorGrant: [
            {"person_id": n, "cause": "message", "until": now + timedelta(hours=47), "left": 5}
            for n in people
        ],
        Purchase: [_purchase(n, now) for n in people],
        PurchaseLine: [_line(n) for n in people],
        Message: [_thanks(n, now) if n % 2 else _care(n, now) for n in people],
    }


CONSENTS = ("care", "service")


def _identity(n: int, now: datetime) -> dict[str, Any]:
    known = {"channel": "wechat", "external_id": openid(n), "reach": "open"}
    return {"id": n, "person_id": n, "reach_since": now, **known}


def openid(n: int) -> str:
    """Return by which WeChat knows the person with this number."""
    return f"oBench{n:022}"


def _member(n: int, now: datetime) -> dict[str, Any]:
    return {"person_id": n, "joined_at": now, "level": "regular", "level_since": now}


def _purchase(n: int, now: datetime) -> dict[str, Any]:
    at = now - timedelta(hours=2, days=0 if n % 2 else 3)
    about = {"id": n, "till": "T1", "receipt": f"R{n}", "person_id": n, "total_fen": 12800}
    return about | {"at": at, "day": clock.local(at).date()}


def _line(n: int) -> dict[str, Any]:
    what = {"sku": "B03", "name": "银手链", "category": "手链", "quantity": 1, "price_fen": 12800}
    return {"purchase_id": n, "number": 1, **what}


def _thanks(n: int, now: datetime) -> dict[str, Any]:
    words = {"journey": "thanks", "purpose": "service", "key": "thanks.plain", "kind": "thanks"}
    return _message(n, now) | words | {"caused_at": now - timedelta(hours=2)}


def _care(n: int, now: datetime) -> dict[str, Any]:
    words = {"journey": "day3", "purpose": "care", "key": "day3.own", "kind": "care"}
    return _message(n, now) | words | {"subject_id": n}


def _message(n: int, now: datetime) -> dict[str, Any]:
    due = now - timedelta(minutes=5)
    until = {"due": due, "look_at": due, "not_after": now + timedelta(hours=8), "created_at": now}
    blank: dict[str, Any] = {"caused_at": None, "subject_id": None, "params": {}}
    return {"id": n, "person_id": n, "dedupe": f"bench:{n}", **blank, **until}


def _server_seconds(url: str) -> float:
    """Return the processor time of PostgreSQL so far; SQLite has none of its own."""
    if not url:
        return 0.0
    folder = Path(url.partition("host=")[2])
    return processor_seconds(int((folder / "data" / "postmaster.pid").read_text().split()[0]))


@contextmanager
def redis() -> Iterator[str]:
    """Give the address of a Valkey of our own."""
    with TemporaryDirectory(prefix="huitouke-bench-") as folder:
        socket = Path(folder) / "s"
        words = valkey.command(Path(folder), socket)
        with subprocess.Popen(words, stdout=subprocess.DEVNULL) as server:
            try:
                while not valkey.answers(socket):
                    time.sleep(0.02)
                yield f"unix://{socket}"
            finally:
                server.terminate()


def _plain(store: str, address: str) -> float:
    """Send as most bots do: a job for each message; nothing is asked and nothing kept."""
    connection = Store(store).redis
    queue = Queue(QUEUE, connection=connection, serializer=JSONSerializer)
    for number in range(PLAIN):
        queue.enqueue(
            "bench.delivering.send_one", f"{address}/cgi-bin/message/custom/send", f"oPlain{number}"
        )
    worker = SimpleWorker([queue], connection=connection, serializer=JSONSerializer)
    began = monotonic()
    worker.work(burst=True, logging_level="ERROR")
    return PLAIN / (monotonic() - began)


def send_one(url: str, openid: str) -> int:
    """Send one message with one call."""
    body = {"touser": openid, "msgtype": "text", "text": {"content": "谢谢您今天来。"}}
    return _http.request("POST", url, json=body).status


if __name__ == "__main__":
    main()
