"""What a planned message may speak of: what she bought, who served her, the day that is hers."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import case, or_, select
from sqlalchemy.orm import Session

from bot.journeys.due.batch import Occasion
from bot.journeys.wordings import Item
from bot.shop.anniversaries.models import Anniversary
from bot.shop.members.models import Member
from bot.shop.people.models import Person
from bot.shop.purchases.models import Purchase, PurchaseLine
from bot.shop.referrals.models import Referral


@dataclass(frozen=True)
class Facts:
    """What a message may speak of."""

    items: Sequence[Item] = ()
    guide: str | None = None
    lunar: bool = False
    what: str | None = None


NOTHING = Facts()
Found = dict[Occasion, Facts]


def speaks_of(db: Session, occasions: Iterable[Occasion]) -> Found:
    """Return what each message may speak of, in three statements at most for a trigger."""
    together = defaultdict[str, list[Occasion]](list)
    for each in occasions:
        together[each.journey.trigger].append(each)
    found: Found = {}
    for trigger, group in together.items():
        reader = READERS.get(trigger)
        known = reader(db, group) if reader else {}
        found |= {each: known.get(each, NOTHING) for each in group}
    return found


def _of_purchases(db: Session, group: Sequence[Occasion]) -> Found:
    bought = _purchases(db, {each.subject_id for each in group})
    return {each: bought.get(each.subject_id, NOTHING) for each in group}


def _of_supplies(db: Session, group: Sequence[Occasion]) -> Found:
    """Return the one thing that is used up."""
    bought = _purchases(db, {each.subject_id for each in group})
    found = {}
    for each in group:
        facts = bought.get(each.subject_id, NOTHING)
        gone = [item for item in facts.items if item.category in each.step.goods]
        found[each] = Facts(tuple(gone[:1]), facts.guide)
    return found


def _of_newcomers(db: Session, group: Sequence[Occasion]) -> Found:
    """Return what a newcomer bought first, where she has."""
    ids = {each.subject_id for each in group}
    first = select(Referral.id, Referral.purchase_id).where(Referral.id.in_(ids))
    of_whom = {id_: purchase for id_, purchase in db.execute(first) if purchase}
    bought = _purchases(db, set(of_whom.values()))
    return {each: bought.get(of_whom.get(each.subject_id, 0), NOTHING) for each in group}


def _of_birthdays(db: Session, group: Sequence[Occasion]) -> Found:
    """Return whose birthday is kept by the moon."""
    by_the_moon = Member.birthday_calendar == "lunar"
    ids = {each.person_id for each in group}
    kept = select(Member.person_id).where(Member.person_id.in_(ids), by_the_moon)
    lunar = set(db.scalars(kept))
    return {each: Facts(lunar=each.person_id in lunar) for each in group}


def _of_anniversaries(db: Session, group: Sequence[Occasion]) -> Found:
    """Return what each day is to her."""
    ids = {each.subject_id for each in group}
    rows = db.scalars(select(Anniversary).where(Anniversary.id.in_(ids)))
    what = {row.id: row.what for row in rows}
    return {each: Facts(what=what.get(each.subject_id)) for each in group}


def _purchases(db: Session, ids: set[int]) -> dict[int, Facts]:
    if not ids:
        return {}
    kept = PurchaseLine.returned < PurchaseLine.quantity
    lines = select(PurchaseLine.purchase_id, PurchaseLine.name, PurchaseLine.category).where(
        PurchaseLine.purchase_id.in_(ids), kept
    )
    items = defaultdict[int, list[Item]](list)
    for purchase_id, name, category in db.execute(lines.order_by(PurchaseLine.number)):
        items[purchase_id].append(Item(name, category or ""))
    # who has looked after her since signs, and not who sold it
    is_hers = or_(Person.served_at.is_(None), Person.served_at <= Purchase.at)
    guides = select(Purchase.id, case((is_hers, Purchase.guide)))
    guides = guides.outerjoin(Person, Person.id == Purchase.person_id).where(Purchase.id.in_(ids))
    return {id_: Facts(tuple(items[id_]), guide) for id_, guide in db.execute(guides)}


READERS: dict[str, Callable[[Session, Sequence[Occasion]], Found]] = {
    "purchase": _of_purchases,
    "spend": _of_purchases,
    "replenish": _of_supplies,
    "newcomer": _of_newcomers,
    "birthday": _of_birthdays,
    "anniversary": _of_anniversaries,
}
