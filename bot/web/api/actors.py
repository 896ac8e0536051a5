"""Who acts: the colleague named by `by`, or the holder of the key."""

from sqlalchemy.orm import Session

from bot.shop.staff.queries import acting_colleague

THE_KEY = "api"


def actor(db: Session, by: str | None) -> str:
    """Return the name for the journal; raise Refused where `by` is nobody who may act."""
    return acting_colleague(db, by).login if by else THE_KEY
