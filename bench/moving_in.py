"""Move in from another system while customers chat: how long it takes, how long they wait.

`python -m bench.moving_in` imports so many purchases as `IMPORT_ROWS` says, 50,000 by default, and
customers ask at a constant rate meanwhile. Every answer is opened; the ledger is checked after.
"""

import csv
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path
from random import Random
from time import monotonic

from sqlalchemy import func, select

from bench.client import Client, body_of
from bench.customers import SERVERS, Customers, customers
from bench.programs import ROOT, Program, shop
from bench.pushes import pushes, reply_in
from bot import clock
from bot.shop.people.models import Person
from bot.shop.points.queries import unbalanced_accounts
from bot.shop.purchases.models import Purchase

ROWS = int(os.environ.get("IMPORT_ROWS", "50000"))
RATE = int(os.environ.get("IMPORT_CHATS", "20"))
MEMBERS = 5000
ROUND = 5  # seconds of chat that are signed together
HEADER = (
    "小票号",
    "销售时间",
    "手机号",
    "商品",
    "货号",
    "品类",
    "数量",
    "单价",
    "金额",
    "门店",
    "导购",
)
GOODS = (
    ("18K金项链", "N18", "项链", 2980),
    ("珍珠耳钉", "E07", "耳饰", 268),
    ("银手链", "B03", "手链", 398),
)
PLACES = (("静安店", "周婷"), ("徐汇店", "陈雨"))


def main() -> None:
    """Measure on each database that is named, on both by default."""
    print("| what | figure |\n|---|---|", flush=True)
    for server in sys.argv[1:] or SERVERS:
        with customers(server, members=MEMBERS) as crowd:
            for what, figure in _moves(server, crowd):
                print(f"| {what} | {figure} |", flush=True)


def _moves(server: str, crowd: Customers) -> Iterator[tuple[str, str]]:
    before = _purchases(crowd)
    file = crowd.folder / "sales.csv"
    _write(file, _phones(crowd))
    with shop(crowd.folder, crowd.settings) as program:
        seconds, waits = _import(crowd, program, file)
    taken = _purchases(crowd) - before
    if taken != ROWS:
        raise ValueError(f"{taken} purchases of {ROWS} are there")
    with crowd.bot.database.reading() as db:
        if wrong := unbalanced_accounts(db):
            raise ValueError(f"{len(wrong)} balances are not the sums of their ledgers")
    yield f"{server}: {ROWS:,} purchases imported", f"{seconds:.1f} s, {ROWS / seconds:,.0f}/s"
    p50, p99 = (1000 * waits[int(len(waits) * share)] for share in (0.5, 0.99))
    told = f"p50 {p50:.0f} ms, p99 {p99:.0f} ms, max {1000 * waits[-1]:.0f} ms, {len(waits)} turns"
    yield f"{server}: {RATE} turns a second beside it", told
    again, _ = _import(crowd, None, file)
    yield f"{server}: the same file again, nothing new", f"{again:.1f} s"


def _import(crowd: Customers, chats: Program | None, file: Path) -> tuple[float, list[float]]:
    """Run the command as an operator does; return its seconds and the waits of who chatted."""
    words = [sys.executable, "-m", "flask", "--app", "wsgi", "purchases", "import", str(file)]
    env = {**os.environ, **crowd.settings, "DATA_DIR": str(crowd.folder)}
    began = monotonic()
    with subprocess.Popen(words, cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True) as process:
        waits = [wait for some in _chats(crowd, chats, process) for wait in some] if chats else []
        told, _ = process.communicate()
    seconds = monotonic() - began
    if process.returncode or json.loads(told)["read"] != ROWS:
        raise ValueError(f"the import failed: {told}")
    return seconds, sorted(waits)


def _chats(
    crowd: Customers, program: Program, process: "subprocess.Popen[str]"
) -> Iterator[list[float]]:
    openids, dice = list(crowd.balances()), Random(1)
    with Client(program.port, 8) as client:
        while process.poll() is None:
            run = client.open_loop(
                pushes("我的积分", dice.choices(openids, k=RATE * ROUND)), rate=RATE
            )
            if run.unanswered or not all(reply_in(body_of(answer)) for _, answer in run.answers):
                raise ValueError("a turn was not answered while the import ran")
            yield run.waits


def _write(file: Path, known: Sequence[str]) -> None:
    """Write sales of three years: half of people who are members, half of new ones."""
    dice, now = Random(1), clock.local(clock.now())
    new = [f"17{dice.randrange(10**9):09}" for _ in range(max(1, ROWS // 10))]
    with file.open("w", encoding="utf-8", newline="") as opened:
        rows = csv.writer(opened)
        rows.writerow(HEADER)
        for number in range(ROWS):
            name, sku, category, yuan = dice.choice(GOODS)
            at = now - timedelta(minutes=dice.randrange(3 * 365 * 24 * 60))
            phone = dice.choice(known if number % 2 else new)
            said = (f"R{number:08}", f"{at:%Y-%m-%d %H:%M:%S}", phone, name, sku, category)
            rows.writerow((*said, 1, yuan, yuan, *dice.choice(PLACES)))


def _phones(crowd: Customers) -> list[str]:
    proved = select(Person.phone).where(Person.phone_state == "verified").order_by(Person.id)
    with crowd.bot.database.reading() as db:
        return [phone for phone in db.scalars(proved) if phone]


def _purchases(crowd: Customers) -> int:
    with crowd.bot.database.reading() as db:
        return db.scalar(select(func.count()).select_from(Purchase)) or 0


if __name__ == "__main__":
    main()
