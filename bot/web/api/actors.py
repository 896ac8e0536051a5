"""Who acts: the colleague named by `by`, or the holder of the key."""

from sqlalchemy.orm import Session

from bot.shop.staff.queries import acting_for
from bot.shop.staff.rules import Actor

THE_KEY = "api"
ROLE_OF_THE_KEY = "head_office"


def acting(db: Session, by: str | None) -> Actor:
    """Return who acts; raise Refused where `by` is nobody who may act."""
    if by is None:
        return Actor(THE_KEY, ROLE_OF_THE_KEY, None)
    return acting_for(db, by)


def actor(db: Session, by: str | None) -> str:
    """Return the name for the journal; raise Refused where `by` is nobody who may act."""
    return acting(db, by).login
