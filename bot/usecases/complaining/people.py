"""What people of the shop must do about a case: one open task at a time, and who hears of it."""

import re

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import clock
from bot.outbox.notices.actions import tell_staff
from bot.shop.complaints.actions import keep, set_deadline
from bot.shop.complaints.models import Complaint
from bot.shop.complaints.rules import RUNGS
from bot.shop.people.models import Person
from bot.shop.stores.rules import Shop
from bot.shop.tasks.actions import WORDS_KEPT, ask_people, finish_task
from bot.shop.tasks.models import Task
from bot.texts import line
from bot.usecases.complaining.telling import House, look_again

KIND = "complaint"
_CASE = re.compile(r"^complaint:([0-9]+):")


def hand_over(db: Session, house: House, complaint: Complaint, why: str, words: str) -> None:
    """Give the case's leader her task; what was asked before for this case is answered by it."""
    number = settle(db, complaint, result=house.texts.render(line(why)))
    ask_people(
        db,
        kind=KIND,
        dedupe=f"complaint:{complaint.id}:{complaint.round}:{complaint.rung}:{number}",
        person=db.get_one(Person, complaint.person_id),
        why=house.texts.render(line(why)),
        words=words,
        due=complaint.deadline or clock.now(),
        staff=complaint.owner,
    )


def settle(db: Session, complaint: Complaint, *, result: str, by: str = "bot") -> int:
    """Finish the open tasks of a case; return how many tasks it has had."""
    tasks = _tasks(db, complaint)
    for task in tasks:
        if task.done_at is None:
            finish_task(db, task.id, result=result, by=by)
    return len(tasks)


def add_words(db: Session, complaint: Complaint, words: str) -> None:
    """Add what she goes on to say to the task that is open for her case."""
    for task in _tasks(db, complaint):
        if task.done_at is None:
            task.words = f"{task.words}\n{words}"[-WORDS_KEPT:]
    db.flush()


def note_call(db: Session, task: Task, shop: Shop, *, result: str, by: str) -> None:
    """Take a task of a case that is done for a call: the promise is kept, the next hour runs."""
    for case_id in _CASE.findall(task.dedupe)[:1]:
        complaint = db.get(Complaint, int(case_id))
        if complaint and complaint.status == "open":
            keep(db, complaint, "explain", "noted", result, who=by)
            complaint.promised = complaint.speak_at = None
            set_deadline(complaint, shop)
            look_again(complaint)


def tell_people(db: Session, complaint: Complaint, key: str, event: str) -> None:
    """Let those who lead the case hear of it outside; a grave one is heard up to the top."""
    up_to = len(RUNGS) if complaint.severity == "grave" else RUNGS.index(complaint.rung) + 1
    roles = {*RUNGS[max(0, RUNGS.index(complaint.rung)) : up_to], "store_manager"}
    tell_staff(
        db,
        key,
        dedupe=f"complaint:{complaint.id}:{complaint.round}:{event}:{complaint.rung}",
        person=db.get_one(Person, complaint.person_id),
        roles=roles,
        store=complaint.store,
    )


def _tasks(db: Session, complaint: Complaint) -> list[Task]:
    of_case = Task.dedupe.startswith(f"complaint:{complaint.id}:", autoescape=True)
    mine = (Task.person_id == complaint.person_id) & (Task.kind == KIND) & of_case
    return list(db.scalars(select(Task).where(mine).order_by(Task.id)))
