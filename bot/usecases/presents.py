"""Presents that must surprise: kept from whom they are for until a day, then given like others.

What a secret purchase earns is booked on the day its secret ends, not before: until then her
balance, her ledger, her level and her coupons are all true without it.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import clock
from bot.outbox.actions import drop_messages
from bot.shop.events.actions import note
from bot.shop.people.actions import living, lock_person, owner_of_phone
from bot.shop.people.models import Identity, Person
from bot.shop.purchases.actions import Sale
from bot.shop.purchases.models import Purchase, PurchaseReturn
from bot.shop.purchases.rules import receipt_key
from bot.shop.purchases.secrecy import is_secret_from
from bot.shop.refusal import Refused
from bot.shop.stores.rules import Shop
from bot.usecases.joining import count_in, points_source

LONGEST = timedelta(days=366)


@dataclass(frozen=True)
class Present:
    """What a till says of a present: for whom, or a secret from the account's owner; until when."""

    member_id: int | None = None
    openid: str | None = None
    phone: str | None = None
    secret: bool = False
    until: date | None = None


NO_PRESENT = Present()


def as_present(db: Session, sale: Sale, present: Present, owner: Person | None, shop: Shop) -> Sale:
    """Return the sale with whom it is kept from, and until when.

    Who bought it for herself by name, on her own account, did not: somebody used her code. Whom
    nobody knows it can't be kept from: that is a present like others. Raise Refused where the
    recipient named is nobody, the day is too far away, or her own points would pay for it.
    """
    if present == NO_PRESENT:
        return sale
    recipient = owner if present.secret else _recipient(db, present)
    if recipient is None:
        return replace(sale, gift=not present.secret)
    until = present.until or clock.today() + timedelta(days=shop.presents.secret_days)
    if until > clock.today() + LONGEST:
        raise Refused("secret_too_long", days=LONGEST.days)
    hers = owner is not None and owner.id == recipient.id
    if hers and sale.points_used:
        raise Refused("secret_with_points")  # she would see them go
    known = None if present.secret else recipient.id
    return replace(sale, gift=not hers, secret_until=until, recipient_id=known)


def end_secret(db: Session, purchase_id: int, shop: Shop) -> bool:
    """Let a purchase count whose day has come, as if it were bought today; False where it has."""
    purchase = db.get_one(Purchase, purchase_id)
    person = lock_person(db, purchase.person_id) if purchase.person_id else None
    db.refresh(purchase)
    if purchase.secret_until is None or purchase.secret_until > clock.today():
        return False
    purchase.secret_until = None
    if person and purchase.recipient_id in (None, person.id):
        count_in(db, person, purchase, shop, earned=clock.today())
    note(db, "ended_secret", person_id=purchase.person_id, receipt=purchase.receipt)
    return True


def hush(db: Session, person: Person, *, why: str) -> None:
    """Take back what waits to be said to a person about what she may not know, after a merge."""
    for purchase in kept_from(db, person.id):
        drop_messages(db, f"thanks:{receipt_key(purchase.till, purchase.receipt)}", why=why)
        drop_messages(db, f"survey:purchase:{purchase.id}", why=why)


def untold_sources(db: Session, person_id: int) -> set[str]:
    """Return the sources of ledger lines that would tell a person what she may not know.

    There are some where the buyer's record and hers were found to be one person.
    """
    secrets = kept_from(db, person_id)
    found = {points_source(purchase) for purchase in secrets}
    returns = select(PurchaseReturn).where(
        PurchaseReturn.purchase_id.in_([purchase.id for purchase in secrets])
    )
    return found | {
        f"return:{receipt_key(back.till, back.receipt, back.return_key)}"
        for back in (db.scalars(returns) if secrets else ())
    }


def kept_from(db: Session, person_id: int) -> list[Purchase]:
    """Return what is on a person's own account and kept from her today."""
    hers = (Purchase.person_id == person_id) & Purchase.secret_until.is_not(None)
    found = db.scalars(select(Purchase).where(hers))
    return [each for each in found if is_secret_from(each, person_id, clock.today())]


def _recipient(db: Session, present: Present) -> Person | None:
    """Find whom a present is for, without a new record: she has not dealt with us yet."""
    if present.member_id is not None:
        person = living(db, present.member_id)
        if person is None:
            raise Refused("member_unknown", member=present.member_id)
        return person
    if present.openid:
        known = (Identity.channel == "wechat") & (Identity.external_id == present.openid)
        found = db.scalar(select(Identity.person_id).where(known))
        if found is None:
            raise Refused("openid_unknown")
        return living(db, found)
    return owner_of_phone(db, present.phone) if present.phone else None
