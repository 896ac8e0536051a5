"""Say what a day has of its own, and take it back; every process reads the shop anew then."""

from datetime import date, datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from bot import clock
from bot.db import ShopState, change, put
from bot.shop.days.models import GoldPrice, OtherHours, RainyDay
from bot.shop.events.actions import note


def say_rain(db: Session, store: str, *, since: datetime, by: str) -> None:
    """Note that it rains at a store today, since a moment; said twice, the first one counts."""
    keys, now = {"store": store, "day": clock.today()}, clock.now()
    held = db.get(RainyDay, tuple(keys.values()))
    if held and held.until is None and held.since <= since:
        return
    put(db, RainyDay, keys, since=since, until=None, by=by, at=now)
    _moved_on(db, "said_rain", by=by, store=store)


def end_rain(db: Session, store: str, *, by: str) -> bool:
    """Note that it rains no more; return whether it did."""
    rains = (RainyDay.store == store, RainyDay.day == clock.today(), RainyDay.until.is_(None))
    ended = change(db, update(RainyDay).where(*rains).values(until=clock.now()))
    if ended:
        _moved_on(db, "ended_rain", by=by, store=store)
    return bool(ended)


def take_back_rain(db: Session, store: str, *, by: str) -> RainyDay | None:
    """Take back that it rained today; return what was said."""
    said = db.get(RainyDay, (store, clock.today()))
    if said:
        db.delete(said)
        _moved_on(db, "took_back_rain", by=by, store=store)
    return said


def set_gold(db: Session, fen: int, *, by: str) -> None:
    """Set today's price of gold, in fen a gram."""
    put(db, GoldPrice, {"day": clock.today()}, fen=fen, by=by, at=clock.now())
    _moved_on(db, "set_gold", by=by, fen=fen)


def take_back_gold(db: Session, *, by: str) -> bool:
    """Take today's price of gold back; return whether there was one."""
    said = db.get(GoldPrice, clock.today())
    if said:
        db.delete(said)
        _moved_on(db, "took_back_gold", by=by)
    return said is not None


def set_hours(db: Session, store: str, day: date, hours: str, *, why: str, by: str) -> None:
    """Set the hours of one day, such as `10:00-18:00`, or "" where the store is shut."""
    keys = {"store": store, "day": day}
    put(db, OtherHours, keys, hours=hours, why=why, by=by, at=clock.now())
    _moved_on(db, "set_hours", by=by, store=store, day=day.isoformat(), hours=hours, why=why)


def take_back_hours(db: Session, store: str, day: date, *, by: str) -> bool:
    """Let a day have its usual hours again; return whether it had others."""
    said = db.get(OtherHours, (store, day))
    if said:
        db.delete(said)
        _moved_on(db, "took_back_hours", by=by, store=store, day=day.isoformat())
    return said is not None


def _moved_on(db: Session, verb: str, *, by: str, **facts: object) -> None:
    """Write it into the journal, and let every process read the shop anew."""
    db.flush()
    db.execute(update(ShopState).values(content_version=ShopState.content_version + 1))
    note(db, verb, person_id=None, actor=by, **facts)
