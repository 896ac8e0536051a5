"""What became of the care that was due: how much went by which door, waited, lapsed, and why."""

from collections import Counter
from collections.abc import Mapping
from datetime import date, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session

from bot import clock
from bot.outbox.models import CARED, Message
from bot.outbox.sms.spending import as_yuan
from bot.texts import Texts, line

ARRIVES = ("sent", "delivered")
REASONS_SHOWN = 10


def shares_of_care(db: Session, first: date, last: date) -> dict[str, Any]:
    """Count all care due from the first to the last day: what went by which door, what did not.

    The sum of `doors` and of `others` is `due`; `fen` is what each door has cost.
    """
    due = _due(first, last)
    counted = func.count(Message.id)
    ways, cost = (Message.state, Message.door), func.coalesce(func.sum(Message.fen), 0)
    rows = db.execute(select(*ways, counted, cost).where(due).group_by(*ways))
    doors: Counter[str] = Counter()
    others: Counter[str] = Counter()
    costs: Counter[str] = Counter()
    for state, door, count, fen in rows:
        costs[door or "task"] += fen or 0
        if state in (*ARRIVES, "task"):
            doors[door or "task"] += count
        else:
            others[state] += count
    return {
        "from": first.isoformat(),
        "to": last.isoformat(),
        "due": doors.total() + others.total(),
        "doors": dict(doors.most_common()),
        "others": dict(others.most_common()),
        "fen": {door: fen for door, fen in costs.most_common() if fen},
        "reasons": _reasons(db, due),
    }


def told(texts: Texts, found: Mapping[str, Any]) -> list[str]:
    """Return the shares as sentences."""
    due = found["due"]
    if not due:
        return [texts.render(line("story.nobody_due"))]
    said = [line("story.share_due", count=due)]
    for door, count in found["doors"].items():
        share = {"count": count, "percent": round(100 * count / due)}
        said.append(line("story.share_door", door=line(f"story.by_{door}"), **share))
    for door, fen in found["fen"].items():
        said.append(line("story.share_cost", door=line(f"story.by_{door}"), yuan=as_yuan(fen)))
    for state, count in found["others"].items():
        share = {"count": count, "percent": round(100 * count / due)}
        said.append(line("story.share_state", state=line(f"story.share_{state}"), **share))
    for each in found["reasons"]:
        said.append(line("story.share_reason", count=each["count"], reason=each["reason"]))
    return [texts.render(each) for each in said]


def _due(first: date, last: date) -> ColumnElement[bool]:
    begins, ends = clock.at(first, time()), clock.at(last + timedelta(days=1), time())
    return and_(CARED, Message.due >= begins, Message.due < ends)


def _reasons(db: Session, due: ColumnElement[bool]) -> list[dict[str, Any]]:
    """Return why what did not go did not go, the most frequent first."""
    counted = func.count(Message.id)
    rows = (
        select(Message.state, Message.reason, counted)
        .where(due, Message.state.not_in(ARRIVES), Message.reason.is_not(None))
        .group_by(Message.state, Message.reason)
        .order_by(counted.desc(), Message.reason)
        .limit(REASONS_SHOWN)
    )
    return [
        {"state": state, "reason": reason, "count": count}
        for state, reason, count in db.execute(rows)
    ]
