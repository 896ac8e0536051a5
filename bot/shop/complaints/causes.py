"""Where complaints come from: an item, a batch, a store, a colleague."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import clock
from bot.db import put
from bot.shop.complaints.models import Cause, Complaint
from bot.shop.events.actions import note
from bot.shop.purchases.models import Purchase, PurchaseLine

CAUSES = ("material", "making", "use", "delivery", "service", "words", "price", "other")
LATEST = 30  # lines to choose from


def bought_by(db: Session, person_id: int) -> Sequence[tuple[Purchase, PurchaseLine]]:
    """Return what she bought, newest first."""
    lines = select(Purchase, PurchaseLine).join(
        PurchaseLine, PurchaseLine.purchase_id == Purchase.id
    )
    hers = lines.where(Purchase.person_id == person_id)
    newest = hers.order_by(Purchase.day.desc(), Purchase.id.desc(), PurchaseLine.number)
    return [(purchase, item) for purchase, item in db.execute(newest.limit(LATEST))]


def note_cause(
    db: Session,
    complaint: Complaint,
    *,
    word: str,
    bought: tuple[Purchase, PurchaseLine] | None,
    batch: str | None,
    store: str | None,
    staff: str | None,
    by: str,
) -> None:
    """Note what a case comes from; what is noted later takes its place."""
    purchase, item = bought or (None, None)
    values = {
        "word": word,
        "sku": item.sku if item else None,
        "item": item.name if item else None,
        "batch": batch,
        "store": store or (purchase.store if purchase else complaint.store),
        "staff": staff,
        "by": by,
        "at": clock.now(),
    }
    put(db, Cause, {"complaint_id": complaint.id}, **values)
    note(db, "noted_cause", person_id=complaint.person_id, actor=by, complaint=complaint.id)


def same_cause(db: Session, cause: Cause) -> int:
    """Count other cases about the same item, of the same batch where one is known."""
    if cause.sku is None:
        return 0
    alike = select(Cause.complaint_id).where(
        Cause.sku == cause.sku, Cause.complaint_id != cause.complaint_id
    )
    if cause.batch:
        alike = alike.where(Cause.batch == cause.batch)
    return len(db.scalars(alike.limit(LATEST)).all())
