"""Add people of the shop and their passwords."""

from sqlalchemy.orm import Session
from werkzeug.security import generate_password_hash

from bot.db import put
from bot.shop.events.actions import note
from bot.shop.refusal import Refused
from bot.shop.staff.models import ROLES, Staff
from bot.shop.stores.actions import note_place

SHORTEST_PASSWORD = 8


def add_staff(
    db: Session, *, login: str, name: str, role: str, store: str | None, password: str, by: str
) -> None:
    """Add somebody, or give her another role and password; raise Refused where a value is wrong."""
    if role not in ROLES:
        raise Refused("staff_role", role=role)
    if len(password) < SHORTEST_PASSWORD:
        raise Refused("staff_password", shortest=SHORTEST_PASSWORD)
    if not login.strip() or len(login) > 60 or not name.strip() or len(name) > 60:
        raise Refused("staff_name")
    note_place(db, store=store, guide=None)
    values = {"name": name, "role": role, "store": store, "active": True, "confirmed": True}
    put(db, Staff, {"login": login}, **values, password_hash=generate_password_hash(password))
    note(db, "added_staff", person_id=None, actor=by, login=login, role=role)
