"""Read cases: hers, all, what is due, who must not be disturbed."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, Select, SQLColumnExpression, literal, or_, select
from sqlalchemy.orm import Session

from bot import clock
from bot.shop.complaints.models import Complaint, Decision, Evidence
from bot.shop.complaints.rules import Fact, Proved
from bot.shop.people.actions import living
from bot.shop.people.models import Identity

REST = timedelta(days=3)  # after a case was closed she is left in peace, then all goes on gently


def open_complaints(db: Session, person_id: int) -> list[Complaint]:
    """Return her open cases, the one she was asked about last first."""
    hers = open_for(literal(person_id))
    return list(db.scalars(hers.order_by(Complaint.asks.is_(None), Complaint.spoke_at.desc())))


def open_for(person_id: SQLColumnExpression[int]) -> Select[Complaint]:
    """Select the open cases of a person."""
    return select(Complaint).where(Complaint.person_id == person_id, Complaint.status == "open")


def latest_closed(db: Session, person_id: int, *, since: datetime) -> Complaint | None:
    """Return her case that was closed last, since a moment."""
    hers = select(Complaint).where(Complaint.person_id == person_id, Complaint.closed_at >= since)
    return db.scalars(hers.order_by(Complaint.closed_at.desc()).limit(1)).one_or_none()


def proved(db: Session, complaint: Complaint) -> Proved:
    """Return what the evidence of a case proves."""
    rows = db.execute(
        select(Evidence.step, Evidence.word, Evidence.round)
        .where(Evidence.complaint_id == complaint.id)
        .order_by(Evidence.id)
    )
    return Proved([Fact(*row) for row in rows], complaint.round)


def decision_of(db: Session, complaint: Complaint) -> Decision | None:
    """Return what was decided in this round."""
    of_round = (Decision.complaint_id == complaint.id) & (Decision.round == complaint.round)
    return db.scalars(select(Decision).where(of_round)).one_or_none()


def histories(db: Session, complaints: Sequence[Complaint]) -> dict[int, list[Evidence]]:
    """Return the evidence of each case, oldest first."""
    found: dict[int, list[Evidence]] = {complaint.id: [] for complaint in complaints}
    rows = select(Evidence).where(Evidence.complaint_id.in_(found)).order_by(Evidence.id)
    for row in db.scalars(rows):
        found[row.complaint_id].append(row)
    return found


def complaints_page(
    db: Session,
    *,
    person_id: int | None = None,
    openid: str | None = None,
    status: str | None = None,
    before: int | None = None,
    limit: int,
) -> list[Complaint]:
    """Return cases, newest first."""
    wanted = select(Complaint)
    if person_id is not None:
        person = living(db, person_id)
        wanted = wanted.where(Complaint.person_id == (person.id if person else person_id))
    if openid is not None:
        hers = (Identity.channel == "wechat") & (Identity.external_id == openid)
        wanted = wanted.join(Identity, Identity.person_id == Complaint.person_id).where(hers)
    if status is not None:
        wanted = wanted.where(Complaint.status == status)
    if before is not None:
        wanted = wanted.where(Complaint.id < before)
    return list(db.scalars(wanted.order_by(Complaint.id.desc()).limit(limit)))


def complaints_due(db: Session, now: datetime, limit: int) -> list[int]:
    """Return cases that must be looked at now, the longest waiting first."""
    due = select(Complaint.id).where(Complaint.status == "open", Complaint.look_at <= now)
    return list(db.scalars(due.order_by(Complaint.look_at).limit(limit)))


def next_complaint(db: Session) -> datetime | None:
    """Return when a case must be looked at next."""
    soonest = select(Complaint.look_at).where(
        Complaint.status == "open", Complaint.look_at.is_not(None)
    )
    return db.scalar(soonest.order_by(Complaint.look_at).limit(1))


def sore_about(person_id: SQLColumnExpression[int], now: datetime) -> Select[Complaint]:
    """Select cases for which a person is left in peace: open ones, and those just closed."""
    return select(Complaint).where(Complaint.person_id == person_id, _is_sore(now))


def who_complains(db: Session, person_ids: Collection[int]) -> set[int]:
    """Return which of these persons have an open case, or one that was closed just now."""
    hers = Complaint.person_id.in_(person_ids)
    return set(db.scalars(select(Complaint.person_id).where(hers, _is_sore(clock.now()))))


def points_stand_still_since(db: Session, person_id: int) -> date | None:
    """Return since which day nothing of hers may expire: the day she began to complain."""
    sore = sore_about(literal(person_id), clock.now()).with_only_columns(Complaint.opened_at)
    since = db.scalar(sore.order_by(Complaint.opened_at).limit(1))
    return clock.local(since).date() if since else None


def points_day(db: Session, person_id: int) -> date:
    """Return the day by which points of hers expire: while she complains it stands still."""
    return points_stand_still_since(db, person_id) or clock.today()


def _is_sore(now: datetime) -> ColumnElement[bool]:
    return or_(Complaint.status == "open", Complaint.closed_at > now - REST)
