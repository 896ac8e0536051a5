"""Read what people must do."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, func, or_, select, true
from sqlalchemy.orm import Session

from bot.shop.staff.models import Staff
from bot.shop.staff.rules import EVERYWHERE, Actor
from bot.shop.tasks.models import Task
from bot.shop.tasks.rules import AWAITED


def tasks_page(
    db: Session,
    *,
    staff: str | None = None,
    open_only: bool | None = None,
    after: int | None = None,
    limit: int,
) -> list[Task]:
    """Return tasks, open ones first, each part newest first.

    Hers are those with her name, and those of her store, or of no store, without a name. `after`
    is a `place` in this order; `open_only` False means the done ones.
    """
    wanted = select(Task)
    if staff is not None:
        store = select(Staff.store).where(Staff.login == staff).scalar_subquery()
        for_anybody = Task.staff.is_(None) & or_(Task.store == store, Task.store.is_(None))
        is_colleague = select(Staff.login).where(Staff.login == staff).exists()
        wanted = wanted.where(or_(Task.staff == staff, for_anybody & is_colleague))
    if open_only is not None:
        wanted = wanted.where(Task.done_at.is_(None) == open_only)
    if after is not None:
        is_after = Task.done_at.is_not(None) & (Task.id < -after)
        if after > 0:
            is_after = Task.done_at.is_not(None) | (Task.id < after)
        wanted = wanted.where(is_after)
    return list(db.scalars(wanted.order_by(Task.done_at.is_not(None), Task.id.desc()).limit(limit)))


def open_tasks(db: Session, person_id: int) -> list[Task]:
    """Return what people have to do for her, the most urgent first."""
    hers = select(Task).where(Task.person_id == person_id, Task.done_at.is_(None))
    return list(db.scalars(hers.order_by(Task.due, Task.id)))


def still_waits(db: Session, person_id: int) -> bool:
    """Say whether people still have to see to something she waits for."""
    hers = (Task.person_id == person_id) & Task.done_at.is_(None)
    awaited = select(Task.id).where(hers, Task.kind.in_(AWAITED)).limit(1)
    return db.scalar(awaited) is not None


def place(task: Task) -> int:
    """Return where a task stands in the order: open ones count down to 0, done ones below."""
    return task.id if task.done_at is None else -task.id


class Turn(NamedTuple):
    """Where a task stands among those to be done: by when, and its number."""

    due: datetime
    id: int


def tasks_until(
    db: Session, who: Actor, until: datetime, *, after: Turn | None = None, limit: int
) -> list[Task]:
    """Return what somebody has to do by a moment, what is due first on top.

    Hers are those with her name and, of her store or of none, those without a name.
    """
    todo = select(Task).where(Task.done_at.is_(None), Task.due < until, _hers(who))
    if after:
        level = and_(Task.due == after.due, Task.id > after.id)
        todo = todo.where(or_(Task.due > after.due, level))
    return list(db.scalars(todo.order_by(Task.due, Task.id).limit(limit)))


def left_lying(db: Session, who: Actor, now: datetime) -> int:
    """Count what is late among colleagues whom somebody leads."""
    if who.role == "guide":
        return 0
    everywhere = who.role in EVERYWHERE or who.store is None
    theirs: ColumnElement[bool] = true() if everywhere else Task.store == who.store
    others = Task.staff.is_not(None) & (Task.staff != who.login)
    late = (Task.done_at.is_(None)) & (Task.due < now)
    return db.scalar(select(func.count(Task.id)).where(late, theirs, others)) or 0


def _hers(who: Actor) -> ColumnElement[bool]:
    for_anybody = Task.staff.is_(None) & or_(Task.store == who.store, Task.store.is_(None))
    return or_(Task.staff == who.login, for_anybody)
