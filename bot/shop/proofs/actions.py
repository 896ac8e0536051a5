"""Make codes for phones and compare what she read; only hashes are kept."""

import hmac
import secrets
from datetime import datetime, timedelta

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from bot import clock
from bot.db import change, fingerprint, insert_once
from bot.shop.proofs.models import PhoneCode
from bot.shop.proofs.rules import LIMITS, LIVES, TRIES, Full, Verdict, too_many

_LONGEST = max(span for span, _ in LIMITS)


def make_code(db: Session, person_id: int, phone: str) -> tuple[int, str] | Full:
    """Return the number and the six digits of a new code; those sent before count no more.

    Where she, or the phone, got one just now or got enough, there is none: that is said instead.
    """
    now, phone_hash = clock.now(), fingerprint(phone, field="phone")
    if full := too_many(_made(db, person_id, phone_hash, since=now - _LONGEST), now):
        return full
    code = f"{secrets.randbelow(10**6):06d}"
    end_codes(db, person_id)
    made = insert_once(
        db,
        PhoneCode,
        person_id=person_id,
        phone_hash=phone_hash,
        minute=_minute(now),
        code_hash=_hash(phone, code),
        made_at=now,
        expires_at=now + LIVES,
        tries=0,
    )
    if not made:  # somebody else asked for this number in the same minute
        return "soon"
    _forget_old(db, person_id, before=now - _LONGEST)  # now: SQLite gives a last number again
    newest = select(PhoneCode.id).filter_by(phone_hash=phone_hash, minute=_minute(now))
    return db.scalars(newest).one(), code


def check_code(db: Session, person_id: int, phone: str, code: str) -> Verdict:
    """Compare what she read with the newest code for her phone; a right one counts once."""
    hers = select(PhoneCode).where(
        PhoneCode.person_id == person_id,
        PhoneCode.phone_hash == fingerprint(phone, field="phone"),
        PhoneCode.proved_at.is_(None),
    )
    newest = hers.order_by(PhoneCode.id.desc()).limit(1).with_for_update()
    sent = db.scalars(newest).one_or_none()
    if sent is None or clock.now() >= sent.expires_at:
        return "late"
    if sent.tries >= TRIES:
        return "tries"
    sent.tries += 1
    if hmac.compare_digest(sent.code_hash, _hash(phone, code)):
        sent.proved_at = clock.now()
    db.flush()
    if sent.proved_at:
        return "right"
    return "tries" if sent.tries >= TRIES else "wrong"


def end_codes(db: Session, person_id: int) -> None:
    """Let no code that she got so far prove anything any more."""
    now = clock.now()
    hers = (PhoneCode.person_id == person_id) & (PhoneCode.expires_at > now)
    change(db, update(PhoneCode).where(hers).values(expires_at=now))


def _made(db: Session, person_id: int, phone_hash: str, *, since: datetime) -> list[datetime]:
    """Return when codes were made for her or for the number."""
    hers = or_(PhoneCode.person_id == person_id, PhoneCode.phone_hash == phone_hash)
    return list(db.scalars(select(PhoneCode.made_at).where(hers, PhoneCode.made_at > since)))


def _forget_old(db: Session, person_id: int, *, before: datetime) -> None:
    """Delete those of hers that no limit counts any more."""
    hers = (PhoneCode.person_id == person_id) & (PhoneCode.made_at <= before)
    db.execute(delete(PhoneCode).where(hers))


def _minute(now: datetime) -> datetime:
    return now - timedelta(seconds=now.second, microseconds=now.microsecond)


def _hash(phone: str, code: str) -> str:
    return fingerprint(f"{phone}:{code}", field="phone_code")
