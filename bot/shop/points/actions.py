"""Earn, spend, take back and expire points; the balance always equals the ledger's sum."""

from datetime import date
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot import clock
from bot.db import change, insert_once
from bot.shop.complaints.queries import points_day
from bot.shop.points.models import PointAccount, PointEntry, PointUse
from bot.shop.points.rules import Lot, use_oldest
from bot.shop.refusal import Refused


def earn_points(
    db: Session,
    person_id: int,
    amount: int,
    *,
    kind: str,
    source: str,
    about: dict[str, Any],
    expires_on: date | None,
) -> bool:
    """Book points once per `source`; an old debt is taken from them first.

    Return whether they were booked now; False says that this source was booked before.
    """
    if amount <= 0:
        return False
    booked = _book(
        db, person_id, amount, kind=kind, source=source, about=about, expires_on=expires_on
    )
    if booked:
        _settle_debt(db, person_id, source)
    return booked


def spend_points(
    db: Session, person_id: int, amount: int, *, kind: str, source: str, about: dict[str, Any]
) -> int:
    """Spend points, oldest first; return the entry's id.

    Raise Refused("points_short") where the balance is less, and nothing changes then.
    """
    expire_points(db, person_id, clock.today())
    paid = change(
        db,
        update(PointAccount)
        .where(PointAccount.person_id == person_id, PointAccount.balance >= amount)
        .values(balance=PointAccount.balance - amount),
    )
    if not paid:
        raise Refused("points_short", balance=balance_of(db, person_id), needed=amount)
    return _take(db, person_id, amount, kind=kind, source=source, about=about)


def take_back_points(
    db: Session, person_id: int, amount: int, *, kind: str, source: str, about: dict[str, Any]
) -> None:
    """Take back what a return undid; what she has spent already stays as a debt.

    Lots that have ended pay nothing: their end is booked first.
    """
    if amount <= 0 or _is_booked(db, person_id, source):
        return
    expire_points(db, person_id, clock.today())
    account = _account(db, person_id)
    taken = min(account.balance, amount)
    if taken:
        account.balance -= taken
        db.flush()
        _take(db, person_id, taken, kind=kind, source=source, about=about)
    account.debt += amount - taken
    db.flush()


def give_back_points(
    db: Session, spend_id: int, *, source: str, no_sooner: date | None = None
) -> None:
    """Undo a spending: each lot gets back what it gave, with the expiry it had.

    With `no_sooner` a lot that has ended meanwhile, or soon will, can be used until that day.
    """
    spend = db.get_one(PointEntry, spend_id)
    account = _account(db, spend.person_id)
    for use in db.scalars(select(PointUse).where(PointUse.spend_id == spend_id)):
        lot = db.get_one(PointEntry, use.lot_id)
        back = insert_once(
            db,
            PointEntry,
            person_id=spend.person_id,
            at=clock.now(),
            change=use.amount,
            kind="given_back",
            source=f"{source}:{lot.id}",
            about=spend.about,
            expires_on=lot.expires_on and max(lot.expires_on, no_sooner or lot.expires_on),
            left=use.amount,
        )
        account.balance += use.amount if back else 0
    db.flush()


def expire_points(db: Session, person_id: int, today: date) -> int:
    """Book the end of lots that ended before `today`; return how many points went."""
    account, gone = _account(db, person_id), 0  # held first: lots change only under it
    today = min(today, points_day(db, person_id))
    for lot in db.scalars(_open_lots(person_id).where(PointEntry.expires_on < today)).all():
        amount = lot.left
        lot.left = 0
        db.add(_entry(lot.person_id, -amount, "expired", f"expiry:{lot.id}", dict(lot.about)))
        gone += amount
    db.flush()
    account.balance -= gone
    db.flush()
    return gone


def balance_of(db: Session, person_id: int) -> int:
    """Return the stored balance; 0 for who never earned any."""
    found = db.scalar(select(PointAccount.balance).where(PointAccount.person_id == person_id))
    return found or 0


def _book(
    db: Session,
    person_id: int,
    amount: int,
    *,
    kind: str,
    source: str,
    about: dict[str, Any],
    expires_on: date | None,
) -> bool:
    account = _account(db, person_id)
    booked = insert_once(
        db,
        PointEntry,
        person_id=person_id,
        at=clock.now(),
        change=amount,
        kind=kind,
        source=source,
        about=about,
        expires_on=expires_on,
        left=amount,
    )
    if booked:
        account.balance += amount
        db.flush()
    return booked


def _settle_debt(db: Session, person_id: int, source: str) -> None:
    account = _account(db, person_id)
    owed = min(account.debt, account.balance)
    if owed:
        account.debt -= owed
        account.balance -= owed
        db.flush()
        _take(db, person_id, owed, kind="debt", source=f"debt:{source}", about={})


def _take(
    db: Session, person_id: int, amount: int, *, kind: str, source: str, about: dict[str, Any]
) -> int:
    """Write the spending and use up its lots; the balance was lowered by the caller."""
    entry = _entry(person_id, -amount, kind, source, about)
    db.add(entry)
    db.flush()
    rows = {row.id: row for row in db.scalars(_open_lots(person_id))}
    lots = [Lot(row.id, row.left, row.expires_on) for row in rows.values()]
    for lot, used in use_oldest(lots, amount):
        rows[lot.id].left -= used
        db.add(PointUse(spend_id=entry.id, lot_id=lot.id, amount=used))
    db.flush()
    return entry.id


def _account(db: Session, person_id: int) -> PointAccount:
    """Hold the account's row, making it where it is missing."""
    found = db.get(PointAccount, person_id, with_for_update=True, populate_existing=True)
    if found:
        return found
    insert_once(db, PointAccount, person_id=person_id, balance=0, debt=0)
    return db.get_one(PointAccount, person_id, with_for_update=True)


def _entry(
    person_id: int, amount: int, kind: str, source: str, about: dict[str, Any]
) -> PointEntry:
    return PointEntry(
        person_id=person_id,
        at=clock.now(),
        change=amount,
        kind=kind,
        source=source,
        about=about,
        left=0,
    )


def _is_booked(db: Session, person_id: int, source: str) -> bool:
    found = select(PointEntry.id).where(
        PointEntry.person_id == person_id, PointEntry.source == source
    )
    return db.scalar(found) is not None


def _open_lots(person_id: int) -> Any:
    return (
        select(PointEntry)
        .where(PointEntry.person_id == person_id, PointEntry.left > 0)
        .order_by(PointEntry.expires_on, PointEntry.id)
        .execution_options(populate_existing=True)
    )
