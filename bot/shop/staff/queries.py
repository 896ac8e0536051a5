"""Find the people of the shop."""

from collections.abc import Collection, Sequence
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.shop.refusal import Refused
from bot.shop.staff.models import Staff
from bot.shop.staff.rules import Actor
from bot.shop.stores.rules import Colleague, Shop


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


def acting_for(db: Session, login: str) -> Actor:
    """Return who acts, with what she may; raise Refused where she may not act (any more)."""
    colleague = acting_colleague(db, login)
    return Actor(colleague.login, colleague.role, colleague.store)


def names_of(db: Session, logins: Collection[str]) -> dict[str, str]:
    """Return how these colleagues are called; who is not added has no name."""
    rows = db.execute(select(Staff.login, Staff.name).where(Staff.login.in_(logins)))
    return {row[0]: row[1] for row in rows}


class Worker(NamedTuple):
    """Somebody who works here."""

    login: str
    name: str
    role: str
    store: str | None


def workers(db: Session, shop: Shop) -> list[Worker]:
    """Return who works here: who was added, and who stands in the shop's file beside them.

    That a till has mentioned a name adds nobody, and hides nobody of the file.
    """
    added = list(db.scalars(select(Staff).where(Staff.confirmed).order_by(Staff.login)))
    logins = {one.login for one in added}
    of_the_file = [each for each in shop.people if each.login not in logins]
    people: list[Staff | Colleague] = [*(one for one in added if one.active), *of_the_file]
    return [Worker(one.login, one.name, one.role, one.store) for one in people]


def who_leads(people: Sequence[Worker], rungs: Sequence[str], store: str | None) -> Worker | None:
    """Return who leads a matter of a store: the lowest of these roles that somebody holds.

    The people of a store lead what belongs to it, those above lead for all. Where nobody fits, a
    manager of another store does.
    """
    able = [one for one in people if one.role in rungs]
    fit = [one for one in able if _is_above_stores(one) or (store and one.store == store)]
    return min(fit or able, key=lambda one: rungs.index(one.role), default=None)


def _is_above_stores(one: Worker) -> bool:
    return one.role in ("regional_manager", "head_office")
