"""Beyond one's limits: ask who may, who sees it at once, and hear her yes or no."""

from sqlalchemy.orm import Session

from bot import clock
from bot.outbox.notices.actions import tell_staff
from bot.shop.complaints.actions import check_limits
from bot.shop.complaints.approvals import (
    answer_asked,
    ask_for,
    asked_for,
    task_of,
    who_may_decide,
)
from bot.shop.complaints.models import Approval, Complaint
from bot.shop.complaints.rules import RUNGS, Compensation
from bot.shop.people.models import Person
from bot.shop.refusal import Refused
from bot.shop.staff.rules import Actor
from bot.shop.tasks.actions import ask_people
from bot.texts import line
from bot.usecases.complaining.deciding import held
from bot.usecases.complaining.giving import worth
from bot.usecases.complaining.telling import House


def ask_approval(
    db: Session,
    house: House,
    complaint_id: int,
    *,
    solution: str,
    given: Compensation,
    final_offer: str | None,
    who: Actor,
) -> Approval:
    """Ask the lowest colleague who may decide this; raise Refused where the asker may herself."""
    complaint, given = held(db, complaint_id), worth(house, given)
    if complaint.status != "open":
        raise Refused("complaint_closed")
    if _may_herself(complaint, given, final_offer, who.role, house):
        raise Refused("complaint_within")
    leader = who_may_decide(db, complaint, given, final_offer, above=who.role, shop=house.shop)
    if leader is None:
        raise Refused("complaint_beyond_all")
    approval = ask_for(
        db,
        complaint,
        solution=solution,
        given=given,
        final_offer=final_offer,
        by=who.login,
        asked=leader.login,
    )
    _tell(db, house, complaint, approval)
    return approval


def decline(db: Session, house: House, complaint_id: int, *, why: str, who: Actor) -> Complaint:
    """Say no, with a reason; who asked gets a task with it. Only who might say yes may say no."""
    complaint = held(db, complaint_id)
    approval = asked_for(db, complaint.id)
    if approval is None:
        raise Refused("complaint_unasked")
    given = Compensation(**approval.compensation)
    check_limits(complaint, given, approval.final_offer, role=who.role, shop=house.shop)
    answer_asked(db, complaint, by=who.login, no=why)
    ask_people(
        db,
        kind="approval",
        dedupe=f"{task_of(approval)}:no",
        person=db.get_one(Person, complaint.person_id),
        why=house.texts.render(line("tasks.approval_no")),
        words=why,
        due=complaint.deadline or clock.now(),
        staff=approval.by,
    )
    return complaint


def _may_herself(
    complaint: Complaint, given: Compensation, final_offer: str | None, role: str, house: House
) -> bool:
    if role not in RUNGS:
        raise Refused("complaint_role")
    try:
        check_limits(complaint, given, final_offer, role=role, shop=house.shop)
    except Refused:
        return False
    return True


def _tell(db: Session, house: House, complaint: Complaint, approval: Approval) -> None:
    person = db.get_one(Person, complaint.person_id)
    ask_people(
        db,
        kind="approval",
        dedupe=task_of(approval),
        person=person,
        why=house.texts.render(line("tasks.approval")),
        words=str(approval.solution),
        due=complaint.deadline or clock.now(),
        staff=approval.asked,
    )
    key = "notices.complaint_asked"
    tell_staff(db, key, dedupe=task_of(approval), person=person, to=approval.asked)
