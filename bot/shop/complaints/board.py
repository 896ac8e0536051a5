"""The board: which cases somebody sees, where each stands, and which come first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import NamedTuple

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    case,
    exists,
    func,
    literal_column,
    not_,
    or_,
    select,
    true,
)
from sqlalchemy.orm import Session, aliased

from bot.shop.complaints.models import Approval, Complaint, Evidence
from bot.shop.complaints.rules import KEPT, PROVES, STEPS, Fact, Proved
from bot.shop.people.models import Person
from bot.shop.people.queries import seen_by
from bot.shop.staff.rules import Actor, may_talk

NO_HURRY = datetime(9999, 1, 1, tzinfo=UTC)  # nobody of the shop has to do anything by then
# written out, not a blank: so that a server may use the index of the open cases
_OPEN: ColumnElement[bool] = literal_column("complaint_case.status = 'open'")


@dataclass(frozen=True)
class Filter:
    """Which cases: hers or her store's alone, at a step, of a severity, late ones, closed ones."""

    mine: bool = False
    store: str | None = None
    step: str | None = None
    severity: str | None = None
    late: bool = False
    closed: bool = False


class Place(NamedTuple):
    """Where a case stands in the order of the board."""

    until: datetime
    id: int


class OnBoard(NamedTuple):
    """A case on the board, with whose it is and what its evidence proves."""

    complaint: Complaint
    person: Person
    step: str
    asked: str | None

    @property
    def place(self) -> Place:
        return Place(self.complaint.deadline or NO_HURRY, self.complaint.id)


def sees_case(who: Actor, complaint: Complaint, person: Person) -> bool:
    """Say whether somebody may see a case: her customer's, her store's, or one she leads."""
    hers = may_talk(who, guide=person.guide, store=person.store)
    leads = complaint.owner == who.login
    return hers or leads or (who.store is not None and complaint.store == who.store)


def sees_what_she_sent(db: Session, who: Actor, person: Person, at: datetime) -> bool:
    """Say whether a case lets somebody see a picture or voice: all she sent until it was closed."""
    hers = select(Complaint).where(Complaint.person_id == person.id)
    until = or_(Complaint.closed_at.is_(None), Complaint.closed_at >= at)
    return any(sees_case(who, case, person) for case in db.scalars(hers.where(until)))


def cases_seen_by(who: Actor) -> ColumnElement[bool]:
    """Return what finds the same cases as `sees_case` says."""
    hers = [seen_by(who), Complaint.owner == who.login]
    return or_(*hers, Complaint.store == who.store) if who.store else or_(*hers)


def cases_for(
    db: Session,
    who: Actor,
    wanted: Filter,
    now: datetime,
    *,
    after: Place | None = None,
    limit: int,
) -> list[OnBoard]:
    """Return cases: open ones by what must be done first, closed ones newest first."""
    cases = select(Complaint, Person).join(Person, Person.id == Complaint.person_id)
    cases = _narrowed(cases.where(cases_seen_by(who)), who, wanted, now)
    until = func.coalesce(Complaint.deadline, NO_HURRY)
    if wanted.closed:
        cases = cases.order_by(Complaint.id.desc())
        cases = cases.where(Complaint.id < after.id) if after else cases
    else:
        cases = cases.order_by(until, Complaint.id)
        cases = cases.where(_behind(until, after)) if after else cases
    rows = [(case, person) for case, person in db.execute(cases.limit(limit))]
    steps = _steps(db, [case for case, _ in rows])
    asked = _asked(db, list(steps))
    return [OnBoard(case, person, steps[case.id], asked.get(case.id)) for case, person in rows]


def open_by_step(db: Session, who: Actor) -> dict[str, int]:
    """Count the open cases that somebody sees, by the step where each stands."""
    step = stands_at().label("step")
    cases = select(step, func.count()).select_from(Complaint).join(Person)
    found = db.execute(cases.where(cases_seen_by(who), _OPEN).group_by(step))
    return {word: many for word, many in found}  # noqa: C416 - dict() does not know its types


def stands_at() -> ColumnElement[str]:
    """Return the first step of a case without its evidence, as `Proved.step` says it."""
    return case(*((not_(_is_proved(step)), step) for step in STEPS[:-1]), else_=STEPS[-1])


def _is_proved(step: str) -> ColumnElement[bool]:
    one, later = aliased(Evidence), aliased(Evidence)
    anew = exists().where(_of(step, later), later.word == "corrected", later.id > one.id)
    proves = and_(one.word.in_(PROVES[step]), not_(anew.correlate(one, Complaint)))
    return exists().where(_of(step, one), or_(one.word == "skipped", proves)).correlate(Complaint)


def _of(step: str, kept: type[Evidence]) -> ColumnElement[bool]:
    this_round = true() if step in KEPT else kept.round == Complaint.round
    return and_(kept.complaint_id == Complaint.id, kept.step == step, this_round)


def _narrowed(
    cases: Select[Complaint, Person], who: Actor, wanted: Filter, now: datetime
) -> Select[Complaint, Person]:
    cases = cases.where(Complaint.status == "closed" if wanted.closed else _OPEN)
    if wanted.mine:
        cases = cases.where(Complaint.owner == who.login)
    if wanted.store:
        cases = cases.where(Complaint.store == wanted.store)
    if wanted.step:
        cases = cases.where(stands_at() == wanted.step)
    if wanted.severity:
        cases = cases.where(Complaint.severity == wanted.severity)
    if wanted.late:
        cases = cases.where(Complaint.deadline <= now)
    return cases


def _behind(until: ColumnElement[datetime], after: Place) -> ColumnElement[bool]:
    level = (until == after.until) & (Complaint.id > after.id)
    return or_(until > after.until, level)


def _steps(db: Session, complaints: Sequence[Complaint]) -> dict[int, str]:
    """Return the first step without its evidence of each case; her words are not read for it."""
    facts: dict[int, list[Fact]] = {complaint.id: [] for complaint in complaints}
    of_these = Evidence.complaint_id.in_(facts)
    rows = select(Evidence.complaint_id, Evidence.step, Evidence.word, Evidence.round)
    for number, step, word, turn in db.execute(rows.where(of_these).order_by(Evidence.id)):
        facts[number].append(Fact(step, word, turn))
    return {one.id: Proved(facts[one.id], one.round).step for one in complaints}


def _asked(db: Session, complaint_ids: Sequence[int]) -> dict[int, str]:
    """Return who is asked to approve something, by case."""
    waits = Approval.complaint_id.in_(complaint_ids) & Approval.answered_at.is_(None)
    rows = db.execute(select(Approval.complaint_id, Approval.asked).where(waits))
    return {case: login for case, login in rows}  # noqa: C416 - dict() does not know its types
