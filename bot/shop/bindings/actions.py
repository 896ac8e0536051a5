"""The member code: made in the chat, shown at the till, proof of who holds the phone."""

import secrets
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import clock
from bot.db import fingerprint
from bot.shop.bindings.models import MemberCode
from bot.shop.refusal import Refused

LIVES = timedelta(minutes=10)


def make_code(db: Session, person_id: int) -> str:
    """Return a new code of twelve digits; only its hash is kept."""
    code = str(8 * 10**11 + secrets.randbelow(10**11))
    now = clock.now()
    db.add(
        MemberCode(
            person_id=person_id,
            code_hash=_hash(code),
            made_at=now,
            expires_at=now + LIVES,
        )
    )
    db.flush()
    return code


def read_code(db: Session, code: str, *, to_prove: bool = False) -> MemberCode:
    """Return who a shown code stands for; raise Refused where it is unknown or too old.

    With `to_prove` the code is held, and one that has proved a phone is read at any time: a till
    that repeats its call gets the same answer.
    """
    wanted = select(MemberCode).where(MemberCode.code_hash == _hash(code))
    found = db.scalars(wanted.with_for_update() if to_prove else wanted).one_or_none()
    if found is None:
        raise Refused("code_unknown")
    if found.expires_at < clock.now() and not (to_prove and found.proved_at):
        raise Refused("code_too_old")
    return found


def _hash(code: str) -> str:
    digits = "".join(character for character in code if character.isdigit())
    return fingerprint(digits, field="member_code")
