"""Book points of many customers at once, as `earn_points` does for one."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any, NamedTuple, cast

from sqlalchemy import Table, bindparam, select, update
from sqlalchemy.orm import Session

from bot import clock
from bot.bulk import Row, new_ids, write_rows
from bot.shop.points.actions import earn_points
from bot.shop.points.models import PointAccount, PointEntry
from bot.shop.points.rules import expiry, points_for
from bot.shop.purchases.rules import receipt_key
from bot.shop.stores.rules import Shop

_ENTRY = "id person_id at change kind source about expires_on left"
_account = PointAccount.__table__.c
_MORE = (
    update(cast(Table, PointAccount.__table__))
    .where(_account.person_id == bindparam("person"))
    .values(balance=_account.balance + bindparam("more"))
)


_ends_on = cache(expiry)


@dataclass(frozen=True)
class Earning:
    """Points that one source gives to one customer."""

    person_id: int
    at: datetime
    amount: int
    kind: str
    source: str
    about: dict[str, Any]
    expires_on: date | None


class Receipt(NamedTuple):
    """What of a purchase its points come from; `fen` is what she paid and kept."""

    till: str
    receipt: str
    at: datetime
    fen: int


def purchase_points(person_id: int, bought: Receipt, shop: Shop) -> Earning:
    """Return what a receipt of the past brings her, earned on the day she bought."""
    return Earning(
        person_id=person_id,
        at=bought.at,
        amount=points_for(bought.fen, shop.points.per_yuan),
        kind="purchase",
        source=f"purchase:{receipt_key(bought.till, bought.receipt)}",
        about={"receipt": bought.receipt, "fen": bought.fen},
        expires_on=_ends_on(clock.local(bought.at).date(), shop.points.expire_months),
    )


def earn_many(db: Session, earnings: Iterable[Earning]) -> None:
    """Book points whose sources are new to the ledger; the persons are held by the caller.

    What has ended since it was earned is booked with its end, so that nobody is told of it.
    """
    wanted = [each for each in earnings if each.amount > 0]
    debts = _debts(db, {each.person_id for each in wanted})
    for each in wanted:
        if debts.get(each.person_id):
            _earn_alone(db, each)
    rest = [each for each in wanted if not debts.get(each.person_id)]
    _write_entries(db, rest)
    _raise_balances(db, rest, known=debts.keys())


def _debts(db: Session, person_ids: set[int]) -> dict[int, int]:
    """Hold the accounts there are; return what is owed on each."""
    held = (
        select(PointAccount.person_id, PointAccount.debt)
        .where(PointAccount.person_id.in_(person_ids))
        .order_by(PointAccount.person_id)
        .with_for_update()
    )
    return dict(db.execute(held).tuples().all())


def _earn_alone(db: Session, earning: Earning) -> None:
    earn_points(
        db,
        earning.person_id,
        earning.amount,
        kind=earning.kind,
        source=earning.source,
        about=earning.about,
        expires_on=earning.expires_on,
    )


def _write_entries(db: Session, earnings: Sequence[Earning]) -> None:
    lots = list(zip(new_ids(db, PointEntry, len(earnings)), earnings, strict=True))
    ends = [(lot, each) for lot, each in lots if _has_ended(each)]
    write_rows(db, PointEntry, _ENTRY, (_entry(lot, each) for lot, each in lots))
    ids = new_ids(db, PointEntry, len(ends))
    ended = (_end(id_, lot, each) for id_, (lot, each) in zip(ids, ends, strict=True))
    write_rows(db, PointEntry, _ENTRY, ended)


def _entry(lot: int, one: Earning) -> Row:
    left = 0 if _has_ended(one) else one.amount
    fixed = (lot, one.person_id, one.at, one.amount, one.kind, one.source)
    return (*fixed, one.about, one.expires_on, left)


def _end(entry_id: int, lot: int, one: Earning) -> Row:
    assert one.expires_on  # what has no last day does not end
    at = clock.at(one.expires_on + timedelta(days=1), time(0, 1))
    return entry_id, one.person_id, at, -one.amount, "expired", f"expiry:{lot}", one.about, None, 0


def _has_ended(one: Earning) -> bool:
    return one.expires_on is not None and one.expires_on < clock.today()


def _raise_balances(db: Session, earnings: Sequence[Earning], *, known: Iterable[int]) -> None:
    more: Counter[int] = Counter()
    for each in earnings:
        more[each.person_id] += 0 if _has_ended(each) else each.amount
    old = [{"person": person_id, "more": more.pop(person_id)} for person_id in known & more.keys()]
    if old:
        db.execute(_MORE, old)
    rows = ((person_id, balance, 0) for person_id, balance in more.items())
    write_rows(db, PointAccount, "person_id balance debt", rows)
