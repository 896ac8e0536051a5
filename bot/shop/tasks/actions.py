"""Ask people of the shop to do something, and keep that it is done."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from bot import clock
from bot.db import change, insert_once
from bot.shop.events.actions import note
from bot.shop.people.models import Person
from bot.shop.refusal import Refused
from bot.shop.tasks.models import Task


def ask_people(
    db: Session,
    *,
    kind: str,
    dedupe: str,
    person: Person | None,
    why: str,
    words: str,
    due: datetime,
) -> bool:
    """Write a task once per `dedupe`, for her guide, or for her store where she has none."""
    return insert_once(
        db,
        Task,
        kind=kind,
        dedupe=dedupe,
        person_id=person.id if person else None,
        staff=person.guide if person else None,
        store=person.store if person else None,
        why=why,
        words=words,
        created_at=clock.now(),
        due=due,
    )


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
