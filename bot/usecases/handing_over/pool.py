"""Who is left alone by her guide falls back to the people of her store, as the rule says."""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import clock
from bot.shop.owning.actions import give, kept
from bot.shop.owning.rules import why_pooled
from bot.shop.people.actions import lock_person
from bot.shop.refusal import Refused
from bot.shop.staff.models import Staff
from bot.shop.staff.rules import Actor
from bot.shop.stores.rules import Shop
from bot.texts import Texts
from bot.usecases.handing_over.hands import Hands, hands_of
from bot.usecases.handing_over.moving import hand_over, hand_over_rest


def fall_to_pool(db: Session, person_id: int, *, texts: Texts, shop: Shop) -> bool:
    """Give a customer back to the people of her store where the rule says so."""
    person = lock_person(db, person_id)
    if person is None or person.guide is None:
        return False
    staff = db.get(Staff, person.guide)
    left_at = staff.left_at if staff and not staff.active else None
    why = why_pooled(shop.owning, kept(db, person), clock.now(), left_at=left_at)
    if why == "left":
        return bool(hand_over(_by_rule(db, texts, shop, person.guide), {person.id: None}, why=why))
    if why:
        give(db, person, None, why=why, by="bot", shop=shop)
    return bool(why)


def leave_nothing(db: Session, login: str, *, texts: Texts, shop: Shop) -> int:
    """Give on what still lies with a colleague who has been gone for a while."""
    return hand_over_rest(_by_rule(db, texts, shop, login))


def gone_for_long(db: Session, shop: Shop) -> list[str]:
    """Return who has left so long ago that nobody is expected to hand over for her."""
    since = clock.now() - timedelta(days=shop.owning.leaver_days)
    gone = select(Staff.login).where(Staff.active.is_(False), Staff.left_at <= since)
    return list(db.scalars(gone))


def take_from_pool(hands: Hands, person_id: int, who: Actor) -> None:
    """Let a colleague look after a customer whom nobody has; raise Refused where the rule forbids.

    Who leads may always, the others where the pool is for anyone.
    """
    may = hands.shop.owning.pool == "anyone" or who.role != "guide"
    if not may or not hand_over(hands, {person_id: who.login}, why="taken"):
        raise Refused("handover_not_pooled")


def _by_rule(db: Session, texts: Texts, shop: Shop, giver: str) -> Hands:
    return hands_of(db, texts, shop, giver, by="bot", press=f"left:{giver}:{clock.today()}")
