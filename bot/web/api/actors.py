"""Who acts: the colleague named by `by`, or the holder of the key."""

from flask import g
from sqlalchemy.orm import Session

from bot.shop.refusal import Refused
from bot.shop.staff.queries import acting_for
from bot.shop.staff.rules import EVERYWHERE, Actor, capped

THE_KEY = "api"


def acting(db: Session, by: str | None) -> Actor:
    """Return who acts, with no more than the key may; raise Refused where `by` may not act."""
    if by is None:
        return Actor(THE_KEY, g.key_role, None)
    return capped(acting_for(db, by), g.key_role)


def check_whole() -> None:
    """Raise Refused unless the key sees the customers of every store."""
    if g.key_role not in EVERYWHERE:
        raise Refused("key_bounded")


def actor(db: Session, by: str | None) -> str:
    """Return the name for the journal; raise Refused where `by` is nobody who may act."""
    return acting(db, by).login
