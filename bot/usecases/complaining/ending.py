"""How a case ends: is it right for her, the last offer, days later, the second chance, silence."""

from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.dialogue.models import Conversation
from bot.shop.complaints.actions import (
    HER,
    begin_round,
    close,
    keep,
    lead,
    plan_follow_up,
    set_deadline,
    take_offer,
)
from bot.shop.complaints.models import Complaint
from bot.shop.complaints.queries import decision_of
from bot.shop.complaints.rules import RUNGS
from bot.texts import Line, line
from bot.usecases.complaining.people import hand_over, settle, tell_people
from bot.usecases.complaining.telling import House, look_again, manager, speak, was_said

Answer = Literal["good", "bad", "unclear"]


def answers_result(
    db: Session, house: House, complaint: Complaint, words: str, answer: Answer
) -> list[Line]:
    """Take whether what was done is right for her; ask once what can't be read."""
    if answer == "bad":
        return dissatisfied(db, house, complaint, words, who=HER)
    if answer == "good":
        satisfied(db, house, complaint, words, who=HER)
        return [speak(db, house, complaint, "complaint.result_good")]
    keep(db, complaint, "listen", "told", words, who=HER)
    if was_said(complaint, "complaint.result_unclear"):
        hand_over(db, house, complaint, "tasks.complaint_result", words)
        return []
    return [speak(db, house, complaint, "complaint.result_unclear")]


def satisfied(db: Session, house: House, complaint: Complaint, words: str, *, who: str) -> None:
    """Note that she is satisfied, and plan to ask again, days later."""
    keep(db, complaint, "result", "satisfied", words, who=who)
    plan_follow_up(complaint, house.shop)
    settle(db, complaint, result=words)
    look_again(complaint)


def dissatisfied(
    db: Session, house: House, complaint: Complaint, words: str, *, who: str
) -> list[Line]:
    """Note that she is not satisfied: the manager takes it, with a last offer if there is one."""
    keep(db, complaint, "result", "unsatisfied", words, who=who)
    decision = decision_of(db, complaint)
    offer = decision.final_offer if decision else None
    begin_round(db, complaint, shop=house.shop, why=words, who=who)
    hand_over(db, house, complaint, "tasks.complaint_unsatisfied", words)
    tell_people(db, complaint, "notices.complaint_again", "unsatisfied")
    known, key = manager(db, house, complaint), "complaint.result_bad"
    if offer:
        complaint.about = {**complaint.about, "offer": offer}
        complaint.asks, key = "offer", "complaint.result_offer"
        known |= {"offer": offer}
    look_again(complaint)
    return [speak(db, house, complaint, key, **known)]


def answers_offer(
    db: Session, house: House, complaint: Complaint, words: str, answer: Answer
) -> list[Line]:
    """Take her answer to the last offer: it is done, or who stands higher calls her."""
    known, complaint.asks = manager(db, house, complaint), None
    if answer == "good":
        take_offer(db, complaint, complaint.about["offer"])
        hand_over(db, house, complaint, "tasks.complaint_do", complaint.about["offer"])
        return [speak(db, house, complaint, "complaint.offer_taken", **known)]
    keep(db, complaint, "result", "refused", words, who=HER)
    above = RUNGS[min(RUNGS.index(complaint.rung) + 1, len(RUNGS) - 1)]
    lead(db, complaint, above, house.shop)
    set_deadline(complaint, house.shop)
    hand_over(db, house, complaint, "tasks.complaint_unsatisfied", words)
    tell_people(db, complaint, "notices.complaint_again", "refused")
    look_again(complaint)
    return [speak(db, house, complaint, "complaint.offer_refused", **known)]


def answers_follow_up(
    db: Session, house: House, complaint: Complaint, words: str, answer: Answer
) -> list[Line]:
    """Take whether it was really put right; if not, the second chance."""
    if answer == "bad":
        keep(db, complaint, "feedback", "unwell", words, who=HER)
        return second_chance(db, house, complaint, words=words)
    if answer == "good":
        thanks = speak(db, house, complaint, "complaint.follow_good")
        end(db, house, complaint, "well", words, who=HER)
        return [thanks]
    keep(db, complaint, "listen", "told", words, who=HER)
    if was_said(complaint, "complaint.follow_unclear"):
        return []
    return [speak(db, house, complaint, "complaint.follow_unclear")]


def end(
    db: Session, house: House, complaint: Complaint, word: str, words: str, *, who: str
) -> None:
    """Close a case with what its follow-up brought."""
    keep(db, complaint, "feedback", word, words, who=who)
    close(db, complaint)
    leave_talk(db, complaint.person_id)
    settle(db, complaint, result=house.texts.render(line("tasks.complaint_closed")))


def leave_talk(db: Session, person_id: int) -> None:
    """Let the talk be about other things again."""
    hers = select(Conversation).where(
        Conversation.person_id == person_id, Conversation.flow == "complaint"
    )
    for talk in db.scalars(hers):
        talk.flow, talk.asks = None, None


def second_chance(
    db: Session, house: House, complaint: Complaint, *, words: str, who: str = HER
) -> list[Line]:
    """Open a case again, led by the manager at least, who calls her."""
    begin_round(db, complaint, shop=house.shop, why=words, who=who)
    set_deadline(complaint, house.shop, step="explain")
    complaint.promised = complaint.deadline
    hand_over(db, house, complaint, "tasks.complaint_again", words)
    tell_people(db, complaint, "notices.complaint_again", "again")
    look_again(complaint)
    return [speak(db, house, complaint, "complaint.again")]
