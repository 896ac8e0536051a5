"""What people do in a case: note, decide, do, skip; she is told in the same transaction."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy.orm import Session

from bot import clock
from bot.dialogue.answers.complaints import complaint_ear
from bot.shop.complaints import actions
from bot.shop.complaints.approvals import answer_asked
from bot.shop.complaints.models import Complaint
from bot.shop.complaints.queries import proved
from bot.shop.complaints.rules import Compensation
from bot.shop.people.actions import lock_person
from bot.shop.refusal import Refused
from bot.usecases.complaining.ending import (
    dissatisfied,
    end,
    leave_talk,
    satisfied,
    second_chance,
)
from bot.usecases.complaining.giving import give, in_words, worth
from bot.usecases.complaining.people import hand_over, settle
from bot.usecases.complaining.telling import House, known, look_again, named, said, tell

_CONTACT = frozenset({"talk", "apologise", "analyse", "explain"})


class Noted(NamedTuple):
    """What somebody notes under a step; `content` says whether she is, where her words don't."""

    step: str
    what: str
    content: bool | None = None


def note(
    db: Session,
    house: House,
    complaint_id: int,
    noted: Sequence[Noted],
    *,
    by: str,
    once: str | None = None,
) -> Complaint:
    """Keep evidence, such as a call; what she said of the result or days later has its effects.

    Words of hers noted in a closed case open it again. `once` is the key of the form that brought
    the evidence: sent twice, it is kept once.
    """
    complaint = held(db, complaint_id)
    if actions.is_noted(db, once):
        return complaint
    for each in noted:
        if complaint.status == "closed" and each.step == "listen":
            second_chance(db, house, complaint, words=each.what, who=by)
            continue
        actions.note_step(db, complaint, each.step, each.what, who=by, once=once)
        once = None
        _follow(db, house, complaint, each, by=by)
    look_again(complaint)
    return complaint


def decide(
    db: Session,
    house: House,
    complaint_id: int,
    *,
    solution: str,
    given: Compensation,
    final_offer: str | None,
    by: str,
    role: str,
) -> Complaint:
    """Decide, and tell her; what is given for the harm is hers at once, whatever she says to it."""
    complaint, given = held(db, complaint_id), worth(house, given)
    actions.decide(
        db,
        complaint,
        solution=solution,
        given=given,
        final_offer=final_offer,
        by=by,
        role=role,
        shop=house.shop,
    )
    complaint.asks = complaint.promised = complaint.speak_at = None
    answer_asked(db, complaint, by=by)
    actions.set_deadline(complaint, house.shop)
    hand_over(db, house, complaint, "tasks.complaint_do", solution)
    give(db, house, complaint, given, by=by)
    told = in_words(house, given)
    colleague = known(db, house, by)
    who_decides = {"who": named(house, colleague)} if colleague else {}
    key = "complaint.decided_more" if told else "complaint.decided"
    tell(
        db,
        house,
        complaint,
        [said(db, house, complaint, key, **who_decides, solution=solution, compensation=told)],
        notice="offered",
    )
    look_again(complaint)
    return complaint


def finish(db: Session, house: House, complaint_id: int, *, proof: str, by: str) -> Complaint:
    """Note with proof that it is done, and only now ask her whether it is right."""
    complaint = held(db, complaint_id)
    decision = actions.finish(db, complaint, proof=proof, by=by)
    settle(db, complaint, result=proof, by=by)
    complaint.asks, complaint.deadline, complaint.promised = "result", None, None
    complaint.ends_at = house.shop.complaints.silence_after(clock.now())
    words = said(db, house, complaint, "complaint.done", solution=decision.solution, proof=proof)
    tell(db, house, complaint, [words], notice="asked")
    look_again(complaint)
    return complaint


def skip(
    db: Session, house: House, complaint_id: int, step: str, *, reason: str, by: str, role: str
) -> Complaint:
    """Leave a step out where that is allowed; the last one left out closes the case."""
    complaint = held(db, complaint_id)
    actions.skip(db, complaint, step, reason=reason, by=by, role=role)
    if step == "result":
        actions.plan_follow_up(complaint, house.shop)
    if step == "feedback":
        actions.close(db, complaint)
        leave_talk(db, complaint.person_id)
    look_again(complaint)
    return complaint


def held(db: Session, complaint_id: int) -> Complaint:
    """Return a case whose person is held: two who act in it do so one after the other."""
    found = db.get(Complaint, complaint_id)
    if found is None or lock_person(db, found.person_id) is None:
        raise Refused("complaint_unknown")
    return db.get_one(Complaint, complaint_id, populate_existing=True)


def _follow(db: Session, house: House, complaint: Complaint, noted: Noted, *, by: str) -> None:
    """Let what was noted have its effect; somebody who spoke with her has kept the promise."""
    if noted.step in _CONTACT:
        complaint.promised = complaint.speak_at = None
        if "explain" in proved(db, complaint).steps:
            actions.set_deadline(complaint, house.shop)
    is_content = noted.content
    if is_content is None:
        is_content = complaint_ear().is_content(noted.what)
    if noted.step == "result" and is_content is False:
        dissatisfied(db, house, complaint, noted.what, who=by)
    elif noted.step == "result":
        satisfied(db, house, complaint, noted.what, who=by)
    elif noted.step == "feedback" and is_content is False:
        second_chance(db, house, complaint, words=noted.what, who=by)
    elif noted.step == "feedback":
        end(db, house, complaint, "well", noted.what, who=by)
