"""A task of somebody's day: done, not reached, later, and taken back."""

from datetime import datetime, time, timedelta

from sqlalchemy.orm import Session

from bot import clock
from bot.outbox.handover import take_back_said
from bot.shop.refusal import Refused
from bot.shop.staff.rules import Actor
from bot.shop.stores.rules import Shop
from bot.shop.tasks.actions import open_again, put_off
from bot.shop.tasks.models import Task
from bot.shop.tasks.rules import AWAITED, may_do
from bot.usecases.talking import finish_work

TAKEN_BACK = timedelta(minutes=10)  # so long a task that is done may be taken back
TRY_AGAIN = timedelta(hours=2)
LATER = timedelta(hours=1)
MORNING = time(10)
STAYS = frozenset(AWAITED) | {"approval"}  # done, it has had its effects on others


def task_of(db: Session, task_id: int, who: Actor) -> Task:
    """Return a task that is somebody's to do; for others it is not there."""
    task = db.get(Task, task_id)
    if task is None or not may_do(who, staff=task.staff, store=task.store):
        raise Refused("task_unknown")
    return task


def do_task(db: Session, task_id: int, *, result: str, who: Actor, shop: Shop) -> Task:
    """Note that a task is done and what came of it; done twice by the same one is done once."""
    task = task_of(db, task_id, who)
    if task.done_at and task.done_by == who.login:
        return task
    return finish_work(db, task_id, result=result, by=who.login, shop=shop)


def not_reached(db: Session, task_id: int, *, said: str, who: Actor) -> Task:
    """Note that she was not reached; it comes back in two hours."""
    task_of(db, task_id, who)
    return put_off(db, task_id, due=clock.now() + TRY_AGAIN, so_far=said, by=who.login)


def do_later(db: Session, task_id: int, *, tomorrow: bool, who: Actor) -> Task:
    """Put a task off: by an hour, or to the next morning."""
    task = task_of(db, task_id, who)
    morning = clock.at(clock.today() + timedelta(days=1), MORNING)
    due = morning if tomorrow else clock.now() + LATER
    return put_off(db, task_id, due=due, so_far=task.result, by=who.login)


def take_back(db: Session, task_id: int, *, due: datetime | None, who: Actor) -> Task:
    """Undo what somebody just did with a task: open again, or due when it was (`due`)."""
    task = task_of(db, task_id, who)
    if due is not None:
        return put_off(db, task_id, due=due, so_far=None, by=who.login)
    if task.kind in STAYS:
        raise Refused("task_settled")
    again = open_again(db, task_id, by=who.login, since=clock.now() - TAKEN_BACK)
    take_back_said(db, again)
    return again
