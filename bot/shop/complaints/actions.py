"""Lead a case: open it, keep evidence, decide, do, close, open again. All gates stand here."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot import clock
from bot.db import change, insert_once
from bot.shop.complaints.models import Approval, Complaint, Decision, Evidence
from bot.shop.complaints.queries import decision_of, proved
from bot.shop.complaints.rules import (
    KINDS,
    MAY_SKIP,
    MAY_SKIP_AS,
    RUNGS,
    Compensation,
    Heard,
    climbed,
    deadline_for,
    first_rung,
    hours_for,
    is_beyond,
    severity_of,
)
from bot.shop.events.actions import note
from bot.shop.people.models import Person
from bot.shop.refusal import Refused
from bot.shop.staff.queries import who_leads, workers
from bot.shop.stores.rules import Shop
from bot.texts import line

HER = "customer"
BOT = "bot"


def open_complaint(
    db: Session, person: Person, heard: Heard, *, shop: Shop, usual: dict[str, Any], seed: int
) -> Complaint:
    """Open a case; `usual` are the words and the severity of its kind, for what she did not say."""
    now = clock.now()
    kind = heard.kind if heard.kind in KINDS else "other"
    severity = severity_of(usual["severity"], angry=heard.angry, matters=heard.matters)
    works_here = person.guide in [one.login for one in workers(db, shop)]
    rung = first_rung(severity, kind, has_guide=works_here)
    complaint = Complaint(
        person_id=person.id,
        status="open",
        kind=kind,
        severity=severity,
        angry=heard.angry,
        matters=list(heard.matters),
        about={**usual, **said_in(heard), "named": sorted(said_in(heard))},
        store=person.store or store_named(shop, heard.words),
        owner=person.guide if rung == "guide" else None,
        rung=rung,
        round=1,
        said={},
        seed=seed,
        opened_at=now,
        heard_at=now,
        spoke_at=now,
    )
    if rung != "guide":
        lead(db, complaint, rung, shop)
    set_deadline(complaint, shop, step="explain")
    db.add(complaint)
    db.flush()
    if heard.words:
        keep(db, complaint, "listen", "told", heard.words, who=HER)
    note(db, "opened_complaint", person_id=person.id, actor=HER, complaint=complaint.id)
    return complaint


def store_named(shop: Shop, words: str) -> str | None:
    """Return the store she names."""
    return next((store.name for store in shop.stores if store.name in words), None)


def move_to_store(db: Session, complaint: Complaint, store: str, shop: Shop) -> None:
    """Give a case to the people of the store it is about, as soon as that is known."""
    complaint.store = store
    if complaint.rung != "guide":
        lead(db, complaint, first_rung("serious", complaint.kind, has_guide=False), shop)
    set_deadline(complaint, shop, step="explain")


def said_in(heard: Heard) -> dict[str, str]:
    """Return what she named: only that takes the place of what is usual."""
    named = {
        "thing": heard.thing,
        "trouble": heard.trouble,
        "feeling": heard.feeling,
        "wish": heard.wish,
        "told": heard.words if heard.tells else None,
    }
    return {name: words for name, words in named.items() if words}


def hear(
    db: Session,
    complaint: Complaint,
    heard: Heard,
    *,
    usual: dict[str, Any],
    corrects: bool = False,
) -> None:
    """Keep what she says as evidence; what she named before stays, unless she puts it right."""
    now_named = said_in(heard)
    before = set(complaint.about["named"])
    if complaint.kind == "other" and heard.kind:
        complaint.kind = heard.kind
        complaint.about = {**complaint.about, **_only_unnamed(usual, before)}
    fresh = now_named if corrects else _only_unnamed(now_named, before - {"wish"})
    complaint.about = {**complaint.about, **fresh, "named": sorted({*before, *now_named})}
    complaint.heard_at = clock.now()
    complaint.angry = complaint.angry or heard.angry
    complaint.matters = sorted({*complaint.matters, *heard.matters})
    complaint.severity = severity_of(
        complaint.about["severity"], angry=complaint.angry, matters=complaint.matters
    )
    if heard.words:
        keep(db, complaint, "listen", "told", heard.words, who=HER)


def keep(
    db: Session,
    complaint: Complaint,
    step: str,
    word: str,
    what: str,
    *,
    who: str = BOT,
    once: str | None = None,
) -> None:
    """Keep one piece of evidence; `once` is the key of the form that brought it."""
    db.add(
        Evidence(
            complaint_id=complaint.id,
            round=complaint.round,
            step=step,
            word=word,
            what=what,
            who=who,
            at=clock.now(),
            once=once,
        )
    )
    db.flush()


def is_noted(db: Session, once: str | None) -> bool:
    """Say whether what a form brought is kept already."""
    kept = select(Evidence.id).where(Evidence.once == once)
    return once is not None and db.scalar(kept) is not None


def note_step(
    db: Session, complaint: Complaint, step: str, what: str, *, who: str, once: str | None = None
) -> None:
    """Keep what staff note under a step, such as a call; raise Refused where it is too early."""
    _must_be_open(complaint)
    if step == "compensate" and decision_of(db, complaint) is None:
        raise Refused("complaint_undecided")
    pass_gate(db, complaint, step)
    word = "planned" if step == "handle" else "noted"
    keep(db, complaint, step, word, what, who=who, once=once)
    note(db, "noted_complaint", person_id=complaint.person_id, actor=who, step=step)


def decide(
    db: Session,
    complaint: Complaint,
    *,
    solution: str,
    given: Compensation,
    final_offer: str | None,
    by: str,
    role: str,
    shop: Shop,
) -> Decision:
    """Decide once in a round; raise Refused where it is too early, too much, or somebody was first.

    The last offer is the manager's: who can't keep it must not promise it.
    """
    _must_be_open(complaint)
    check_limits(complaint, given, final_offer, role=role, shop=shop)
    _nobody_was_first(db, complaint)
    pass_gate(db, complaint, "decide")
    compensation = {name: value for name, value in vars(given).items() if value}
    row = {"solution": solution, "compensation": compensation, "final_offer": final_offer}
    key = {"complaint_id": complaint.id, "round": complaint.round}
    if not insert_once(db, Decision, **key, **row, by=by, at=clock.now()):
        _nobody_was_first(db, complaint)
    keep(db, complaint, "handle", "decided", solution, who=by)
    if not given:
        keep(db, complaint, "compensate", "none_due", "", who=by)
    note(db, "decided_complaint", person_id=complaint.person_id, actor=by, complaint=complaint.id)
    decision = decision_of(db, complaint)
    assert decision is not None  # it was written a moment ago
    return decision


def check_limits(
    complaint: Complaint, given: Compensation, final_offer: str | None, *, role: str, shop: Shop
) -> None:
    """Raise Refused where a role may not decide this by itself."""
    limit = shop.complaints.allowance(role)
    if role not in RUNGS or (complaint.severity == "grave" and role == "guide"):
        raise Refused("complaint_role")
    if is_beyond(given, limit):
        raise Refused("complaint_beyond", points=limit.points, yuan=f"{limit.coupon:f}")
    if final_offer and role == "guide":
        raise Refused("complaint_offer_role")


def finish(db: Session, complaint: Complaint, *, proof: str, by: str) -> Decision:
    """Note that what was decided is done, with proof, once."""
    _must_be_open(complaint)
    decision = decision_of(db, complaint)
    if decision is None:
        raise Refused("complaint_undecided")
    undone = update(Decision).where(Decision.id == decision.id, Decision.done_at.is_(None))
    first = change(db, undone.values(done_at=clock.now(), done_by=by, proof=proof))
    db.refresh(decision)
    if not first:
        raise Refused("complaint_done", by=decision.done_by, what=decision.proof)
    keep(db, complaint, "handle", "done", proof, who=by)
    if decision.compensation and "compensate" not in proved(db, complaint).steps:
        keep(db, complaint, "compensate", "given", proof, who=by)
    note(db, "solved_complaint", person_id=complaint.person_id, actor=by, complaint=complaint.id)
    return decision


def take_offer(db: Session, complaint: Complaint, offer: str) -> None:
    """Make the last offer, which she took, what is to be done in this round."""
    before = (Decision.complaint_id == complaint.id) & (Decision.round == complaint.round - 1)
    by = db.scalar(select(Decision.by).where(before)) or BOT
    key = {"complaint_id": complaint.id, "round": complaint.round}
    insert_once(
        db,
        Decision,
        **key,
        solution=offer,
        compensation={},
        final_offer=None,
        by=by,
        at=clock.now(),
    )
    keep(db, complaint, "handle", "decided", offer, who=by)
    keep(db, complaint, "compensate", "none_due", "", who=by)


def skip(db: Session, complaint: Complaint, step: str, *, reason: str, by: str, role: str) -> None:
    """Leave a step out, with a name and a reason, where that is allowed."""
    _must_be_open(complaint)
    if role not in MAY_SKIP_AS:
        raise Refused("complaint_role")
    if step not in MAY_SKIP:
        raise Refused("complaint_must", step=line(f"steps.{step}"))
    pass_gate(db, complaint, step)
    keep(db, complaint, step, "skipped", reason, who=by)
    note(db, "skipped_step", person_id=complaint.person_id, actor=by, step=step)


def pass_gate(db: Session, complaint: Complaint, deed: str) -> None:
    """Raise Refused where a step before this deed has no evidence yet."""
    missing = proved(db, complaint).missing_for(deed)
    if missing:
        raise Refused("complaint_too_early", step=line(f"steps.{missing}"))


def begin_round(db: Session, complaint: Complaint, *, shop: Shop, why: str, who: str) -> None:
    """Solve it anew: the second chance, led by the manager at least."""
    complaint.round += 1
    complaint.status, complaint.closed_at = "open", None
    complaint.follow_up_at = complaint.ends_at = complaint.asks = complaint.speak_at = None
    if complaint.rung == "guide":
        lead(db, complaint, "store_manager", shop)
    keep(db, complaint, "handle", "again", why, who=who)
    set_deadline(complaint, shop)
    note(db, "reopened_complaint", person_id=complaint.person_id, complaint=complaint.id)


def close(db: Session, complaint: Complaint) -> None:
    """End a case; it stays to be read, and can be opened again."""
    complaint.status, complaint.closed_at = "closed", clock.now()
    complaint.asks = complaint.deadline = complaint.promised = None
    complaint.follow_up_at = complaint.ends_at = None
    complaint.speak_at = complaint.look_at = None
    note(db, "closed_complaint", person_id=complaint.person_id, complaint=complaint.id)


def forget_complaints(db: Session, person_id: int) -> None:
    """Erase what she told; that there was a case, and what was decided, stays without her words."""
    for complaint in db.scalars(select(Complaint).where(Complaint.person_id == person_id)):
        if complaint.status == "open":
            close(db, complaint)
        complaint.about = {"thing": "", "trouble": "", "severity": "mild", "named": []}
        hers = update(Evidence).where(Evidence.complaint_id == complaint.id)
        db.execute(hers.values(what=""))
        decided = update(Decision).where(Decision.complaint_id == complaint.id)
        db.execute(decided.values(solution="", final_offer=None, proof=None))
        asked = update(Approval).where(Approval.complaint_id == complaint.id)
        db.execute(asked.values(solution="", final_offer=None, answer=None))


def climb(db: Session, complaint: Complaint, shop: Shop, *, at: datetime) -> bool:
    """Give a case whose deadline passed to the next above; return whether somebody else leads."""
    before = (complaint.rung, complaint.owner)
    step = proved(db, complaint).step
    found = climbed(
        complaint.rung,
        min(at, clock.now()),
        clock.now(),
        hours=hours_for(step, complaint.severity, shop.complaints),
        store=shop.store(complaint.store),
    )
    lead(db, complaint, found.rung, shop)
    complaint.deadline = found.deadline
    keep(db, complaint, step, "missed", "", who=BOT)
    return (complaint.rung, complaint.owner) != before


def lead(db: Session, complaint: Complaint, rung: str, shop: Shop) -> None:
    """Give a case to a rung: to whoever stands there, or above where nobody does."""
    able = RUNGS[RUNGS.index(rung) :]
    found = who_leads(workers(db, shop), able, complaint.store)
    complaint.rung = found.role if found else rung
    complaint.owner = found.login if found else complaint.owner


def set_deadline(complaint: Complaint, shop: Shop, *, step: str = "handle") -> None:
    """Set by when people must have done a step."""
    complaint.deadline = deadline_for(
        step,
        complaint.severity,
        clock.now(),
        terms=shop.complaints,
        store=shop.store(complaint.store),
    )


def plan_follow_up(complaint: Complaint, shop: Shop) -> None:
    """Plan to ask, days later, about the thing itself."""
    complaint.deadline = complaint.promised = complaint.asks = complaint.ends_at = None
    complaint.follow_up_at = shop.complaints.follow_up_after(clock.now())


def _only_unnamed(words: dict[str, Any], named: Collection[str]) -> dict[str, Any]:
    return {name: value for name, value in words.items() if name not in named}


def _must_be_open(complaint: Complaint) -> None:
    if complaint.status != "open":
        raise Refused("complaint_closed")


def _nobody_was_first(db: Session, complaint: Complaint) -> None:
    first = db.scalars(
        select(Decision).where(
            Decision.complaint_id == complaint.id, Decision.round == complaint.round
        )
    ).one_or_none()
    if first:
        raise Refused("complaint_decided", by=first.by, what=first.solution)
