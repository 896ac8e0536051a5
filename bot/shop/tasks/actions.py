"""Ask people of the shop to do something, and keep that it is done."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import literal, select, update
from sqlalchemy.orm import Session

from bot import clock
from bot.db import change, insert_once
from bot.shop.events.actions import note
from bot.shop.people.models import Person
from bot.shop.refusal import Refused
from bot.shop.tasks.models import Task

WORDS_KEPT = 4000


def ask_people(
    db: Session,
    *,
    kind: str,
    dedupe: str,
    person: Person | None,
    why: str,
    words: str,
    due: datetime,
    staff: str | None = None,
    store: str | None = None,
) -> bool:
    """Write a task once per `dedupe`, for `staff`, her guide, or her store where she has none.

    Where another `store` is given, it is a matter of that store and not of her guide.
    """
    if person and store is None:
        staff, store = staff or person.guide, person.store
    return insert_once(
        db,
        Task,
        kind=kind,
        dedupe=dedupe,
        person_id=person.id if person else None,
        staff=staff,
        store=store,
        why=why,
        words=words,
        created_at=clock.now(),
        due=due,
    )


def hear_more(
    db: Session, person_id: int, words: str, *, kinds: Collection[str], since: datetime
) -> bool:
    """Add what she goes on to say to the task that is open for her; False where there is none."""
    mine = select(Task).where(
        Task.person_id == person_id,
        Task.kind.in_(kinds),
        Task.done_at.is_(None),
        Task.created_at >= since,
    )
    task = db.scalars(mine.order_by(Task.id.desc()).limit(1)).one_or_none()
    if task is None:
        return False
    task.words = f"{task.words}\n{words}"[-WORDS_KEPT:]
    db.flush()
    return True


def close_task(db: Session, dedupe: str, *, result: str | None) -> bool:
    """Close a task that is needed no more; return whether it was open."""
    undone = update(Task).where(Task.dedupe == dedupe, Task.done_at.is_(None))
    return bool(change(db, undone.values(done_at=clock.now(), done_by="bot", result=result)))


def ask_again(
    db: Session, dedupe: str, *, why: str | None = None, due: datetime | None = None
) -> bool:
    """Open a task again that was needed no more and is needed now; not what people have done.

    It says what it said and is due when it was, unless that is given anew.
    """
    closed = update(Task).where(Task.dedupe == dedupe, Task.done_by == "bot")
    again = {"done_at": None, "done_by": None, "result": None}
    anew = {"why": Task.why if why is None else why, "due": Task.due if due is None else due}
    return bool(change(db, closed.values(**again, **anew)))


def finish_all(
    db: Session, person_id: int, *, kinds: Collection[str], result: str, by: str
) -> None:
    """Note that what she asked for is answered."""
    hers = (Task.person_id == person_id) & Task.kind.in_(kinds) & Task.done_at.is_(None)
    for task_id in db.scalars(select(Task.id).where(hers)).all():
        finish_task(db, task_id, result=result, by=by)


def forget_tasks(db: Session, person_ids: list[int]) -> None:
    """Close what waits for somebody, and keep no word of hers."""
    hers = Task.person_id.in_(person_ids)
    undone = update(Task).where(hers, Task.done_at.is_(None))
    db.execute(undone.values(done_at=clock.now(), done_by="customer"))
    blank = update(Task).where(hers).values(words="", result=None)
    db.execute(blank.values(dedupe=literal("forgotten:").concat(Task.id)))


def finish_task(db: Session, task_id: int, *, result: str, by: str) -> Task:
    """Note that a task is done; raise Refused where there is none, or somebody was first."""
    undone = update(Task).where(Task.id == task_id, Task.done_at.is_(None))
    finished = change(db, undone.values(done_at=clock.now(), done_by=by, result=result))
    task = db.get(Task, task_id, populate_existing=True)
    if task is None:
        raise Refused("task_unknown")
    if not finished:
        raise Refused("task_done", by=task.done_by)
    note(db, "finished_task", person_id=task.person_id, actor=by, task=task.id)
    return task


def put_off(db: Session, task_id: int, *, due: datetime, so_far: str | None, by: str) -> Task:
    """Move when an open task is due; `so_far` is what was tried. Raise Refused where it is done."""
    undone = update(Task).where(Task.id == task_id, Task.done_at.is_(None))
    moved = change(db, undone.values(due=due, result=so_far))
    task = db.get(Task, task_id, populate_existing=True)
    if task is None:
        raise Refused("task_unknown")
    if not moved:
        raise Refused("task_done", by=task.done_by)
    note(db, "put_off_task", person_id=task.person_id, actor=by, task=task.id)
    return task


def open_again(db: Session, task_id: int, *, by: str, since: datetime) -> Task:
    """Take back that a task is done; raise Refused unless the same one did it, since a moment."""
    hers = (Task.id == task_id) & (Task.done_by == by) & (Task.done_at >= since)
    undone = update(Task).where(hers).values(done_at=None, done_by=None, result=None)
    if not change(db, undone):
        raise Refused("task_settled")
    task = db.get_one(Task, task_id, populate_existing=True)
    note(db, "opened_task", person_id=task.person_id, actor=by, task=task.id)
    return task
