"""Let customers talk for a long time, and see that nothing breaks and memory stays what it was.

`SOAK_SECONDS` says how long: ten minutes by default.
"""

import os
import random
import sys
from collections.abc import Iterator
from time import monotonic

from sqlalchemy import func, select

from bench.client import Client, Run, body_of
from bench.customers import Customers, customers
from bench.programs import Program, shop
from bench.pushes import pushes, reply_in
from bot.dialogue.models import Inbox

SECONDS = float(os.environ.get("SOAK_SECONDS", "600"))
MEMBERS, RATE, ROUND = 2000, 50, 10
QUESTIONS = ("我的积分", "积分怎么来的", "你好", "几点关门", "我是什么等级", "谢谢", "今天天气")
SETTLED = 0.3  # of the time: until then caches fill
GROWS_AT_MOST = 1.15


def main() -> int:
    """Soak; return 0 where all were answered and memory has settled, else 1."""
    with (
        customers("SQLite", members=MEMBERS) as crowd,
        shop(crowd.folder, crowd.settings) as program,
    ):
        weights = list(_rounds(crowd, program))
        broken = _broken(crowd)
    settled, last = weights[int(len(weights) * SETTLED)], weights[-1]
    print(f"memory {settled:.0f} MiB once settled, {last:.0f} MiB at the end; {broken} turns broke")
    return int(broken > 0 or last > settled * GROWS_AT_MOST)


def _rounds(crowd: Customers, program: Program) -> Iterator[float]:
    """Ask for some seconds at a time, everything signed anew; give the memory after each."""
    end, openids = monotonic() + SECONDS, list(crowd.balances())
    with Client(program.port, 16) as client:
        while monotonic() < end:
            run = client.open_loop(_requests(openids), rate=RATE)
            late = _late(run)
            weight = program.pss_mib()
            told = f"p99 {run.milliseconds(0.99):.0f} ms, {late} late, {weight:.0f} MiB"
            print(f"{end - monotonic():5.0f} s left, {told}", flush=True)
            yield weight


def _requests(openids: list[str]) -> list[bytes]:
    asking = random.choices(openids, k=RATE * ROUND)
    return [pushes(random.choice(QUESTIONS), [openid])[0] for openid in asking]


def _late(run: Run) -> int:
    """Count what is left to a worker because it took four seconds; raise for what is no reply."""
    if run.unanswered:
        raise ValueError(f"{run.unanswered} pushes were not answered")
    bodies = [body_of(answer) for _, answer in run.answers]
    return len(bodies) - len([reply_in(body) for body in bodies if body != b"success"])


def _broken(crowd: Customers) -> int:
    with crowd.bot.database.reading() as db:
        return db.scalar(select(func.count()).where(Inbox.state == "failed")) or 0


if __name__ == "__main__":
    sys.exit(main())
