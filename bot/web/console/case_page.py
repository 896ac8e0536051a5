"""One case on its page: where it stands, what was said and done, what to say now."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from flask import abort
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot import clock
from bot.dialogue.models import Conversation
from bot.dialogue.transcript import transcript
from bot.shop.complaints.approvals import asked_for
from bot.shop.complaints.board import sees_case
from bot.shop.complaints.causes import CAUSES, bought_by, same_cause
from bot.shop.complaints.models import Approval, Cause, Complaint, Decision, Evidence
from bot.shop.complaints.queries import decision_of, histories
from bot.shop.complaints.rules import (
    MAY_SKIP,
    MAY_SKIP_AS,
    RUNGS,
    STEPS,
    Compensation,
    Fact,
    Proved,
    is_beyond,
)
from bot.shop.media.models import Media
from bot.shop.media.queries import media_by_keys
from bot.shop.people.models import Person
from bot.shop.staff.queries import workers
from bot.shop.stores.rules import Shop
from bot.texts import line
from bot.usecases.complaining.giving import in_words
from bot.usecases.complaining.telling import House, draft, facts_of
from bot.web.console.door import who
from bot.wiring import bot_of

SAID = 40  # bubbles of her talk
BACKSTAGE = ("bot", "customer")


class Line(NamedTuple):
    """One piece of evidence as it is shown."""

    at: datetime
    who: str
    did: str
    what: str
    round: int
    media: Media | None


class Step(NamedTuple):
    """One of the nine steps, with all that was noted under it."""

    word: str
    number: int
    done: bool
    lines: Sequence[Line]


def load_case(db: Session, complaint_id: int) -> dict[str, Any]:
    """Return all that the page of a case shows; 404 for a case that is none of hers."""
    complaint, person = found_case(db, complaint_id)
    bot = bot_of()
    house = House(bot.texts, bot.shops.read(db))
    entries = histories(db, [complaint])[complaint.id]
    proved = Proved([Fact(one.step, one.word, one.round) for one in entries], complaint.round)
    names = {one.login: one.name for one in workers(db, house.shop)}
    decision, approval = decision_of(db, complaint), asked_for(db, complaint.id)
    return {
        "case": complaint,
        "person": person,
        "step": proved.step,
        "steps": _steps(db, house, entries, proved, names),
        "late": complaint.deadline is not None and complaint.deadline <= clock.now(),
        "names": names,
        "decision": decision,
        "given": _in_words(house, decision),
        "may_decide": _may_decide(complaint, proved, decision),
        "approval": approval,
        "approval_given": _in_words(house, approval),
        "may_approve": approval is not None and _may_approve(house.shop, approval),
        "limit": house.shop.complaints.allowance(who().role),
        "may_skip": _may_skip(complaint, proved),
        "draft": draft(db, house, complaint),
        "scripts": _scripts(db, house, complaint, person, decision),
        "talk_id": _talk_of(db, person.id),
        "said": transcript(db, person.id, limit=SAID)[::-1],
        "version": version_of_case(db, complaint.id),
        "failed": None,
        "typed": {},
        **_cause(db, complaint),
    }


def found_case(db: Session, complaint_id: int) -> tuple[Complaint, Person]:
    """Return a case of hers and its person; 404 for the others."""
    complaint = db.get(Complaint, complaint_id)
    person = db.get(Person, complaint.person_id) if complaint else None
    if complaint is None or person is None or not sees_case(who(), complaint, person):
        abort(404)
    return complaint, person


def version_of_case(db: Session, complaint_id: int) -> str:
    """Return a word that changes with whatever is noted, asked or answered in a case."""
    noted = select(func.max(Evidence.id)).where(Evidence.complaint_id == complaint_id)
    asked = select(func.max(Approval.id)).where(Approval.complaint_id == complaint_id)
    return f"{db.scalar(noted) or 0}-{db.scalar(asked) or 0}"


def _steps(
    db: Session,
    house: House,
    entries: Sequence[Evidence],
    proved: Proved,
    names: Mapping[str, str],
) -> list[Step]:
    keys = {entry.id: entry.what.partition(":")[2] for entry in entries if entry.word == "seen"}
    media = media_by_keys(db, list(keys.values()))
    lines: dict[str, list[Line]] = {step: [] for step in STEPS}
    for entry in entries:
        shown = media.get(keys.get(entry.id, ""))
        what = "" if entry.word == "seen" else str(entry.what)
        did = house.texts.render(line(f"steps.did_{entry.word}"))
        known = house.texts.render(line(f"console.by_{entry.who}")) if _is_ours(entry.who) else ""
        by = known or names.get(entry.who, entry.who)
        lines[entry.step].append(Line(entry.at, by, did, what, entry.round, shown))
    return [
        Step(step, number, step in proved.steps, lines[step])
        for number, step in enumerate(STEPS, start=1)
    ]


def _is_ours(login: str) -> bool:
    return login in BACKSTAGE


def _may_decide(complaint: Complaint, proved: Proved, decision: Decision | None) -> bool:
    is_open = complaint.status == "open" and decision is None
    return is_open and who().role in RUNGS and proved.missing_for("decide") is None


def _may_approve(shop: Shop, approval: Approval) -> bool:
    """Say whether she may say yes or no to what a colleague asks."""
    limit = shop.complaints.allowance(who().role)
    return who().role != "guide" and not is_beyond(Compensation(**approval.compensation), limit)


def _may_skip(complaint: Complaint, proved: Proved) -> list[str]:
    if complaint.status != "open" or who().role not in MAY_SKIP_AS:
        return []
    return [step for step in STEPS if step in MAY_SKIP and step not in proved.steps]


def _in_words(house: House, kept: Decision | Approval | None) -> str:
    return in_words(house, Compensation(**kept.compensation)) if kept else ""


def _scripts(
    db: Session, house: House, complaint: Complaint, person: Person, decision: Decision | None
) -> dict[str, str]:
    """Return what to say in each step, with her name and the case's facts in it."""
    values = {
        **facts_of(db, house, complaint),
        "name": person.name or house.texts.render(line("common.nameless")),
        "solution": decision.solution if decision else "",
    }
    values["hour"] = values["hour"] or house.texts.render(line("console.case_soon"))
    return {step: house.texts.render(line(f"scripts.{step}", **values)) for step in STEPS}


def _talk_of(db: Session, person_id: int) -> int | None:
    return db.scalar(select(Conversation.id).where(Conversation.person_id == person_id))


def _cause(db: Session, complaint: Complaint) -> dict[str, Any]:
    cause = db.get(Cause, complaint.id)
    return {
        "cause": cause,
        "causes": CAUSES,
        "alike": same_cause(db, cause) if cause else 0,
        "bought": bought_by(db, complaint.person_id),
    }
