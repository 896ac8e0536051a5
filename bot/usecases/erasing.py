"""She closes her account, or may have none: what is kept of her is erased at once, and shown.

She may ask for both at any time (Personal Information Protection Law, articles 45 and 47). What
she bought stays without her name: a seller keeps sales for three years (E-Commerce Law,
article 31).
"""

import json
from base64 import b64encode
from datetime import date
from typing import Any

from sqlalchemy import delete, inspect, select, update
from sqlalchemy.orm import Session

from bot.db import Base, fingerprint
from bot.outbox.actions import forget_messages
from bot.outbox.models import Message
from bot.outbox.notices.actions import forget_notices
from bot.outbox.notices.models import Notice
from bot.shop.consent.models import Consent
from bot.shop.events.actions import note
from bot.shop.events.models import Event
from bot.shop.gifts.actions import forget_redemptions
from bot.shop.people.actions import forget_person, living, lock_person, records_of
from bot.shop.people.models import Identity, Person
from bot.shop.purchases.models import Purchase, PurchaseLine, PurchaseReturn
from bot.shop.tasks.actions import forget_tasks
from bot.shop.tasks.models import Task
from bot.usecases.presents import kept_from, untold_sources
from bot.usecases.tables import belongings
from bot.usecases.visiting import forget_visits

RECEIPT_LENGTH = 8
# What keeps its rows, without anything that tells who she was; all other rows of hers go.
KEPT: tuple[type[Base], ...] = (
    Person,
    Purchase,
    PurchaseLine,
    PurchaseReturn,
    Message,
    Notice,
    Task,
    Event,
)


def erase(db: Session, person_id: int, *, actor: str, why: str) -> str | None:
    """Erase a person and all records merged into hers; return the number of her receipt.

    What was not sent is taken back with `why`. It can't be undone. None where nobody has this id.
    """
    person = lock_person(db, person_id)
    if person is None:
        return None
    ids = records_of(db, person.id)
    proof = _proof(db, ids)
    forget_redemptions(db, person.id)
    forget_visits(db, person.id)
    forget_messages(db, ids, why=why)
    forget_notices(db, ids, why=why)
    forget_tasks(db, ids)
    db.execute(update(Event).where(Event.person_id.in_(ids)).values(detail=None))
    for kind, hers in reversed(belongings(ids).items()):
        if kind not in KEPT:
            db.execute(delete(kind).where(hers))
    for record in db.scalars(select(Person).where(Person.id.in_(ids))):
        forget_person(record)
    note(db, "erased", person_id=person.id, actor=actor, proof=proof)
    return proof[:RECEIPT_LENGTH].upper()


def export(db: Session, person_id: int) -> dict[str, list[dict[str, Any]]] | None:
    """Return all that is kept of a person, by table; None where nobody has this id.

    What somebody bought for her in secret waits for its day, as everywhere.
    """
    person = living(db, person_id)
    if person is None:
        return None
    kept = {
        kind.__tablename__: [_shown(row) for row in db.scalars(select(kind).where(hers))]
        for kind, hers in belongings(records_of(db, person.id)).items()
    }
    return {table: rows for table, rows in _without_secrets(db, person.id, kept).items() if rows}


def _without_secrets(
    db: Session, person_id: int, kept: dict[str, list[dict[str, Any]]]
) -> dict[str, list[dict[str, Any]]]:
    """Leave out every row that tells of a present she may not know of."""
    secrets = kept_from(db, person_id)
    ids, receipts = {each.id for each in secrets}, {each.receipt for each in secrets}
    sources = untold_sources(db, person_id)

    def tells(table: str, row: dict[str, Any]) -> bool:
        about = row.get("id") if table == "purchase" else row.get("purchase_id")
        told = (row.get("detail") or {}).get("receipt") if table == "event" else None
        return about in ids or told in receipts or row.get("source") in sources

    return {table: [row for row in rows if not tells(table, row)] for table, rows in kept.items()}


def _proof(db: Session, ids: list[int]) -> str:
    """Return what proves later who had agreed to what, to whoever knows her phone or openid."""
    known = select(Identity.external_id).where(Identity.person_id.in_(ids)).order_by(Identity.id)
    phones = select(Person.phone_hash).where(Person.id.in_(ids)).order_by(Person.id)
    agreed = select(Consent).where(Consent.person_id.in_(ids))
    said = sorted(
        (c.purpose, c.channel, c.granted, c.wording, c.at.isoformat()) for c in db.scalars(agreed)
    )
    facts = [*db.scalars(known), *db.scalars(phones), said]
    return fingerprint(json.dumps(facts), field="erased")


def _shown(row: Base) -> dict[str, Any]:
    """Return a row as JSON shows it; hashes, by which we look things up, tell her nothing."""
    names = [column.key for column in inspect(type(row)).column_attrs]
    return {name: _json(getattr(row, name)) for name in names if not name.endswith("_hash")}


def _json(value: Any) -> Any:
    if isinstance(value, date):  # a moment is one too
        return value.isoformat()
    return b64encode(value).decode() if isinstance(value, bytes) else value
