"""What must not be told to whom a present is for, until its day: in Python and in SQL."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import ColumnElement, SQLColumnExpression, func, select
from sqlalchemy.orm import Session

from bot.shop.purchases.models import Purchase


def is_secret_from(purchase: Purchase, person_id: int | None, day: date) -> bool:
    """Say whether nothing of a purchase may be told to a person on a day.

    It is for the recipient where one was named, else for the owner of the account: somebody else
    bought it on her account, such as a husband with his wife's member code.
    """
    until, kept_from = purchase.secret_until, purchase.recipient_id or purchase.person_id
    return until is not None and day < until and person_id == kept_from


def secret_from(person_id: SQLColumnExpression[int], day: date) -> ColumnElement[bool]:
    """Say the same in SQL; it is never null, so that it may be negated."""
    kept_from = func.coalesce(Purchase.recipient_id, Purchase.person_id)
    until = func.coalesce(Purchase.secret_until, date.min)
    return (until > day) & (func.coalesce(kept_from, 0) == person_id)


def hers_to_know(day: date) -> ColumnElement[bool]:
    """Say that a purchase may be told to the owner of its account."""
    return ~secret_from(func.coalesce(Purchase.person_id, -1), day)


def secrets_of(db: Session, people: Collection[int], day: date) -> dict[int, date]:
    """Return until which day something is kept secret from these persons, for who serves them."""
    kept_from = func.coalesce(Purchase.recipient_id, Purchase.person_id)
    rows = select(kept_from, func.max(Purchase.secret_until)).where(
        Purchase.secret_until > day, kept_from.in_(people)
    )
    found = db.execute(rows.group_by(kept_from))
    return {person: until for person, until in found if until}


def secrets_that_end(db: Session, today: date, *, after: int, limit: int) -> list[int]:
    """Return purchases whose secret is over, in the order of ids."""
    over = select(Purchase.id).where(Purchase.secret_until <= today, Purchase.id > after)
    return list(db.scalars(over.order_by(Purchase.id).limit(limit)))
