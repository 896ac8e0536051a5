"""Move members up whom their purchases have brought to a higher level, many at once."""

from collections.abc import Collection

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot import clock
from bot.bulk import among
from bot.shop.events.actions import note
from bot.shop.members.models import Member
from bot.shop.members.rules import months_before
from bot.shop.people.models import Person
from bot.shop.points.models import PointEntry
from bot.shop.purchases.models import Purchase
from bot.shop.stores.rules import Shop, level_for


def move_levels(db: Session, person_ids: Collection[int], shop: Shop) -> int:
    """Do for many what `move_level` does for one; return how many moved."""
    _hold(db, person_ids)
    members = among(db, Member.person_id, person_ids) & (Member.status == "member")
    moved = 0
    spent, earned = _spent(db, person_ids), _earned(db, person_ids)
    order = [level.word for level in shop.levels]
    for member in db.scalars(select(Member).where(members)):
        spend, points = spent.get(member.person_id, 0), earned.get(member.person_id, 0)
        reached = level_for(shop.levels, spend_fen=spend, points=points)
        if order.index(reached.word) > order.index(shop.level(member.level).word):
            member.level, member.level_since, member.level_until = reached.word, clock.now(), None
            note(db, "reached_level", person_id=member.person_id, level=reached.word)
            moved += 1
    return moved


def _hold(db: Session, person_ids: Collection[int]) -> None:
    hers = select(Person.id).where(among(db, Person.id, person_ids)).order_by(Person.id)
    db.execute(hers.with_for_update(key_share=True))


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
