"""Find the people of the shop."""

from sqlalchemy.orm import Session

from bot.shop.refusal import Refused
from bot.shop.staff.models import Staff


def acting_colleague(db: Session, login: str) -> Staff:
    """Return who acts; raise Refused where nobody has this login or she may not act (any more).

    A name that only a till has mentioned is not a colleague yet.
    """
    found = db.get(Staff, login)
    if found is None:
        raise Refused("staff_unknown", login=login)
    if not found.confirmed:
        raise Refused("staff_unconfirmed", login=login)
    if not found.active:
        raise Refused("staff_left", login=login)
    return found
