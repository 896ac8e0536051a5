"""Move members up whom their purchases have brought to a higher level, many at once."""

from collections.abc import Collection

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot import clock
from bot.bulk import among, write_rows
from bot.shop.events.models import Event
from bot.shop.members.models import Member
from bot.shop.members.rules import months_before
from bot.shop.people.models import Person
from bot.shop.points.models import PointEntry
from bot.shop.purchases.models import Purchase
from bot.shop.stores.rules import Shop, level_for


def move_levels(db: Session, person_ids: Collection[int], shop: Shop) -> int:
    """Do for many what `move_level` does for one; return how many moved."""
    ids, now = _hold_members(db, person_ids), clock.now()
    spent, earned = _spent(db, ids), _earned(db, ids)
    order = [level.word for level in shop.levels]
    moved: list[Member] = []
    for member in db.scalars(select(Member).where(among(db, Member.person_id, ids))):
        spend, points = spent.get(member.person_id, 0), earned.get(member.person_id, 0)
        reached = level_for(shop.levels, spend_fen=spend, points=points)
        if order.index(reached.word) > order.index(shop.level(member.level).word):
            member.level, member.level_since, member.level_until = reached.word, now, None
            moved.append(member)
    journal = (
        (now, each.person_id, "bot", "reached_level", {"level": each.level}) for each in moved
    )
    write_rows(db, Event, "at person_id actor verb detail", journal)
    return len(moved)


def _hold_members(db: Session, person_ids: Collection[int]) -> list[int]:
    """Hold who of them is a member, in the order of their ids, and return them."""
    hers = among(db, Member.person_id, person_ids) & (Member.status == "member")
    held = select(Person.id).join(Member, Member.person_id == Person.id).where(hers)
    in_order = held.order_by(Person.id).with_for_update(of=Person, key_share=True)
    return list(db.scalars(in_order))


def _spent(db: Session, person_ids: Collection[int]) -> dict[int, int]:
    kept = func.sum(Purchase.total_fen - Purchase.returned_fen)
    recent = among(db, Purchase.person_id, person_ids) & (
        Purchase.day >= months_before(clock.today(), 12)
    )
    spent = select(Purchase.person_id, kept).where(recent)
    rows = db.execute(spent.group_by(Purchase.person_id))
    return {person_id: int(fen) for person_id, fen in rows if person_id}


def _earned(db: Session, person_ids: Collection[int]) -> dict[int, int]:
    counted = (
        among(db, PointEntry.person_id, person_ids),
        PointEntry.kind.in_(("purchase", "return")),
    )
    total = select(PointEntry.person_id, func.sum(PointEntry.change)).where(*counted)
    return {each: int(points) for each, points in db.execute(total.group_by(PointEntry.person_id))}
