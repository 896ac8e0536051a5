"""How many gifts are redeemed in a second while customers race, and whether the books agree after.

As many hands as the web has of them, and its interpreter's settings. Of six gifts three are nearly
gone, so about half of those who ask are refused.

python -m bench.redeeming            # on PostgreSQL, ten seconds
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from multiprocessing import get_context
from random import Random
from time import monotonic
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bench.customers import customers
from bot import clock
from bot.db import Database
from bot.settings import Settings
from bot.shop.gifts.models import GiftStock, Redemption
from bot.shop.gifts.rules import Gift
from bot.shop.members.models import Member
from bot.shop.people.actions import lock_person
from bot.shop.points.queries import unbalanced_accounts
from bot.shop.refusal import Refused
from bot.supervisor.web import SWITCH_SECONDS, THREADS
from bot.usecases.redeeming import redeem

MEMBERS = 5_000
PROCESSES = 2
GIFTS = tuple(
    Gift(word=f"gift_{number}", name=f"礼品{number}", points=50 + number, stock=stock)
    for number, stock in enumerate((100_000, 100_000, 100_000, 20, 5, 1))
)


def main() -> int:
    """Race, count, and compare stock, ledger and codes; print JSON, return 1 where they differ."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--members", type=int, default=MEMBERS)
    wanted = parser.parse_args()
    with customers("PostgreSQL", members=wanted.members) as crowd:
        with crowd.bot.database.reading() as db:
            ids = list(db.scalars(select(Member.person_id)))
        began = monotonic()
        with get_context("spawn").Pool(PROCESSES) as pool:
            race = partial(_race, settings=crowd.bot.settings, ids=ids, seconds=wanted.seconds)
            tally = sum(pool.map(race, range(PROCESSES)), Counter[str]())
        seconds = monotonic() - began
        with crowd.bot.database.reading() as db:
            wrong = _wrong(db, redeemed=tally["redeemed"])
    rates = {
        "redeemed_per_second": round(tally["redeemed"] / wanted.seconds, 1),
        "asked_per_second": round(tally.total() / wanted.seconds, 1),
    }
    print(json.dumps({**tally, **rates, "seconds": round(seconds, 1), "wrong": wrong}))
    return 1 if wrong else 0


def _race(seed: int, *, settings: Settings, ids: Sequence[int], seconds: float) -> Counter[str]:
    """Let many hands redeem for whoever comes, as fast as they can."""
    sys.setswitchinterval(SWITCH_SECONDS)
    database = Database(settings)
    until = monotonic() + seconds
    hand = partial(_redeem_until, database, ids, until)
    with ThreadPoolExecutor(THREADS) as pool:
        return sum(pool.map(hand, range(seed * THREADS, (seed + 1) * THREADS)), Counter[str]())


def _redeem_until(database: Database, ids: Sequence[int], until: float, seed: int) -> Counter[str]:
    dice, tally = Random(seed), Counter[str]()
    while monotonic() < until:
        work = partial(_redeem, person_id=dice.choice(ids), gift=dice.choice(GIFTS))
        tally[database.run(work)] += 1
    return tally


def _redeem(db: Session, *, person_id: int, gift: Gift) -> str:
    """Redeem as a chat does: what is refused is said, and the turn is committed all the same."""
    lock_person(db, person_id)
    member = db.get_one(Member, person_id)
    try:
        redeem(db, member, gift, count=1, today=clock.today())
    except Refused as refused:
        return refused.reason
    return "redeemed"


def _wrong(db: Session, *, redeemed: int) -> list[Any]:
    """Return what does not agree: accounts with their ledgers, stock and codes with each other."""
    sums = select(Redemption.gift, func.sum(Redemption.count)).group_by(Redemption.gift)
    promised = {row[0]: int(row[1]) for row in db.execute(sums)}
    stocks = db.scalars(select(GiftStock)).all()
    wrong: list[Any] = list(unbalanced_accounts(db))
    wrong += [s.gift for s in stocks if s.taken != promised.get(s.gift, 0) or s.taken > s.stock]
    return wrong if sum(promised.values()) == redeemed else [*wrong, "codes"]


if __name__ == "__main__":
    sys.exit(main())
