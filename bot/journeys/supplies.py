"""Note when what was bought will be used up: by her own rhythm, or by the cycle of the thing."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import partial
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.bulk import in_slices
from bot.db import Database, put
from bot.journeys.models import Supply
from bot.journeys.plans import Journey, Step
from bot.shop.purchases.models import Purchase, PurchaseLine

LONGEST = timedelta(days=3 * 365)
RHYTHM = 3  # so many purchases show how often she buys
READ_AT_ONCE = 500
LATE = 1000  # who reports slowly may have drawn an earlier number

Ends = tuple[int, str, date]  # of which purchase and category, and when


class Bought(NamedTuple):
    """So many pieces of a category, on a day."""

    day: date
    pieces: int


def used_up(cycle_days: int, bought: Sequence[Bought]) -> date:
    """Return when the last of these purchases will be used up.

    Who bought three times or more shows her own rhythm, the days that one piece lasts her; else it
    is the cycle of the thing.
    """
    last = bought[-1]
    each = [(after.day - before.day).days / before.pieces for before, after in pairwise(bought)]
    days = median(each) if len(bought) >= RHYTHM else cycle_days
    return last.day + min(timedelta(days=round(days * last.pieces)), LONGEST)


def note_supplies(database: Database, journey: Journey, today: date, *, anew: bool) -> None:
    """Note it for purchases that are new, or for all of three years where the file has changed."""
    for step in journey.steps:
        with database.reading() as db:
            known = select(func.max(Supply.purchase_id)).where(Supply.category.in_(step.goods))
            after = 0 if anew else (db.scalar(known) or 0) - LATE
        found = _supplies(database, step, after, today - LONGEST)
        for _ in in_slices(found, lambda rows: database.run(partial(_keep, rows=rows))):
            pass  # each slice is a short transaction of its own


def _supplies(database: Database, step: Step, after: int, oldest: date) -> Iterator[Ends]:
    """Go through the purchases of a step's goods, each with when it will be used up."""
    while True:
        with database.reading() as db:
            rows = _purchases_of(db, step, after, oldest)
            history = _history(db, step, {person for _, person, _, _ in rows})
        for purchase_id, person_id, category, day in rows:
            until = [each for each in history[person_id, category] if each.day <= day]
            if until:
                yield purchase_id, category, used_up(step.cycle_days or 0, until)
        if not rows:
            return
        after = rows[-1][0]


def _purchases_of(
    db: Session, step: Step, after: int, oldest: date
) -> Sequence[tuple[int, int, str, date]]:
    bought = select(Purchase.id, Purchase.person_id, PurchaseLine.category, Purchase.day).join(
        PurchaseLine, PurchaseLine.purchase_id == Purchase.id
    )
    wanted = bought.where(
        Purchase.id > after,
        Purchase.day >= oldest,
        Purchase.person_id.is_not(None),
        PurchaseLine.category.in_(step.goods),
    )
    rows = db.execute(wanted.order_by(Purchase.id).limit(READ_AT_ONCE))
    return [(id_, person or 0, category or "", day) for id_, person, category, day in rows]


def _history(
    db: Session, step: Step, people: set[int]
) -> defaultdict[tuple[int, str], list[Bought]]:
    """Return what each of these persons bought and kept of the goods, by day."""
    pieces = func.sum(PurchaseLine.quantity - PurchaseLine.returned)
    rows = db.execute(
        select(Purchase.person_id, PurchaseLine.category, Purchase.day, pieces)
        .join(PurchaseLine, PurchaseLine.purchase_id == Purchase.id)
        .where(Purchase.person_id.in_(people), PurchaseLine.category.in_(step.goods))
        .group_by(Purchase.person_id, PurchaseLine.category, Purchase.day)
        .order_by(Purchase.day)
    )
    found = defaultdict[tuple[int, str], list[Bought]](list)
    for person_id, category, day, kept in rows:
        if kept and person_id and category:
            found[person_id, category].append(Bought(day, int(kept)))
    return found


def _keep(db: Session, rows: Sequence[Ends]) -> None:
    for purchase_id, category, ends_on in rows:
        put(db, Supply, {"purchase_id": purchase_id, "category": category}, ends_on=ends_on)
