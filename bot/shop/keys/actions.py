"""Make and revoke API keys."""

from secrets import token_urlsafe

from sqlalchemy import update
from sqlalchemy.orm import Session

from bot import clock
from bot.db import change, fingerprint
from bot.shop.audit.actions import log_deed
from bot.shop.keys.models import ApiKey
from bot.shop.refusal import Refused
from bot.shop.staff.rules import RANKS, Actor

FIELD = "api_key"
LONGEST_NAME = 60


def make_key(db: Session, *, name: str, role: str, who: Actor) -> str:
    """Make a key for a program; return it, for it is shown this once. Raise Refused."""
    if not name.strip() or len(name) > LONGEST_NAME:
        raise Refused("key_name")
    if role not in RANKS:
        raise Refused("staff_role", role=role)
    key, now = token_urlsafe(32), clock.now()
    hashed = fingerprint(key, field=FIELD)
    db.add(ApiKey(name=name.strip(), role=role, key_hash=hashed, made_by=who.login, made_at=now))
    log_deed(db, who.login, "made_key", about=name)
    return key


def revoke_key(db: Session, key_id: int, *, who: Actor) -> None:
    """Take a key back at once; what was taken back stays so."""
    good = update(ApiKey).where(ApiKey.id == key_id, ApiKey.revoked_at.is_(None))
    if change(db, good.values(revoked_at=clock.now())):
        log_deed(db, who.login, "revoked_key", about=str(key_id))
