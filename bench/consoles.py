"""A hundred open consoles beside customers who chat, and how long each page takes.

`python -m bench.consoles` makes a shop of `CONSOLE_MEMBERS` members, 20,000 by default, with ten
purchases each; beyond 20,000 they are copies of each other. `CONSOLE_WAITING` of them, 200 by
default, wait for an answer, one in ten of these complained. A hundred colleagues have the inbox
open, whose page looks every three seconds for news and every five at what is above it, while thirty
customers a second ask for their points; every answer to them is opened.
"""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from heapq import heapify, heappop, heappush
from html import unescape
from itertools import repeat
from random import uniform
from statistics import median
from time import monotonic, sleep

import urllib3
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bench.client import Client
from bench.customers import SERVERS, Customers, check_answers, customers
from bench.growing import grow
from bench.programs import shop
from bench.pushes import drawn, pushes
from bot import clock
from bot.channels.incoming import Incoming
from bot.db import put
from bot.dialogue.turn import take_turn
from bot.shop.people.models import Person
from bot.shop.staff.models import Staff
from bot.shop.staff.sessions import begin_session
from bot.wiring import Bot

MEMBERS = int(os.environ.get("CONSOLE_MEMBERS", "20000"))
SEEDED, PURCHASES_EACH = 20_000, 10
WAITING = int(os.environ.get("CONSOLE_WAITING", "200"))
CONSOLES = 100
TURNS, SECONDS = 30, 30
LOOKS = 20  # at each page
PAGES = (
    *("", "talks", "complaints", "counter", "customers", "settings", "health", "audit"),
    *("customers?q=王芳", "customers?q=0001"),
)
# what an open page asks for again by itself, and every how many seconds
_POLLED = re.compile(r'hx-get="([^"]+)" hx-trigger="every (\d+)s"')
Row = tuple[str, str]


def main() -> None:
    """Measure on each database that is named, on both by default."""
    if sys.argv[1:2] == ["look"]:
        port, *tokens = sys.argv[2:]
        print(*(f"{wait:.4f}" for wait in _look_all(int(port), tokens)))
        return
    print("| what | figure |\n|---|---|", flush=True)
    for server in sys.argv[1:] or SERVERS:
        seeded = min(MEMBERS, SEEDED)
        with customers(server, members=seeded, purchases_each=PURCHASES_EACH) as crowd:
            grow(crowd.bot.database.engine, MEMBERS // seeded - 1)
            for what, figure in _measured(server, crowd):
                print(f"| {what} | {figure} |", flush=True)


def _measured(server: str, crowd: Customers) -> Iterator[Row]:
    tokens, balances = crowd.bot.database.run(_log_in), crowd.balances()
    waiting = _let_wait(crowd.bot, list(balances))
    others = [openid for openid in balances if openid not in waiting]
    with shop(crowd.folder, crowd.settings) as program:
        yield from _pages(server, program.port, tokens[0], crowd)
        words = [sys.executable, "-m", "bench.consoles", "look", str(program.port), *tokens]
        with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as consoles:
            assert consoles.stdout
            consoles.stdout.readline()  # all of them have their page
            openids = drawn(others, TURNS * SECONDS)
            with Client(program.port, 16) as client:
                run = client.open_loop(pushes("我的积分", openids), rate=TURNS)
            told, _ = consoles.communicate()
        check_answers(run, openids, balances)
        waits = [float(each) for each in told.split()]
    yield f"{server}: {TURNS} turns a second beside {CONSOLES} consoles", _spread(run.waits)
    yield f"{server}: a console's look at the inbox", _spread(waits)


def _let_wait(bot: Bot, openids: list[str]) -> set[str]:
    """Let some ask for a person, and a few complain; return who they are."""
    asking = openids[:: len(openids) // WAITING]
    for number, openid in enumerate(asking):
        words = "手链断了，我要投诉" if number % 10 == 0 else "转人工"
        said = Incoming("wechat", openid, f"bench:{number}", "text", clock.now(), words)
        bot.database.run(partial(take_turn, voice=bot.voice, incoming=said))
    return set(asking)


def _log_in(db: Session) -> list[str]:
    """Let a hundred colleagues of head office in, who see everything."""
    for number in range(CONSOLES):
        values = {"name": f"同事{number}", "role": "head_office", "active": True}
        put(db, Staff, {"login": f"bench{number}"}, **values, confirmed=True)
    return [begin_session(db, f"bench{number}") for number in range(CONSOLES)]


def _pages(server: str, port: int, token: str, crowd: Customers) -> Iterator[Row]:
    with crowd.bot.database.reading() as db:
        her_id = db.scalar(select(func.max(Person.id)).where(Person.phone_state == "verified"))
    for path in (*PAGES, f"counter/{her_id}", f"customers/{her_id}"):
        waits = []
        for _ in range(LOOKS):
            began = monotonic()
            _asked(port, token, f"/console/{path}".rstrip("/"))
            waits.append(monotonic() - began)
        shown = path.replace(str(her_id), "…") or "today"
        yield f"{server}: page {shown}", f"{1000 * median(waits):.0f} ms, max {_ms(max(waits))}"


def _look_all(port: int, tokens: list[str]) -> list[float]:
    """Open a page each, and say so; look for news, all at once, until the customers have gone."""
    with ThreadPoolExecutor(len(tokens)) as pool:
        pages = list(pool.map(_open, repeat(port), tokens))
        print("all open", flush=True)
        return [wait for waits in pool.map(_looks, repeat(port), tokens, pages) for wait in waits]


def _open(port: int, token: str) -> str:
    return _asked(port, token, "/console/talks")


def _looks(port: int, token: str, page: str) -> list[float]:
    parts = _parts(page)
    if not parts:
        raise ValueError("the inbox does not look for what is new")
    ends, waits = monotonic() + SECONDS, []
    while (began := monotonic()) < ends:
        due, every, path = heappop(parts)
        sleep(max(0.0, due - began))
        asked = monotonic()
        came = _parts(_asked(port, token, path))
        waits.append(monotonic() - asked)
        heappush(parts, (due + every, every, came[0][2] if came else path))
    return waits


def _parts(shown: str) -> list[tuple[float, float, str]]:
    """Return which parts of a page ask for news: when next, how often, and where."""
    found = _POLLED.findall(shown)
    moment = monotonic()
    parts = [
        (moment + uniform(0, float(each)), float(each), unescape(path)) for path, each in found
    ]
    heapify(parts)
    return parts


_http = urllib3.PoolManager(maxsize=CONSOLES, retries=False)


def _asked(port: int, token: str, path: str) -> str:
    """Ask for a page or a part of one; raise ValueError where she may not see it."""
    cookie = {"Cookie": f"console={token}"}
    answer = _http.request("GET", f"http://127.0.0.1:{port}{path}", headers=cookie)
    if answer.status not in (200, 204):
        raise ValueError(f"{path}: {answer.status}")
    return answer.data.decode()


def _spread(waits: list[float]) -> str:
    ordered = sorted(waits)
    p50, p99 = (ordered[int(len(ordered) * share)] for share in (0.5, 0.99))
    return f"p50 {_ms(p50)}, p99 {_ms(p99)}, max {_ms(ordered[-1])}, {len(ordered)} in all"


def _ms(seconds: float) -> str:
    return f"{1000 * seconds:.0f} ms"


if __name__ == "__main__":
    main()
