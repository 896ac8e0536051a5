"""Who is logged in: one row for each browser, found by the hash of its cookie.

Sessions live in real time: the demo's clock may run ahead. A browser gets a new token at each
log-in, so that one that was planted before opens nothing.
"""

from datetime import timedelta
from hashlib import sha256
from secrets import token_urlsafe

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from bot import clock
from bot.shop.staff.models import Staff, StaffSession

IDLE = timedelta(hours=10)  # a working day in the shop
LONGEST = timedelta(days=7)
NOTED_EVERY = timedelta(minutes=5)  # looking at a page is no write each time


def begin_session(db: Session, login: str) -> str:
    """Let somebody in whose password was right; return the token for her cookie."""
    now, token = clock.real_now(), token_urlsafe(32)
    db.execute(delete(StaffSession).where(StaffSession.seen < now - LONGEST))
    db.add(StaffSession(token_hash=_hash(token), login=login, began=now, seen=now))
    db.flush()
    return token


def session_of(db: Session, token: str) -> tuple[Staff, StaffSession] | None:
    """Return who holds this token; None where it has ended, or she may not act any more."""
    now = clock.real_now()
    row = db.execute(
        select(Staff, StaffSession)
        .join(StaffSession, StaffSession.login == Staff.login)
        .where(StaffSession.token_hash == _hash(token), Staff.active, Staff.confirmed)
        .where(StaffSession.seen > now - IDLE, StaffSession.began > now - LONGEST)
    ).one_or_none()
    return (row[0], row[1]) if row else None


def note_seen(db: Session, token: str) -> None:
    """Note that somebody is there, which keeps her session from ending."""
    hers = StaffSession.token_hash == _hash(token)
    db.execute(update(StaffSession).where(hers).values(seen=clock.real_now()))


def end_session(db: Session, token: str) -> None:
    """Log one browser out."""
    db.execute(delete(StaffSession).where(StaffSession.token_hash == _hash(token)))


def end_sessions(db: Session, login: str, *, but: str = "") -> None:
    """Log a colleague out everywhere, `but` for the browser with this token."""
    hers = (StaffSession.login == login) & (StaffSession.token_hash != _hash(but))
    db.execute(delete(StaffSession).where(hers))


def _hash(token: str) -> str:
    return sha256(token.encode()).hexdigest()
