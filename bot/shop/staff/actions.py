"""Add people of the shop and their passwords."""

import secrets
from datetime import timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot import clock
from bot.db import fingerprint, put
from bot.shop.events.actions import note
from bot.shop.refusal import Refused
from bot.shop.staff.models import ROLES, Staff
from bot.shop.staff.queries import acting_colleague
from bot.shop.staff.sessions import end_sessions
from bot.shop.stores.actions import note_place

BIND_LASTS = timedelta(minutes=10)


def add_staff(
    db: Session, *, login: str, name: str, role: str, store: str | None, kept: str, by: str
) -> None:
    """Add somebody, or give her another role and password; raise Refused where a value is wrong.

    `kept` is her password as it is stored: `hashed`, which takes a tenth of a second, was called
    before this transaction. Who was logged in with the old ones is logged out.
    """
    if role not in ROLES:
        raise Refused("staff_role", role=role)
    if not login.strip() or len(login) > 60 or not name.strip() or len(name) > 60:
        raise Refused("staff_name")
    note_place(db, store=store, guide=None)
    values = {"name": name, "role": role, "store": store, "active": True, "left_at": None}
    put(db, Staff, {"login": login}, **values, confirmed=True, password_hash=kept)
    end_sessions(db, login)
    note(db, "added_staff", person_id=None, actor=by, login=login, role=role)


def set_email(db: Session, login: str, email: str, *, by: str) -> None:
    """Note where a colleague reads her mail; "" takes it away."""
    colleague = acting_colleague(db, login)
    name, _, host = email.partition("@")
    if email and (not name or "." not in host or not email.isascii() or not email.isprintable()):
        raise Refused("staff_email", email=email)
    colleague.email = email or None
    note(db, "set_email", person_id=None, actor=by, login=login)


def make_bind_code(db: Session, login: str) -> str:
    """Return a code that a colleague writes to the service account to be reached there."""
    colleague = acting_colleague(db, login)
    code = f"{secrets.randbelow(10**8):08}"
    colleague.bind_hash = fingerprint(code, field="staff_bind")
    colleague.bind_until = clock.now() + BIND_LASTS
    return code


def bind_wechat(db: Session, code: str, openid: str) -> Staff:
    """Let a colleague hear of things in her own WeChat; raise Refused where the code is no good.

    A code is good once, and a WeChat belongs to one colleague.
    """
    hashed = fingerprint(code, field="staff_bind")
    found = db.scalars(select(Staff).where(Staff.bind_hash == hashed).with_for_update())
    colleague = found.one_or_none()
    if colleague is None or not colleague.bind_until or colleague.bind_until < clock.now():
        raise Refused("bind_code")
    db.execute(update(Staff).where(Staff.openid == openid).values(openid=None))
    colleague.openid, colleague.bind_hash, colleague.bind_until = openid, None, None
    note(db, "bound_wechat", person_id=None, actor=colleague.login)
    db.flush()
    return colleague
