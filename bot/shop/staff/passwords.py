"""Whether a password is right, and how often one may be tried: a login, and an address.

A login that nobody has is answered as one that somebody has, in the same time and after the same
number of tries.
"""

from datetime import timedelta
from functools import cache
from secrets import token_urlsafe

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session
from werkzeug.security import check_password_hash, generate_password_hash

from bot import clock
from bot.db import change, fingerprint, insert_once
from bot.shop.refusal import Refused
from bot.shop.staff.models import LoginTry, Staff
from bot.shop.staff.sessions import end_sessions

SHORTEST, LONGEST = 8, 200
PER_LOGIN, PER_ADDRESS = 8, 40
FORGOTTEN = timedelta(minutes=15)


def use_try(db: Session, *, login: str, address: str) -> None:
    """Count a try before the password is looked at; raise Refused where there were too many."""
    now = clock.real_now()
    db.execute(delete(LoginTry).where(LoginTry.until <= now))
    for whose, most in ((_address(address), PER_ADDRESS), (_login(login), PER_LOGIN)):
        insert_once(db, LoginTry, whose=whose, count=0, until=now + FORGOTTEN)
        left = update(LoginTry).where(LoginTry.whose == whose, LoginTry.count < most)
        if not change(db, left.values(count=LoginTry.count + 1)):
            raise Refused("staff_tries", minutes=round(FORGOTTEN.total_seconds() / 60))


def forget_tries(db: Session, login: str) -> None:
    """Forget the tries of a login whose password was right after all."""
    db.execute(delete(LoginTry).where(LoginTry.whose == _login(login)))


def stored_hash(db: Session, login: str) -> str:
    """Return what a password is compared with; for who can't log in, what no password fits."""
    able = select(Staff.password_hash).where(Staff.login == login, Staff.active, Staff.confirmed)
    return db.scalar(able) or _nobodys()


def is_right(stored: str, password: str) -> bool:
    """Compare a password; it takes a tenth of a second, so never inside a transaction."""
    return len(password) <= LONGEST and check_password_hash(stored, password)


def hashed(password: str) -> str:
    """Return how a password is kept; raise Refused where it is too short or too long."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise Refused("staff_password", shortest=SHORTEST)
    return generate_password_hash(password)


def change_password(db: Session, login: str, *, kept: str, token: str) -> None:
    """Keep a new password; all other browsers of hers are logged out."""
    db.execute(update(Staff).where(Staff.login == login).values(password_hash=kept))
    end_sessions(db, login, but=token)


@cache
def _nobodys() -> str:
    return generate_password_hash(token_urlsafe(32))


def _login(login: str) -> str:
    return fingerprint(f"login {login}", field="login_try")


def _address(address: str) -> str:
    return fingerprint(f"address {address}", field="login_try")
