"""Plan a day for shops of several sizes: how long, how much memory, beside a row-by-row way.

`python -m bench.planning` measures both databases at 10,000 and 100,000 members with ten purchases
each; `PLAN_MEMBERS=10000,1000000` names other sizes. An ordinary day is planned: no holiday.
"""

import os
import resource
import subprocess
import sys
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic

from sqlalchemy import func, select, text

from bench.customers import KEYS, SERVERS, database
from bench.pushes import ENVIRONMENT
from bot import clock
from bot.db import migrate
from bot.journeys.planning import plan
from bot.outbox.models import Message
from bot.settings import load_settings
from bot.shop.members.models import Member
from bot.shop.purchases.models import Purchase
from bot.wiring import Bot
from handlers import FLOWS, INTENTS

SIZES = tuple(int(each) for each in os.environ.get("PLAN_MEMBERS", "10000,100000").split(","))
PURCHASES_EACH = 10
YEARS = 3
DAY = date(2026, 11, 18)  # neither a holiday nor the first day of a season
ROW_BY_ROW_UP_TO = 10_000  # members: it would take hours for more


def main() -> None:
    """Measure on each database that is named, on both by default."""
    if sys.argv[1:2] == ["once"]:
        _plan_once(sys.argv[2], datetime.fromisoformat(sys.argv[3]))
        return
    print("| what | figure |\n|---|---|", flush=True)
    for server in sys.argv[1:] or SERVERS:
        for members in SIZES:
            for what, figure in _sizes(server, members):
                print(f"| {server}, {members:,} members: {what} | {figure} |", flush=True)


def _sizes(server: str, members: int) -> Iterator[tuple[str, str]]:
    with TemporaryDirectory(prefix="huitouke-bench-") as folder, database(server) as url:
        bot = _bot(Path(folder), url)
        began = monotonic()
        _fill(bot, members)
        yield f"{members * PURCHASES_EACH:,} purchases written", f"{monotonic() - began:.0f} s"
        first = clock.at(DAY, time(4))
        _plan(folder, url, first - timedelta(days=1))
        for what, moment in (("the day planned", first), ("the same once more", first)):
            told = _plan(folder, url, moment)
            yield (
                what,
                f"{told['seconds']} s, {told['planned']} messages, {told['mib']} MiB at most",
            )
        if members <= ROW_BY_ROW_UP_TO:
            yield "row by row, counting only", f"{_row_by_row(bot):.1f} s"
        bot.database.engine.dispose()


def _bot(folder: Path, url: str) -> Bot:
    values = {name.lower(): value for name, value in (ENVIRONMENT | KEYS).items()}
    settings = load_settings(_env_file=None, data_dir=folder, **values | {"database_url": url})
    migrate(settings)
    return Bot(settings, INTENTS, FLOWS)


def _plan(folder: str, url: str, moment: datetime) -> dict[str, str]:
    """Plan in a process of its own, for its memory; return what it said."""
    environment = os.environ | ENVIRONMENT | KEYS | {"DATABASE_URL": url, "DATA_DIR": folder}
    words = [sys.executable, "-m", "bench.planning", "once", folder, moment.isoformat()]
    done = subprocess.run(words, env=environment, capture_output=True, text=True, check=True)
    return dict(each.split("=") for each in done.stdout.split())


def _plan_once(folder: str, moment: datetime) -> None:
    bot = _bot(Path(folder), os.environ["DATABASE_URL"])
    told = plan(bot.database, bot.journeys, moment)
    mib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"seconds={told['seconds']} planned={told['planned']} mib={mib}")


def _fill(bot: Bot, members: int) -> None:
    """Write members with birthdays all over the year and purchases all over some years."""
    since, days = DAY - timedelta(days=365 * YEARS), 365 * YEARS
    numbers = _numbers(bot)
    with bot.database.engine.begin() as link:
        link.execute(
            text(
                "INSERT INTO person (id, created_at, phone_state)"
                f" SELECT n, :at, 'none' FROM {numbers}"
            ),
            {"count": members, "at": _stored(bot, clock.at(since, time()))},
        )
        link.execute(
            text(
                "INSERT INTO member (person_id, status, joined_at, level, level_since,"
                " birthday_calendar, birthday_md, birthday_leap) SELECT n, 'member', :at,"
                " 'regular', :at, 'solar', (n % 12 + 1) * 100 + n % 28 + 1, :no"
                f" FROM {numbers}"
            ),
            {"count": members, "at": _stored(bot, clock.at(since, time())), "no": False},
        )
        link.execute(
            text(
                "INSERT INTO purchase (id, till, receipt, person_id, at, day, total_fen,"
                " returned_fen, gift, rain) SELECT n, 't1', 'r' || n, n % :members + 1, :at,"
                f" {_day(bot)}, 50000, 0, :no, :no FROM {numbers}"
            ),
            {
                "count": members * PURCHASES_EACH,
                "members": members,
                "at": _stored(bot, clock.at(since, time())),
                "since": since if _is_postgresql(bot) else since.isoformat(),
                "days": days,
                "no": False,
            },
        )
        link.execute(
            text(
                "INSERT INTO purchase_line (purchase_id, number, sku, name, category, quantity,"
                " price_fen, returned) SELECT n, 1, 'S' || n % 400, '足银手链', CASE n % 5"
                " WHEN 0 THEN '戒指' WHEN 1 THEN '项链' WHEN 2 THEN '耳饰' WHEN 3 THEN '护理'"
                f" ELSE '手链' END, 1, 50000, 0 FROM {numbers}"
            ),
            {"count": members * PURCHASES_EACH},
        )
    with bot.database.engine.connect() as link:
        link.execution_options(isolation_level="AUTOCOMMIT").execute(text("ANALYZE"))


def _is_postgresql(bot: Bot) -> bool:
    return bot.database.engine.dialect.name == "postgresql"


def _numbers(bot: Bot) -> str:
    if _is_postgresql(bot):
        return "generate_series(1, :count) AS n"
    return (
        "(WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < :count)"
        " SELECT n FROM c)"
    )


def _day(bot: Bot) -> str:
    """Spread receipts over the days, those of one member apart from each other."""
    place = "(n % :members % :days * 7919 + n / :members * 101) % :days"
    if _is_postgresql(bot):
        return f"CAST(:since AS date) + CAST({place} AS integer)"
    return f"date(:since, '+' || ({place}) || ' days')"


def _stored(bot: Bot, moment: datetime) -> datetime | str:
    return moment if _is_postgresql(bot) else moment.strftime("%Y-%m-%d %H:%M:%S.000000")


def _row_by_row(bot: Bot) -> float:
    """Go through every member and her purchases as one would at first; return the seconds."""
    began, due, tomorrow = monotonic(), 0, DAY + timedelta(days=1)
    steps = [s for j in bot.journeys.values() if j.trigger == "purchase" for s in j.steps]
    days = {day for step in steps for _, since in step.anchors(tomorrow) for day in since}
    members = select(Member.person_id).where(Member.status == "member")
    with bot.database.reading() as db:
        for person_id in db.scalars(members).all():
            for purchase in db.scalars(select(Purchase).where(Purchase.person_id == person_id)):
                if purchase.day in days:
                    known = select(func.count()).where(Message.subject_id == purchase.id)
                    due += not db.scalar(known.where(Message.person_id == person_id))
    return monotonic() - began


if __name__ == "__main__":
    main()
