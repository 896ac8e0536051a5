"""What somebody would decide beyond her limits: she asks, and who may says yes or no."""

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot import clock
from bot.db import change, insert_once
from bot.shop.complaints.actions import check_limits, keep, pass_gate
from bot.shop.complaints.models import Approval, Complaint
from bot.shop.complaints.queries import decision_of
from bot.shop.complaints.rules import RUNGS, Compensation
from bot.shop.events.actions import note
from bot.shop.refusal import Refused
from bot.shop.staff.queries import Worker, who_leads, workers
from bot.shop.stores.rules import Shop
from bot.shop.tasks.actions import close_task
from bot.shop.tasks.models import Task


def asked_for(db: Session, complaint_id: int) -> Approval | None:
    """Return what waits for an answer in a case."""
    waits = (Approval.complaint_id == complaint_id) & Approval.answered_at.is_(None)
    return db.scalars(select(Approval).where(waits)).one_or_none()


def who_may_decide(
    db: Session,
    complaint: Complaint,
    given: Compensation,
    final_offer: str | None,
    *,
    above: str,
    shop: Shop,
) -> Worker | None:
    """Return the lowest colleague above a role who may decide this; None where nobody may."""
    for rung in RUNGS[RUNGS.index(above) + 1 :]:
        try:
            check_limits(complaint, given, final_offer, role=rung, shop=shop)
        except Refused:
            continue
        return who_leads(workers(db, shop), RUNGS[RUNGS.index(rung) :], complaint.store)
    return None


def ask_for(
    db: Session,
    complaint: Complaint,
    *,
    solution: str,
    given: Compensation,
    final_offer: str | None,
    by: str,
    asked: str,
) -> Approval:
    """Keep what somebody would decide; raise Refused where it is too early or one waits already."""
    if decision := decision_of(db, complaint):
        raise Refused("complaint_decided", by=decision.by, what=decision.solution)
    pass_gate(db, complaint, "decide")
    compensation = {name: value for name, value in vars(given).items() if value}
    row = {"solution": solution, "compensation": compensation, "final_offer": final_offer}
    known = {"complaint_id": complaint.id, "round": complaint.round, "by": by, "asked": asked}
    new = insert_once(db, Approval, **known, **row, at=clock.now())
    found = asked_for(db, complaint.id)
    assert found is not None  # it was written a moment ago, or waited before
    if not new:
        raise Refused("complaint_asked", by=found.by, asked=found.asked)
    keep(db, complaint, "handle", "asked", solution, who=by)
    note(db, "asked_approval", person_id=complaint.person_id, actor=by, complaint=complaint.id)
    return found


def answer_asked(db: Session, complaint: Complaint, *, by: str, no: str | None = None) -> bool:
    """Close what waits in a case: by a decision, or with why it was a no."""
    found = asked_for(db, complaint.id)
    if found is None:
        return False
    waits = update(Approval).where(Approval.id == found.id, Approval.answered_at.is_(None))
    change(db, waits.values(answered_at=clock.now(), answered_by=by, answer=no))
    close_task(db, task_of(found), result=no)
    if no is not None:
        keep(db, complaint, "handle", "declined", no, who=by)
    return True


def task_of(approval: Approval) -> str:
    """Return by what the task of an approval is known."""
    return f"approval:{approval.id}"


def approval_of(db: Session, task: Task) -> Approval | None:
    """Return what waits for the yes that a task asks for; None for a task that asks for none."""
    word, _, number = task.dedupe.partition(":")
    is_asked = word == "approval" and number.isdecimal()
    return db.get(Approval, int(number)) if is_asked else None
