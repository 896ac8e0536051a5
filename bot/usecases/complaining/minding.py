"""What a case does by itself as time passes: our next word, missed hours, days later, silence."""

from datetime import datetime
from functools import partial

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import clock
from bot.db import Database
from bot.dialogue.models import Conversation
from bot.shop.complaints.actions import climb, keep
from bot.shop.complaints.models import Complaint
from bot.shop.complaints.queries import complaints_due, decision_of, proved
from bot.shop.people.actions import lock_person
from bot.shop.people.models import Person
from bot.shop.stores.queries import ShopBook
from bot.texts import Line, Texts
from bot.usecases.complaining.ending import end
from bot.usecases.complaining.hearing import promise
from bot.usecases.complaining.people import hand_over, tell_people
from bot.usecases.complaining.telling import (
    CONFESS_EARLY,
    House,
    look_again,
    said,
    tell,
    was_said,
    who,
)

ASK_AT_MOST = 2
SLICE = 100


def mind_due(database: Database, texts: Texts, shops: ShopBook) -> int:
    """Mind every case that is due, each in a transaction of its own; return how many."""
    with database.reading() as db:
        due = complaints_due(db, clock.now(), SLICE)
    for complaint_id in due:
        database.run(partial(mind, texts=texts, shops=shops, complaint_id=complaint_id))
    return len(due)


def mind(db: Session, *, texts: Texts, shops: ShopBook, complaint_id: int) -> bool:
    """Do all that is due in one case, once; return whether it was still open."""
    owner = db.get(Complaint, complaint_id)
    person = lock_person(db, owner.person_id) if owner else None
    complaint = db.get(Complaint, complaint_id, populate_existing=True)
    if person is None or complaint is None or complaint.status != "open":
        return False
    now, house = clock.now(), House(texts, shops.read(db))
    if _is_due(complaint.speak_at, now):
        _speak_up(db, house, complaint, person)
    if complaint.promised and _is_due(complaint.promised - CONFESS_EARLY, now):
        _move_up(db, house, complaint, at=complaint.promised)
    elif complaint.deadline and _is_due(complaint.deadline, now):
        _move_up(db, house, complaint, at=complaint.deadline)
    if _is_due(complaint.follow_up_at, now):
        _follow_up(db, house, complaint)
    elif _is_due(complaint.ends_at, now):
        _hear_silence(db, house, complaint)
    look_again(complaint)
    return True


def _speak_up(db: Session, house: House, complaint: Complaint, person: Person) -> None:
    """Say our next word once she has said hers: what was understood, who calls when, a question."""
    complaint.speak_at = None
    if _is_with_colleague(db, complaint):
        return
    lines: list[Line] = []
    told = "told" in complaint.about["named"]
    if told and complaint.severity == "mild":
        lines.append(said(db, house, complaint, f"complaint.restate_{complaint.kind}"))
        keep(db, complaint, "analyse", "restated", str(complaint.about["told"]))
        complaint.asks = "restated"
    if not complaint.promised:
        promise(db, complaint)
        lines.append(said(db, house, complaint, "complaint.promise"))
    if question := _next_question(complaint, person):
        complaint.asks = complaint.asks or question
        key = f"ask_wish_{complaint.kind}" if question == "wish" else f"ask_{question}"
        lines.append(said(db, house, complaint, f"complaint.{key}"))
    if lines:
        until, heard = complaint.promised, complaint.heard_at
        tell(db, house, complaint, lines, notice="promised", not_after=until, caused_at=heard)


def _next_question(complaint: Complaint, person: Person) -> str | None:
    """Return what to ask: never what she said or what is on file, and two things at most."""
    asked = sum(times for key, times in complaint.said.items() if ".ask_" in key)
    about = complaint.about
    missing = {
        "story": "told" not in about["named"],
        "phone": not (person.phone or about.get("phone")),
        "wish": not about.get("wish"),
    }
    if asked >= ASK_AT_MOST:
        return None
    return next((question for question, is_missing in missing.items() if is_missing), None)


def _move_up(db: Session, house: House, complaint: Complaint, *, at: datetime) -> None:
    """Give what is late to the next above; a promise that will be missed is confessed to her."""
    late, was_promised = who(db, house, complaint), complaint.promised is not None
    moved = climb(db, complaint, house.shop, at=at)
    complaint.promised = complaint.deadline if was_promised else None
    if moved or not was_said(complaint, "complaint.confess"):
        hand_over(db, house, complaint, "tasks.complaint_late", _in_short(complaint))
    tell_people(db, complaint, "notices.complaint_late", f"late:{at:%m%d%H%M}")
    if was_promised and moved:
        line = said(db, house, complaint, "complaint.confess", late=late)
        tell(db, house, complaint, [line], notice="late")


def _follow_up(db: Session, house: House, complaint: Complaint) -> None:
    """Ask, days later, about the thing itself."""
    complaint.follow_up_at = None
    complaint.asks = "well"
    complaint.ends_at = house.shop.complaints.silence_after(clock.now())
    decision = decision_of(db, complaint)
    solution = decision.solution if decision else ""
    line = said(db, house, complaint, "complaint.follow_up", solution=solution)
    tell(db, house, complaint, [line], notice="again", not_after=complaint.ends_at)


def _hear_silence(db: Session, house: House, complaint: Complaint) -> None:
    """Her silence after the result is called after; her silence to the follow-up closes."""
    complaint.ends_at = None
    if "result" in proved(db, complaint).steps:
        line = said(db, house, complaint, "complaint.closed_silent")
        tell(db, house, complaint, [line], notice="closed")
        end(db, house, complaint, "silent", "", who="bot")
        return
    keep(db, complaint, "result", "silent", "")
    complaint.asks = None
    complaint.follow_up_at = house.shop.complaints.follow_up_after(clock.now())
    hand_over(db, house, complaint, "tasks.complaint_result", _in_short(complaint))


def _is_with_colleague(db: Session, complaint: Complaint) -> bool:
    holder = select(Conversation.holder).where(Conversation.person_id == complaint.person_id)
    return db.scalar(holder) == "staff"


def _in_short(complaint: Complaint) -> str:
    return str(complaint.about.get("told") or complaint.about["trouble"])


def _is_due(moment: datetime | None, now: datetime) -> bool:
    return moment is not None and moment <= now
