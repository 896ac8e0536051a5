"""What people were to say and did not while it was fitting: nobody says it late."""

from datetime import date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import clock
from bot.outbox.handover import handed_over
from bot.shop.events.actions import note
from bot.shop.tasks.actions import close_task
from bot.shop.tasks.models import Task
from bot.texts import Texts, line

MADE_UP_FOR = timedelta(days=1)  # what was not said yesterday may be said today


def tasks_long_due(db: Session, *, today: date, after: int, limit: int) -> list[int]:
    """Return ids of tasks that were due before yesterday, and are words for a customer."""
    late = select(Task.id).where(Task.done_at.is_(None), Task.due < _until(today))
    words = late.where(Task.dedupe.startswith("outbox:"), Task.id > after)
    return list(db.scalars(words.order_by(Task.id).limit(limit)))


def let_lapse(db: Session, *, task_id: int, today: date, texts: Texts) -> bool:
    """Close a task whose words fit no more; return whether they were such."""
    task = db.get_one(Task, task_id)
    message, until = handed_over(db, task), _until(today)
    if task.due >= until:
        return False  # somebody has put it off meanwhile
    if message is None or message.not_after is None or message.not_after >= until:
        return False  # it can still be said, or is none of ours
    why = texts.render(line("tasks.lapsed"))
    if not close_task(db, task.dedupe, result=why):
        return False
    message.reason = why
    note(db, "lapsed_task", person_id=task.person_id, actor="bot", task=task.id)
    return True


def _until(today: date) -> datetime:
    return clock.at(today, time()) - MADE_UP_FOR
