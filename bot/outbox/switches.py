"""The two switches of the house: the red button and shadow mode; who pressed which, when."""

from dataclasses import replace

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot import clock
from bot.db import change, insert_once
from bot.outbox.house import House, Pressed
from bot.outbox.models import Switch
from bot.outbox.notices.actions import tell_staff
from bot.shop.events.actions import note
from bot.shop.refusal import Refused
from bot.shop.staff.models import Staff
from bot.shop.staff.rules import LEADS, Actor
from bot.shop.stores.rules import Shop

STOP, SHADOW = "stop", "shadow"


def house(db: Session, shop: Shop | None = None) -> House:
    """Return how the house stands now; without its file, its switches alone."""
    on = select(Switch.name, Switch.by, Switch.at).where(Switch.is_on)
    pressed = {name: Pressed(by, at) for name, by, at in db.execute(on)}
    stands = House(pressed.get(STOP), pressed.get(SHADOW))
    return replace(stands, courtesy=shop.courtesy, care=shop.care) if shop else stands


def turn(db: Session, name: str, *, on: bool, who: Actor) -> Switch:
    """Turn a switch on or off; pressed twice it stays with who was first.

    Head office hears of it. Raise Refused where it is not hers to press.
    """
    if who.role not in LEADS:
        raise Refused("switch_role")
    insert_once(db, Switch, name=name, is_on=False, by=who.login, at=clock.now())
    turned = update(Switch).where(Switch.name == name, Switch.is_on != on)
    by, now = _called(db, who.login), clock.now()
    if change(db, turned.values(is_on=on, by=by, at=now)):
        word = f"{name}_{'on' if on else 'off'}"
        note(db, word, person_id=None, actor=who.login)
        hour = f"{clock.local(now):%H:%M}"
        told = {"dedupe": f"{word}:{now.isoformat()}", "by": by, "hour": hour}
        tell_staff(db, f"notices.{word}", person=None, roles=("head_office",), **told)
    return db.get_one(Switch, name, populate_existing=True)


def _called(db: Session, login: str) -> str:
    known = db.get(Staff, login)
    return known.name if known else login
