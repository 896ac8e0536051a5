"""Book points of many customers at once, as `earn_points` does for one."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import BigInteger, select, update
from sqlalchemy.orm import Session

from bot import clock
from bot.bulk import Row, among, as_table, new_ids, write_rows
from bot.shop.points.actions import earn_points
from bot.shop.points.models import PointAccount, PointEntry
from bot.shop.points.rules import expiry, points_for
from bot.shop.purchases.rules import receipt_key
from bot.shop.stores.rules import Shop

_LOT = "person_id at change kind source about expires_on left"
_ENTRY = "id person_id at change kind source about expires_on left"


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
    day = clock.local(bought.at).date()
    rules = shop.points.on(day)
    return Earning(
        person_id=person_id,
        at=bought.at,
        amount=points_for(bought.fen, rules.per_yuan),
        kind="purchase",
        source=f"purchase:{receipt_key(bought.till, bought.receipt)}",
        about={"receipt": bought.receipt, "fen": bought.fen},
        expires_on=_ends_on(day, rules.expire_months),
    )


def earn_many(db: Session, earnings: Iterable[Earning]) -> None:
    """Book points whose sources are new to the ledger; the persons are held by the caller.

    What has ended since it was earned is booked with its end, so that nobody is told of it.
    """
    wanted = [each for each in earnings if each.amount > 0]
    if not wanted:
        return
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
        .where(among(db, PointAccount.person_id, person_ids))
        .order_by(PointAccount.person_id)
        .with_for_update()
    )
    return dict(db.execute(held).all())


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
    lots = [each for each in earnings if not _has_ended(each)]
    write_rows(db, PointEntry, _LOT, (_lot(each, left=each.amount) for each in lots))
    gone = [each for each in earnings if _has_ended(each)]
    ids = list(zip(new_ids(db, PointEntry, len(gone)), gone, strict=True))
    write_rows(db, PointEntry, _ENTRY, ((id_, *_lot(each, left=0)) for id_, each in ids))
    write_rows(db, PointEntry, _LOT, (_end(id_, each) for id_, each in ids))


def _lot(one: Earning, *, left: int) -> Row:
    fixed = (one.person_id, one.at, one.amount, one.kind, one.source)
    return (*fixed, one.about, one.expires_on, left)


def _end(lot: int, one: Earning) -> Row:
    assert one.expires_on  # what has no last day does not end
    at = clock.at(one.expires_on + timedelta(days=1), time(0, 1))
    return one.person_id, at, -one.amount, "expired", f"expiry:{lot}", one.about, None, 0


def _has_ended(one: Earning) -> bool:
    return one.expires_on is not None and one.expires_on < clock.today()


def _raise_balances(db: Session, earnings: Sequence[Earning], *, known: Iterable[int]) -> None:
    more: Counter[int] = Counter()
    for each in earnings:
        more[each.person_id] += 0 if _has_ended(each) else each.amount
    old = [(person_id, more.pop(person_id)) for person_id in known if person_id in more]
    if old:
        rises = as_table(db, old, person_id=BigInteger(), more=BigInteger())
        hers = PointAccount.person_id == rises.c.person_id
        raised = update(PointAccount).where(hers)
        db.execute(
            raised.values(balance=PointAccount.balance + rises.c.more),
            execution_options={"synchronize_session": False},
        )
    rows = ((person_id, balance, 0) for person_id, balance in more.items())
    write_rows(db, PointAccount, "person_id balance debt", rows)
