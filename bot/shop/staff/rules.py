"""Whose customers somebody may see and serve, whom she leads: pure.

docs/who-may.md says it in one place; `seen_by` in bot/shop/people/queries.py is the same for lists.
"""

from typing import NamedTuple

EVERYWHERE = frozenset({"regional_manager", "head_office"})
OF_A_STORE = frozenset({"guide", "store_manager"})
LEADS = EVERYWHERE | {"store_manager"}
# Whose log-in each role looks after; a store's manager does so in her own store.
LED_BY = {
    "store_manager": {"guide"},
    "regional_manager": {"guide", "store_manager"},
    "head_office": {"guide", "store_manager", "regional_manager", "head_office", "engineer"},
}


RANKS = ("guide", "store_manager", "regional_manager", "head_office")


class Actor(NamedTuple):
    """Somebody who acts: her name in the journal, what she may, where she works."""

    login: str
    role: str
    store: str | None


def may_talk(who: Actor, *, guide: str | None, store: str | None) -> bool:
    """Say whether somebody may talk with a customer who has this guide and this store.

    Her guide may, and everybody of her store, so that nobody waits for one who is away.
    """
    return who.login == guide or is_of(who, store)


def is_of(who: Actor, store: str | None) -> bool:
    """Say whether what belongs to a store, or to none yet, is somebody's to see and to do.

    Who belongs to no store is there for all of them: the console takes no guide and no manager on
    without one.
    """
    if who.role in EVERYWHERE:
        return True
    if who.role not in OF_A_STORE:
        return False
    return store is None or who.store in (None, store)


def may_hand_back(who: Actor, *, holder: str | None) -> bool:
    """Say whether somebody may give a talk back to the bot: who has it, or who leads."""
    return who.login == holder or who.role in LEADS


def may_lead(who: Actor, role: str, store: str | None) -> bool:
    """Say whether somebody may change the log-in of a colleague with this role and store."""
    if role not in LED_BY.get(who.role, ()):
        return False
    return who.role in EVERYWHERE or (store is not None and store == who.store)


def capped(who: Actor, role: str) -> Actor:
    """Return somebody with no more than a role may: a key bounds everybody who uses it."""
    if who.role not in RANKS or RANKS.index(who.role) <= RANKS.index(role):
        return who
    return who._replace(role=role)
