"""Who of the people of the shop may be changed by whom, and the changes."""

from secrets import token_urlsafe

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot import clock
from bot.db import change
from bot.shop.audit.actions import log_deed
from bot.shop.events.actions import note
from bot.shop.refusal import Refused
from bot.shop.staff.actions import add_staff
from bot.shop.staff.models import Staff
from bot.shop.staff.passwords import forget_tries
from bot.shop.staff.rules import OF_A_STORE, Actor, may_lead
from bot.shop.staff.sessions import end_sessions

RANDOM_BYTES = 9  # twelve characters, to be typed once


def led_by(db: Session, who: Actor) -> list[Staff]:
    """Return the colleagues whom somebody may change, those who still work here first."""
    everybody = select(Staff).order_by(Staff.active.desc(), Staff.store, Staff.login)
    return [each for each in db.scalars(everybody) if may_lead(who, each.role, each.store)]


def fresh_password() -> str:
    """Return a password to be said once and changed by whom it is for."""
    return token_urlsafe(RANDOM_BYTES)


def set_active(db: Session, login: str, *, active: bool, who: Actor) -> None:
    """Let a colleague in, or no longer; who left is out of every browser at once.

    Pressed twice it is noted once. Raise Refused where she is not hers to change, or is herself.
    """
    _led(db, login, who)
    left_at = None if active else clock.now()
    turned = update(Staff).where(Staff.login == login, Staff.active != active)
    if not change(db, turned.values(active=active, confirmed=True, left_at=left_at)):
        return
    end_sessions(db, login)
    verb = "let_in" if active else "let_go"
    note(db, verb, person_id=None, actor=who.login, login=login)
    log_deed(db, who.login, verb, about=login)


def reset_password(db: Session, login: str, *, kept: str, who: Actor) -> None:
    """Give a colleague another password, `kept` as it is stored; she is logged out everywhere."""
    _led(db, login, who).password_hash = kept
    end_sessions(db, login)
    forget_tries(db, login)
    log_deed(db, who.login, "reset_password", about=login)


def take_on(
    db: Session, *, login: str, name: str, role: str, store: str | None, kept: str, who: Actor
) -> None:
    """Add a colleague; raise Refused where a value is wrong or somebody has that login."""
    if not may_lead(who, role, store):
        raise Refused("staff_not_led")
    if db.get(Staff, login):
        raise Refused("staff_known", login=login)
    if role in OF_A_STORE and store is None:
        raise Refused("staff_store")
    add_staff(db, login=login, name=name, role=role, store=store, kept=kept, by=who.login)
    log_deed(db, who.login, "took_on", about=login)


def _led(db: Session, login: str, who: Actor) -> Staff:
    """Hold a colleague whom somebody may change."""
    if login == who.login:
        raise Refused("staff_herself")
    found = db.get(Staff, login, with_for_update=True)
    if found is None or not may_lead(who, found.role, found.store):
        raise Refused("staff_not_led")
    return found
