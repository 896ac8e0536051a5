"""Keep the days she tells us of, and forget them at her word."""

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from bot import clock
from bot.db import fingerprint, put
from bot.lunar import Birthday
from bot.shop.anniversaries.models import Anniversary
from bot.shop.events.actions import note
from bot.shop.refusal import Refused

AT_MOST = 12


def keep_day(db: Session, person_id: int, what: str, day: Birthday) -> None:
    """Keep a day of every year; one she told before is changed. Raise Refused for too many."""
    what_hash = fingerprint(what, field="anniversaries.what")
    others = select(func.count()).where(
        Anniversary.person_id == person_id, Anniversary.what_hash != what_hash
    )
    if (db.scalar(others) or 0) >= AT_MOST:
        raise Refused("anniversary_many", most=AT_MOST)
    put(
        db,
        Anniversary,
        {"person_id": person_id, "what_hash": what_hash},
        what=what,
        calendar=day.calendar,
        md=day.month * 100 + day.day,
        leap=day.leap,
        told_at=clock.now(),
    )
    note(db, "told_day", person_id=person_id, actor="customer")


def forget_days(db: Session, person_id: int, what: str | None = None) -> int:
    """Forget one day, or all without `what`; return how many there were."""
    hers = Anniversary.person_id == person_id
    if what is not None:
        hers &= Anniversary.what_hash == fingerprint(what, field="anniversaries.what")
    ids = list(db.scalars(select(Anniversary.id).where(hers)))
    db.execute(delete(Anniversary).where(Anniversary.id.in_(ids)))
    if ids:
        note(db, "forgot_day", person_id=person_id, actor="customer")
    return len(ids)
