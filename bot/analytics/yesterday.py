"""Yesterday in five lines: what was sold, who came, what was complained of, done, left."""

from dataclasses import dataclass
from datetime import date, time, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot import clock
from bot.shop.appointments.models import Visit
from bot.shop.complaints.models import Complaint
from bot.shop.purchases.models import Purchase
from bot.shop.tasks.models import Task


@dataclass(frozen=True)
class DayInShort:
    """One day of a store, or of all of them; money in whole fen."""

    receipts: int
    fen: int
    kept: int
    missed: int
    opened: int
    closed: int
    done: int
    left: int


def day_in_short(db: Session, day: date, store: str | None) -> DayInShort:
    """Return what happened on a day; each number is found by an index or in a small table."""
    begins, ends = clock.at(day, time()), clock.at(day + timedelta(days=1), time())
    sold = select(func.count(), func.coalesce(func.sum(Purchase.total_fen), 0)).where(
        Purchase.day == day
    )
    visits = select(Visit.state, func.count()).where(Visit.starts >= begins, Visit.starts < ends)
    done = select(func.count(Task.id)).where(Task.done_at >= begins, Task.done_at < ends)
    left = select(func.count(Task.id)).where(Task.done_at.is_(None), Task.due < ends)
    if store:
        sold, visits = sold.where(Purchase.store == store), visits.where(Visit.store == store)
        done, left = done.where(Task.store == store), left.where(Task.store == store)
    receipts, fen = db.execute(sold).one()
    rows = db.execute(visits.group_by(Visit.state))
    came = {state: count for state, count in rows}  # noqa: C416 - dict() does not know its types
    cases = [
        db.scalar(
            select(func.count(Complaint.id)).where(
                moment >= begins, moment < ends, *([Complaint.store == store] if store else [])
            )
        )
        or 0
        for moment in (Complaint.opened_at, Complaint.closed_at)
    ]
    return DayInShort(
        receipts=receipts,
        fen=fen,
        kept=came.get("kept", 0),
        missed=came.get("missed", 0),
        opened=cases[0],
        closed=cases[1],
        done=db.scalar(done) or 0,
        left=db.scalar(left) or 0,
    )
