"""Take over members' files, many at once: who she is, her level, the points she comes with.

A phone from a file is worth what a till's is: nobody has proved it. What she proved to be hers a
file doesn't change; it fills in what is missing. Consents never come by file: nobody could show to
which words she said yes.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime
from typing import Literal, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import clock
from bot.bulk import Row, write_rows
from bot.shop.events.models import Event
from bot.shop.members.models import Member
from bot.shop.openings.models import Opening
from bot.shop.openings.queries import opened_at
from bot.shop.points.models import PointEntry
from bot.shop.points.rules import expiry
from bot.shop.purchases.models import Purchase
from bot.shop.stores.rules import Shop
from bot.usecases.importing.filed import FiledMember
from bot.usecases.importing.filling import fill_file
from bot.usecases.importing.levels import move_levels
from bot.usecases.importing.people import Met, Newcomer, meet_many, phone_hash
from bot.usecases.importing.points import Earning, Receipt, earn_many, purchase_points

Result = Literal["created", "updated", "known", "closed"]

_MEMBER = (
    "person_id status joined_at level level_since birthday_calendar birthday_year birthday_md"
    " birthday_leap"
)


class _Filed(NamedTuple):
    """A row of the file, and the person it is about."""

    one: FiledMember
    by_phone: str
    met: Met


def take_members(db: Session, rows: Sequence[FiledMember], shop: Shop) -> list[Result]:
    """Take over members, each phone once; return what became of each, in order.

    `closed` is who left the shop by her own wish: a file does not bring her back.
    """
    filed = _meet(db, rows)
    members = _members(db, filed)
    results = [_result(members.get(each.met.id)) for each in filed]
    joining = [each for each in filed if each.met.id not in members]
    staying = [each for each, result in zip(filed, results, strict=True) if result != "closed"]
    old = {each.met.id: each.one for each in staying if not each.met.is_new}
    changed = fill_file(db, old, members, shop)
    _join(db, joining, shop)
    changed |= _open_balances(db, staying, shop)
    _count_purchases(db, [each.met.id for each in joining if not each.met.is_new], shop)
    return [
        "updated" if result == "known" and each.met.id in changed else result
        for each, result in zip(filed, results, strict=True)
    ]


def _meet(db: Session, rows: Sequence[FiledMember]) -> list[_Filed]:
    newcomers = {
        phone_hash(one.phone): Newcomer(
            one.phone, one.name, one.address, one.email, one.store, one.guide
        )
        for one in rows
    }
    met = meet_many(db, newcomers)
    return [
        _Filed(one, by_phone, met[by_phone]) for one, by_phone in zip(rows, newcomers, strict=True)
    ]


def _members(db: Session, filed: Iterable[_Filed]) -> dict[int, Member]:
    old = [each.met.id for each in filed if not each.met.is_new]
    return {
        each.person_id: each for each in db.scalars(select(Member).where(Member.person_id.in_(old)))
    }


def _result(member: Member | None) -> Result:
    if member is None:
        return "created"
    return "known" if member.status == "member" else "closed"


def _join(db: Session, joining: Sequence[_Filed], shop: Shop) -> None:
    now = clock.now()
    write_rows(db, Member, _MEMBER, (_member(each, now, shop) for each in joining))
    journal = ((now, each.met.id, "import", "joined") for each in joining)
    write_rows(db, Event, "at person_id actor verb", journal)


def _member(filed: _Filed, now: datetime, shop: Shop) -> Row:
    one, day = filed.one, filed.one.birthday
    return (
        filed.met.id,
        "member",
        one.joined_at or now,
        one.level or shop.levels[0].word,
        now,
        day and day.calendar,
        day and day.year,
        day and day.month * 100 + day.day,
        bool(day and day.leap),
    )


def _open_balances(db: Session, filed: Iterable[_Filed], shop: Shop) -> set[int]:
    """Book the points that came with a phone, once for ever; return whose that were."""
    told = {each.by_phone: each for each in filed if each.one.points is not None}
    known = select(Opening.phone_hash).where(Opening.phone_hash.in_(told))
    for by_phone in db.scalars(known):
        del told[by_phone]
    now = clock.now()
    rows = ((each.met.id, by_phone, now, each.one.points) for by_phone, each in told.items())
    write_rows(db, Opening, "person_id phone_hash at points", rows)
    earn_many(db, (_opening(each, now, shop) for each in told.values()))
    return {each.met.id for each in told.values()}


def _opening(filed: _Filed, now: datetime, shop: Shop) -> Earning:
    """Return the entry of an opening balance; merged records may have one of each phone."""
    return Earning(
        person_id=filed.met.id,
        at=now,
        amount=filed.one.points or 0,
        kind="opening",
        source=f"opening:{filed.by_phone}",
        about={},
        expires_on=filed.one.points_end
        or expiry(clock.today(), shop.points.on(clock.today()).expire_months),
    )


def _count_purchases(db: Session, person_ids: Collection[int], shop: Shop) -> None:
    """Give who was a guest the points of what she bought before, and move her level."""
    if not person_ids:
        return
    opened = opened_at(db, person_ids)
    given = set(
        db.execute(
            select(PointEntry.person_id, PointEntry.source).where(
                PointEntry.person_id.in_(person_ids), PointEntry.kind == "purchase"
            )
        )
    )
    earnings = [
        purchase_points(person_id, bought, shop)
        for person_id, bought in _bought(db, person_ids)
        if not (person_id in opened and bought.at < opened[person_id])
    ]
    earn_many(db, (each for each in earnings if (each.person_id, each.source) not in given))
    db.flush()
    move_levels(db, person_ids, shop)


def _bought(db: Session, person_ids: Collection[int]) -> Iterator[tuple[int, Receipt]]:
    kept = Purchase.total_fen - Purchase.returned_fen
    columns = (Purchase.person_id, Purchase.till, Purchase.receipt, Purchase.at, kept)
    hers = select(*columns).where(Purchase.person_id.in_(person_ids)).order_by(Purchase.at)
    for person_id, till, receipt, at, fen in db.execute(hers):
        if person_id:
            yield person_id, Receipt(till, receipt, at, fen)
