"""She joins: a membership, what she agreed to, and what she bought before."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from bot.shop.consent.actions import answer_consent
from bot.shop.members.actions import join, move_level
from bot.shop.members.models import Member
from bot.shop.openings.queries import opened_at
from bot.shop.owning.actions import meets
from bot.shop.owning.rules import Met
from bot.shop.people.models import Person
from bot.shop.points.actions import balance_of, earn_points
from bot.shop.points.rules import expiry, points_for
from bot.shop.purchases.models import Purchase
from bot.shop.purchases.queries import purchases_of
from bot.shop.purchases.rules import receipt_key
from bot.shop.stores.rules import Level, Shop
from bot.usecases.recommending import friend_bought, friend_joined
from bot.usecases.vouchers import give_vouchers


@dataclass(frozen=True)
class Joined:
    """What joining brought."""

    member: Member
    level: Level
    points: int


def join_shop(
    db: Session, person: Person, *, name: str, phone: str, agreed: dict[str, bool], shop: Shop
) -> Joined:
    """Make her a member, keep her consents purpose by purpose, count what she bought before."""
    member = join(db, person, name=name, phone=phone, shop=shop)
    answer_consent(db, person.id, agreed)
    friend_joined(db, person)
    count_purchases(db, member, shop)
    return Joined(member, shop.level(member.level), balance_of(db, person.id))


def count_purchases(db: Session, member: Member, shop: Shop) -> None:
    """Give the points of every purchase of hers that has not given them, and move the level."""
    for purchase in purchases_of(db, member.person_id):
        give_points(db, purchase, shop)
        friend_bought(db, purchase, shop)
    move_level(db, member, shop)


def count_in(
    db: Session, person: Person, purchase: Purchase, shop: Shop, *, earned: date | None = None
) -> Level | None:
    """Give what one purchase earns, and move the level; return the new one, where there is one.

    `earned` is the day from which its points last: that of the purchase, if nothing is said.
    """
    person.store = person.store or purchase.store
    if purchase.guide:
        meets(db, person, Met("service", purchase.guide, purchase.at), shop, by="till")
    friend_bought(db, purchase, shop)
    member = db.get(Member, person.id)
    if member is None or member.status != "member":
        return None
    give_points(db, purchase, shop, earned=earned)
    give_vouchers(db, member, purchase, shop)
    return move_level(db, member, shop)


def give_points(db: Session, purchase: Purchase, shop: Shop, *, earned: date | None = None) -> None:
    """Give the points of one purchase once; what came back already gives none.

    Nor does what she bought before the balance that she brought from another system: it is in it.
    """
    if purchase.person_id is None or _is_in_opening(db, purchase):
        return
    kept, rules = purchase.total_fen - purchase.returned_fen, shop.points.on(purchase.day)
    earn_points(
        db,
        purchase.person_id,
        points_for(kept, rules.per_yuan),
        kind="purchase",
        source=points_source(purchase),
        about={"receipt": purchase.receipt, "fen": kept},
        expires_on=expiry(earned or purchase.day, rules.expire_months),
    )


def _is_in_opening(db: Session, purchase: Purchase) -> bool:
    """Say whether the points of a purchase came with her opening balance."""
    at = opened_at(db, [purchase.person_id]).get(purchase.person_id) if purchase.person_id else None
    return at is not None and purchase.at < at


def points_source(purchase: Purchase) -> str:
    """Return under which source the ledger has the points of a purchase."""
    return f"purchase:{receipt_key(purchase.till, purchase.receipt)}"
