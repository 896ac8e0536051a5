"""Read purchases."""

from collections.abc import Collection
from datetime import date, time, timedelta

from sqlalchemy import ColumnElement, ScalarSelect, Select, case, func, or_, select
from sqlalchemy.orm import Session, aliased

from bot import clock
from bot.shop.people.models import Person
from bot.shop.purchases.models import Purchase, PurchaseLine, PurchaseReturn
from bot.shop.purchases.secrecy import hers_to_know
from bot.shop.stores.segments import Buying, Segment, Segments

MOST_ITEMS = 2000  # of all who are asked for at once


def spend_since(db: Session, person_id: int, since: date) -> int:
    """Return what she spent and kept from a day on, in fen; a secret counts when it ends."""
    kept = func.coalesce(func.sum(Purchase.total_fen - Purchase.returned_fen), 0)
    hers = (Purchase.person_id == person_id) & hers_to_know(clock.today())
    found = select(kept).where(hers, Purchase.day >= since)
    return int(db.scalar(found) or 0)


def buying_of(db: Session, person_ids: Collection[int], *, near: int) -> dict[int, Buying]:
    """Return how these persons bought, `near` days counting as just now; not who never did.

    What came back as a whole was not bought.
    """
    since, today = clock.today() - timedelta(days=near), clock.today()
    before = func.sum(case((Purchase.day < since, 1), else_=0))
    hers = select(Purchase.person_id, func.count(), before, func.max(Purchase.day))
    hers = hers.where(Purchase.person_id.in_(person_ids), _kept(Purchase), Purchase.day <= today)
    rows = db.execute(hers.group_by(Purchase.person_id))
    return {person_id: Buying(*bought) for person_id, *bought in rows}


def is_of_class(segment: Segment, rules: Segments) -> ColumnElement[bool]:
    """Say of a person, as SQL asks it, that she is of a class: what `Segments.of` says of one."""
    first, last = rules.last_bought(segment, clock.today())
    alike = _bought(last).where(Purchase.day >= first) if first else _bought(last)
    match segment:
        case "new":
            return alike.where(_second().is_(None)).exists()
        case "growing":
            return alike.where(_second() >= first).exists()
        case "active":  # twice and more before
            return alike.where(_second() < first).exists()
    later = _bought(clock.today()).where(Purchase.day > last)
    return alike.exists() & ~later.exists()


def never_bought() -> ColumnElement[bool]:
    """Say of a person, as SQL asks it, that she is of no class."""
    return ~_bought(clock.today()).exists()


def _bought(until: date) -> Select[date]:
    """Return the days on which a person bought until a day; the list of customers asks for each."""
    hers = (Purchase.person_id == Person.id, _kept(Purchase), Purchase.day <= until)
    return select(Purchase.day).where(*hers).correlate(Person)


def _second() -> ScalarSelect[date]:
    """Return the day of the second purchase ever of whoever made one; asked of few, it is cheap."""
    each = aliased(Purchase)
    hers = (each.person_id == Purchase.person_id, _kept(each), each.day <= clock.today())
    second = select(each.day).where(*hers).order_by(each.day).offset(1).limit(1)
    return second.correlate(Purchase).scalar_subquery()


def _kept(purchase: type[Purchase]) -> ColumnElement[bool]:
    return or_(purchase.returned_fen < purchase.total_fen, purchase.total_fen == 0)


def latest_purchase(db: Session, person_id: int) -> tuple[Purchase, list[PurchaseLine]] | None:
    """Return the newest purchase of a person that she may know of, with its lines."""
    rows = db.execute(
        select(Purchase, PurchaseLine)
        .outerjoin(PurchaseLine, PurchaseLine.purchase_id == Purchase.id)
        .where(
            Purchase.id
            == select(Purchase.id)
            .where(Purchase.person_id == person_id, hers_to_know(clock.today()))
            .order_by(Purchase.at.desc(), Purchase.id.desc())
            .limit(1)
            .scalar_subquery()
        )
        .order_by(PurchaseLine.number)
    ).all()
    return (rows[0][0], [line for _, line in rows if line]) if rows else None


def items_kept(db: Session, person_ids: Collection[int]) -> dict[int, list[str]]:
    """Return the names of what these persons bought for themselves and kept, the newest first.

    Presents and what is a secret from her are not hers.
    """
    rows = (
        select(Purchase.person_id, PurchaseLine.name)
        .join(PurchaseLine, PurchaseLine.purchase_id == Purchase.id)
        .where(
            Purchase.person_id.in_(person_ids),
            PurchaseLine.returned < PurchaseLine.quantity,
            Purchase.gift.is_(False),
            hers_to_know(clock.today()),
        )
        .order_by(Purchase.at.desc(), PurchaseLine.number)
    )
    found: dict[int, list[str]] = {}
    for person_id, name in db.execute(rows.limit(MOST_ITEMS)):
        if person_id:
            found.setdefault(person_id, []).append(name)
    return found


def returned_by(db: Session, purchase: Purchase, day: date) -> int:
    """Return how much of a purchase had come back by the end of a day, in fen."""
    came_back = func.coalesce(func.sum(PurchaseReturn.amount_fen), 0)
    until = clock.at(day + timedelta(days=1), time.min)
    by_then = (PurchaseReturn.purchase_id == purchase.id) & (PurchaseReturn.at < until)
    return int(db.scalar(select(came_back).where(by_then)) or 0)


def purchases_of(db: Session, person_id: int) -> list[Purchase]:
    """Return all purchases of a person that she may know of, oldest first."""
    hers = (Purchase.person_id == person_id) & hers_to_know(clock.today())
    return list(db.scalars(select(Purchase).where(hers).order_by(Purchase.at)))


def receipts_of(
    db: Session, person_id: int, *, limit: int
) -> list[tuple[Purchase, list[PurchaseLine]]]:
    """Return the newest receipts of a person that she may know of, each with its lines."""
    hers = (Purchase.person_id == person_id) & hers_to_know(clock.today())
    newest = select(Purchase).where(hers).order_by(Purchase.at.desc(), Purchase.id.desc())
    lines: dict[int, list[PurchaseLine]] = {}
    found = [(each, lines.setdefault(each.id, [])) for each in db.scalars(newest.limit(limit))]
    rows = select(PurchaseLine).where(PurchaseLine.purchase_id.in_(lines))
    for line in db.scalars(rows.order_by(PurchaseLine.purchase_id, PurchaseLine.number)):
        lines[line.purchase_id].append(line)
    return found
