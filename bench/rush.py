"""Customers chat while very many messages are due in the same minute.

`python -m bench.rush` writes 200,000 due messages (`DUE=20000` names another number), lets the
shop's worker deliver them and customers write meanwhile, 20 a second for a minute. Nobody may hear
twice, every customer is answered, and what counts is how long she waits.
"""

import os
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.client import Client, body_of
from bench.customers import KEYS, SERVERS, database
from bench.delivering import fill, openid, redis, shop_of
from bench.programs import Program, shop
from bench.pushes import ENVIRONMENT, drawn, pushes, reply_in
from bench.wechat import told, wechat

DUE = int(os.environ.get("DUE", "200000"))
TURNS, SECONDS = 20, 60
ANSWERS_AFTER = 0.03
FORENOON = 11  # the shop stands where it is eleven now: nobody has to keep quiet
Row = tuple[str, str]


def main() -> None:
    """Measure on each database that is named, on both by default."""
    print("| what | figure |\n|---|---|", flush=True)
    for server in sys.argv[1:] or SERVERS:
        for what, figure in _rush(server):
            print(f"| {what} | {figure} |", flush=True)


def _rush(server: str) -> Iterator[Row]:
    with (
        TemporaryDirectory(prefix="huitouke-bench-") as folder,
        database(server) as url,
        redis() as store,
        wechat(ANSWERS_AFTER) as address,
    ):
        places = {"DATABASE_URL": url, "REDIS_URL": store, "WECHAT_API_BASE": address}
        settings = ENVIRONMENT | KEYS | places | {"TIMEZONE": _where_it_is(FORENOON)}
        bot = shop_of(Path(folder), settings)
        fill(bot, DUE)
        bot.database.engine.dispose()
        with shop(Path(folder), settings) as program:
            waits = sorted(_chat(program))
            heard = told(address)
    if heard["heard"] != heard["people"]:
        raise ValueError(f"somebody heard twice: {heard}")
    p50, p99 = (1000 * waits[int(len(waits) * share)] for share in (0.5, 0.99))
    spread = f"p50 {p50:.0f} ms, p99 {p99:.0f} ms, max {1000 * waits[-1]:.0f} ms"
    yield f"{server}: {TURNS} turns a second while {DUE:,} are due", spread
    yield f"{server}: delivered meanwhile", f"{heard['heard'] / SECONDS:.0f}/s"


def _chat(program: Program) -> list[float]:
    """Let customers ask for their points; return how long each waited."""
    openids = drawn([openid(n) for n in range(1, DUE + 1)], TURNS * SECONDS)
    with Client(program.port, 8) as client:
        run = client.open_loop(pushes("我的积分", openids), rate=TURNS)
    if run.unanswered or not all(reply_in(body_of(answer)) for _, answer in run.answers):
        raise ValueError("a turn was not answered")
    return run.waits


def _where_it_is(hour: int) -> str:
    """Return a time zone in which it is this hour now; POSIX counts them the other way round."""
    east = (hour - datetime.now(UTC).hour + 11) % 24 - 11
    return f"Etc/GMT{-east:+d}"


if __name__ == "__main__":
    main()
