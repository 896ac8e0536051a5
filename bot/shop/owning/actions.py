"""Let the shop's rule decide whose customer she is, and keep why."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot import clock
from bot.shop.events.actions import note
from bot.shop.owning.rules import Kept, Met, why_hers
from bot.shop.people.models import Person
from bot.shop.staff.models import Staff
from bot.shop.stores.rules import Shop

MOVED = "moved_customer"


def meets(db: Session, person: Person, met: Met, shop: Shop, *, by: str = "bot") -> str | None:
    """Note that a colleague met a customer, who must be held; return why she is hers now, if so."""
    if person.guide == met.guide:
        if met.how == "service":
            person.served_at = max(person.served_at or met.at, met.at)
        return None
    met = Met(met.how, met.guide, met.at, works=works_here(db, shop, met.guide))
    if not met.works and has_left(db, met.guide):
        return None
    why = why_hers(shop.owning, kept(db, person), met)
    if why:
        give(db, person, met.guide, why=why, by=by, at=met.at, shop=shop)
    return why


def give(
    db: Session,
    person: Person,
    to: str | None,
    *,
    why: str,
    by: str,
    shop: Shop,
    at: datetime | None = None,
    words: str = "",
) -> None:
    """Let a held customer be looked after by somebody from now on, or by the people of her store.

    `why` is a key of `content/owning.toml`, `words` what the one who decides says herself.
    """
    before, person.guide = person.guide, to
    person.served_at = at or clock.now()
    asked = {"idle": shop.owning.pool_days, "left": shop.owning.leaver_days}
    note(
        db,
        MOVED,
        person_id=person.id,
        actor=by,
        **{"from": before, "to": to, "why": why, "words": words},
        days=asked.get(why, shop.owning.protected_days),
    )


def kept(db: Session, person: Person) -> Kept:
    """Return how a customer stands for the rule."""
    return Kept(
        person.guide,
        person.served_at or person.created_at,
        works=person.guide is not None and not has_left(db, person.guide),
        pooled=person.guide is None and person.served_at is not None,
    )


def works_here(db: Session, shop: Shop, login: str) -> bool:
    """Say whether a colleague works here; a name that only a till has mentioned is none yet."""
    staff = db.get(Staff, login)
    if staff and staff.confirmed:
        return staff.active
    return any(one.login == login for one in shop.people)


def has_left(db: Session, login: str) -> bool:
    """Say whether a colleague was switched off."""
    staff = db.get(Staff, login)
    return staff is not None and not staff.active
