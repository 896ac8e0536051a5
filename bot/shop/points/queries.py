"""Read the ledger."""

from collections.abc import Collection
from datetime import date
from typing import NamedTuple

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from bot.shop.complaints.queries import points_day
from bot.shop.points.models import PointAccount, PointEntry

LAST_ID = 2**63 - 1


class Standing(NamedTuple):
    """What she has, and what of it ends next."""

    balance: int
    ending: int
    ends_on: date | None


_STANDING = (
    select(PointAccount.balance, PointEntry.expires_on, PointEntry.left)
    .outerjoin(
        PointEntry,
        (PointEntry.person_id == PointAccount.person_id) & (PointEntry.left > 0),
    )
    .where(PointAccount.person_id == bindparam("person_id"))
)


def points_standing(db: Session, person_id: int, today: date) -> Standing:
    """Return the balance and the next ending lots in one statement; ended lots don't count."""
    rows = db.execute(_STANDING, {"person_id": person_id}).all()
    if not rows:
        return Standing(0, 0, None)
    if any(day and day < today for _, day, _left in rows):
        today = min(today, points_day(db, person_id))
    ended = sum(left for _, day, left in rows if day and day < today)
    days = sorted({day for _, day, _left in rows if day and day >= today})
    next_day = days[0] if days else None
    ending = sum(left for _, day, left in rows if day and day == next_day)
    return Standing(rows[0].balance - ended, ending, next_day)


def whose_points_end(
    db: Session, first: date, last: date, *, least: int, after: int, limit: int
) -> list[int]:
    """Return who loses at least so many points on one day of these, in the order of ids."""
    ending = PointEntry.expires_on.between(first, last) & (PointEntry.left > 0)
    rows = (
        select(PointEntry.person_id)
        .where(ending, PointEntry.person_id > after)
        .group_by(PointEntry.person_id)
        .having(func.sum(PointEntry.left) >= least)
    )
    return list(db.scalars(rows.order_by(PointEntry.person_id).limit(limit)))


def points_ending(db: Session, person_ids: Collection[int]) -> dict[tuple[int, date | None], int]:
    """Return how many points of each of these persons end on which day."""
    rows = (
        select(PointEntry.person_id, PointEntry.expires_on, func.sum(PointEntry.left))
        .where(PointEntry.person_id.in_(person_ids), PointEntry.left > 0)
        .group_by(PointEntry.person_id, PointEntry.expires_on)
    )
    return {(person_id, day): int(left) for person_id, day, left in db.execute(rows)}


def ledger_page(
    db: Session,
    person_id: int,
    *,
    before: int | None = None,
    limit: int = 50,
    without: Collection[str] = (),
) -> list[PointEntry]:
    """Return entries, newest first, without those of some sources."""
    wanted = select(PointEntry).where(PointEntry.person_id == person_id)
    if before is not None:
        wanted = wanted.where(PointEntry.id < before)
    if without:
        wanted = wanted.where(PointEntry.source.not_in(without))
    return list(db.scalars(wanted.order_by(PointEntry.id.desc()).limit(limit)))


def entry_from(db: Session, person_id: int, source: str) -> PointEntry | None:
    """Return the entry that a source gave her."""
    hers = (PointEntry.person_id == person_id) & (PointEntry.source == source)
    return db.scalars(select(PointEntry).where(hers)).one_or_none()


def ended_of(db: Session, lot: PointEntry) -> int:
    """Return how many points of a lot ended unused."""
    ended = entry_from(db, lot.person_id, f"expiry:{lot.id}")
    return -ended.change if ended else 0


def accounts_after(db: Session, person_id: int, limit: int) -> list[int]:
    """Return whose accounts come next, for who looks at all of them in slices."""
    rest = select(PointAccount.person_id).where(PointAccount.person_id > person_id)
    return list(db.scalars(rest.order_by(PointAccount.person_id).limit(limit)))


def unbalanced_accounts(db: Session, *, first: int = 0, last: int = LAST_ID) -> list[int]:
    """Return the persons whose balance is not the sum of their ledger: there should be none."""
    total = func.coalesce(func.sum(PointEntry.change), 0)
    left = func.coalesce(func.sum(PointEntry.left), 0)
    rows = (
        select(PointAccount.person_id)
        .outerjoin(PointEntry, PointEntry.person_id == PointAccount.person_id)
        .where(PointAccount.person_id.between(first, last))
        .group_by(PointAccount.person_id, PointAccount.balance)
        .having((total != PointAccount.balance) | (left != PointAccount.balance))
    )
    return list(db.scalars(rows))
