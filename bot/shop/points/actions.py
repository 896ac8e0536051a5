"""Earn, spend, take back and expire points; the balance always equals the ledger's sum."""

from datetime import date
from typing import Any

from sqlalchemy import Row, bindparam, select, update
from sqlalchemy.orm import Session

from bot import clock
from bot.db import change, insert, insert_new, insert_once, table_of
from bot.shop.complaints.queries import points_day
from bot.shop.points.models import PointAccount, PointEntry, PointUse
from bot.shop.points.rules import Lot, Purse, use_oldest
from bot.shop.refusal import Refused

# Built once: building a statement takes longer than running it.
_accounts, _entries = table_of(PointAccount), table_of(PointEntry)
_HOLDING = (
    select(_accounts.c.balance, _accounts.c.debt)
    .where(_accounts.c.person_id == bindparam("person_id"))
    .with_for_update()
)
_OPEN_LOTS = select(_entries.c.id, _entries.c.left, _entries.c.expires_on).where(
    _entries.c.person_id == bindparam("person_id"), _entries.c.left > 0
)
_ADDING = (
    update(_accounts)
    .where(_accounts.c.person_id == bindparam("owner"))
    .values(
        balance=_accounts.c.balance + bindparam("more"), debt=_accounts.c.debt + bindparam("owed")
    )
)
_USING = (
    update(_entries)
    .where(_entries.c.id == bindparam("lot"))
    .values(left=_entries.c.left - bindparam("used"))
)


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
    owed = _hold(db, person_id).debt
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
        _add(db, person_id, amount)
    if booked and owed:
        _settle_debt(db, person_id, source)
    return booked


def hold_points(db: Session, person_id: int, today: date) -> Purse:
    """Hold what she has until the transaction ends; while she complains none of it ends."""
    account = _hold(db, person_id)  # first: lots change only under it
    lots = [Lot(*row) for row in db.execute(_OPEN_LOTS, {"person_id": person_id})]
    if any(lot.has_ended(today) for lot in lots):
        today = min(today, points_day(db, person_id))
    return Purse(person_id, account.balance, account.debt, lots, today)


def spend_points(
    db: Session, person_id: int, amount: int, *, kind: str, source: str, about: dict[str, Any]
) -> int:
    """Spend points, oldest first; return the entry's id.

    Raise Refused("points_short") where the balance is less, and nothing changes then.
    """
    purse = hold_points(db, person_id, clock.today())
    if purse.points < amount:
        raise Refused("points_short", balance=purse.points, needed=amount)
    return pay(db, purse, amount, kind=kind, source=source, about=about)


def pay(
    db: Session, purse: Purse, amount: int, *, kind: str, source: str, about: dict[str, Any]
) -> int:
    """Spend what is in a purse that was held just now, oldest first; return the entry's id."""
    _book_ends(db, purse)
    spend_id = _take(db, purse.person_id, amount, kind=kind, source=source, about=about)
    for lot, used in use_oldest(purse.lasting, amount):
        change(db, _USING, lot=lot.id, used=used)
        insert(db, PointUse, spend_id=spend_id, lot_id=lot.id, amount=used)
    return spend_id


def take_back_points(
    db: Session, person_id: int, amount: int, *, kind: str, source: str, about: dict[str, Any]
) -> None:
    """Take back what a return undid; what she has spent already stays as a debt.

    Lots that have ended pay nothing: their end is booked first.
    """
    if amount <= 0 or _is_booked(db, person_id, source):
        return
    purse = hold_points(db, person_id, clock.today())
    taken = min(purse.points, amount)
    if taken:
        pay(db, purse, taken, kind=kind, source=source, about=about)
    if amount > taken:
        _add(db, person_id, 0, owed=amount - taken)


def give_back_points(
    db: Session, spend_id: int, *, source: str, no_sooner: date | None = None
) -> None:
    """Undo a spending: each lot gets back what it gave, with the expiry it had.

    With `no_sooner` a lot that has ended meanwhile, or soon will, can be used until that day.
    """
    spend = db.get_one(PointEntry, spend_id)
    _hold(db, spend.person_id)
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
        if back:
            _add(db, spend.person_id, use.amount)


def expire_points(db: Session, person_id: int, today: date) -> int:
    """Book the end of lots that ended before `today`; return how many points went."""
    return _book_ends(db, hold_points(db, person_id, today))


def balance_of(db: Session, person_id: int) -> int:
    """Return the stored balance; 0 for who never earned any."""
    found = db.scalar(select(PointAccount.balance).where(PointAccount.person_id == person_id))
    return found or 0


def _hold(db: Session, person_id: int) -> Row[Any, Any]:
    """Hold the account's row, making it where it is missing; return balance and debt."""
    wanted = {"person_id": person_id}
    if found := db.execute(_HOLDING, wanted).one_or_none():
        return found
    insert_once(db, PointAccount, person_id=person_id, balance=0, debt=0)
    return db.execute(_HOLDING, wanted).one()


def _add(db: Session, person_id: int, more: int, *, owed: int = 0) -> None:
    change(db, _ADDING, owner=person_id, more=more, owed=owed)


def _settle_debt(db: Session, person_id: int, source: str) -> None:
    purse = hold_points(db, person_id, date.min)  # points that came after their end still pay
    owed = min(purse.debt, purse.points)
    if owed:
        pay(db, purse, owed, kind="debt", source=f"debt:{source}", about={})
        _add(db, person_id, 0, owed=-owed)


def _book_ends(db: Session, purse: Purse) -> int:
    """Book the end of what has ended in a purse; return how many points went."""
    for lot in purse.ended:
        about, source = db.get_one(PointEntry, lot.id).about, f"expiry:{lot.id}"
        change(db, _USING, lot=lot.id, used=lot.left)
        _take(db, purse.person_id, lot.left, kind="expired", source=source, about=about)
    return purse.balance - purse.points


def _take(
    db: Session, person_id: int, amount: int, *, kind: str, source: str, about: dict[str, Any]
) -> int:
    """Take points off the balance and write so into the ledger; return the entry's id."""
    _add(db, person_id, -amount)
    return insert_new(
        db,
        PointEntry,
        person_id=person_id,
        at=clock.now(),
        change=-amount,
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
