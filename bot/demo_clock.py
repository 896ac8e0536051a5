"""The demo's time, moved forward a step at a time: it stops wherever something is due."""

from collections import Counter
from datetime import datetime, time, timedelta

from sqlalchemy import update

from bot import clock
from bot.db import Database, ShopState
from bot.journeys.planning import is_plan_wanted, plan
from bot.outbox.queries import next_look
from bot.shop.complaints.queries import next_complaint
from bot.usecases.complaining.minding import mind_due
from bot.wiring import Bot

MOST_STEPS = 2000


def move_clock(bot: Bot, target: datetime) -> Counter[str]:
    """Move to `target`, delivering at every due time on the way; return what became of it."""
    tally: Counter[str] = Counter()
    for _ in range(MOST_STEPS):
        stop = _step(bot.database, target)
        _plan(bot)
        mind_due(bot.database, bot.texts, bot.shops)
        tally += bot.post.deliver_all()
        if stop >= target:
            break
    return tally


def _plan(bot: Bot) -> None:
    with bot.database.reading() as db:
        wanted = is_plan_wanted(db, bot.journeys, clock.today())
    if wanted:
        plan(bot.database, bot.journeys, clock.now())


def _step(database: Database, target: datetime) -> datetime:
    """Set the clock to what is due next, or to the target; return the moment it shows now.

    Looking and setting are one transaction: what is written between them would be passed over.
    """
    with database.transaction() as db:
        tomorrow = clock.at(clock.today() + timedelta(days=1), time())  # to plan what it brings
        due = min(filter(None, (next_look(db), next_complaint(db), tomorrow)))
        stop = min(max(due, clock.now()), target)
        ahead = round((stop - clock.real_now()).total_seconds())
        db.execute(update(ShopState).values(clock_ahead_seconds=max(0, ahead)))
    return stop
