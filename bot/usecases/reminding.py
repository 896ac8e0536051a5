"""Nobody came within the promised time: people hear of it higher up, and she hears the truth."""

from datetime import datetime

from sqlalchemy import String, cast, literal, select
from sqlalchemy.orm import Session

from bot.outbox.notices.actions import tell_staff
from bot.outbox.notices.models import Notice
from bot.shop.people.actions import lock_person
from bot.shop.stores.rules import Shop
from bot.shop.tasks.models import Task
from bot.shop.tasks.rules import ANSWERED_BY_WRITING
from bot.texts import Texts
from bot.usecases.promising import promise_anew

LEADS = ("store_manager", "regional_manager", "head_office")


def late_calls(db: Session, now: datetime, limit: int) -> list[int]:
    """Return what she was promised and nobody has done, once each: the alarm itself says so."""
    alarm = literal("late:").concat(cast(Task.id, String)).concat(literal(":robot"))
    late = (Task.due <= now) & Task.done_at.is_(None) & Task.kind.in_(ANSWERED_BY_WRITING)
    told = select(Notice.id).where(Notice.dedupe == alarm).exists()
    return list(db.scalars(select(Task.id).where(late, ~told).order_by(Task.id).limit(limit)))


def call_again(db: Session, task_id: int, *, texts: Texts, shop: Shop) -> bool:
    """Alarm who leads, and tell her when somebody comes now."""
    task = db.get(Task, task_id)
    person = lock_person(db, task.person_id) if task and task.person_id else None
    task = db.get(Task, task_id, populate_existing=True)
    if task is None or person is None or task.done_at:
        return False  # somebody came while we waited
    if not tell_staff(db, "notices.late", dedupe=f"late:{task.id}", person=person, roles=LEADS):
        return False
    promise_anew(db, person, texts, shop, once=f"late:{task.id}")
    return True
