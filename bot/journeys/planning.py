"""Plan ahead: write a row for everybody who is due, a slice at a time, as often as one likes."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from functools import partial
from time import monotonic

from sqlalchemy import ColumnElement, Select, String, cast, delete, exists, func, literal, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from bot import clock
from bot.bulk import FIRST_SLICE, fitting
from bot.db import Database, change, put
from bot.journeys.due import Batch, batches
from bot.journeys.models import Planned
from bot.journeys.plans import Journey
from bot.outbox.models import Message
from bot.outbox.queries import OPEN_STATES

AHEAD = timedelta(days=1)


def is_plan_wanted(db: Session, journeys: Mapping[str, Journey], today: date) -> bool:
    """Say whether some journey is not planned until tomorrow, or changed since it was."""
    planned = {each.journey: (each.version, each.until) for each in db.scalars(select(Planned))}
    return any(
        word not in planned
        or planned[word][0] != journey.version
        or planned[word][1] < today + AHEAD
        for word, journey in journeys.items()
    ) or bool(planned.keys() - journeys.keys())


def plan(
    database: Database, journeys: Mapping[str, Journey], now: datetime
) -> dict[str, int | float]:
    """Plan every journey until tomorrow; return how many people have something, and what is new.

    Days on which nobody planned are caught up with, as long as their messages are in time.
    """
    began, today = monotonic(), clock.local(now).date()
    database.run(lambda db: _drop_what_is_gone(db, journeys, now))
    new = sum(_plan_journey(database, journey, today, now) for journey in journeys.values())
    with database.reading() as db:
        people = db.scalar(_people(clock.at(today, time()), clock.at(today + 2 * AHEAD, time())))
    return {"people": people or 0, "planned": new, "seconds": round(monotonic() - began, 3)}


def _plan_journey(database: Database, journey: Journey, today: date, now: datetime) -> int:
    with database.reading() as db:
        planned = db.get(Planned, journey.word)
    first = _first_day(journey, planned, today)
    if planned and planned.version != journey.version:
        database.run(lambda db: _unplan(db, journey.word, now))
    new = 0
    for batch in batches(journey, first, today + AHEAD):
        if batch.not_after > now:
            new += _write(database, batch, now)
    told = {"version": journey.version, "until": today + AHEAD}
    database.run(lambda db: put(db, Planned, {"journey": journey.word}, **told))
    return new


def _first_day(journey: Journey, planned: Planned | None, today: date) -> date:
    """Return from which day on: today always, for what the till told late; else what is missing."""
    in_time = today - timedelta(days=journey.for_days - 1)
    if planned is None or planned.version != journey.version:
        return in_time if planned else today
    return max(in_time, min(today, planned.until + AHEAD))


def _write(database: Database, batch: Batch, now: datetime) -> int:
    """Write the rows of a batch that are missing, in short transactions."""
    new, after, size = 0, 0, FIRST_SLICE
    while ids := _missing(database, batch, after, size):
        began, last = monotonic(), ids[-1]
        new += database.run(partial(_insert, batch=batch, after=after, last=last, now=now))
        size, after = fitting(size, monotonic() - began), last
    return new


def _missing(database: Database, batch: Batch, after: int, limit: int) -> list[int]:
    """Find what is not planned yet, outside of the transaction that will write it."""
    is_there = exists().where(Message.dedupe == _dedupe(batch))
    rows = batch.who.where(batch.subject > after, ~is_there).with_only_columns(batch.subject)
    with database.reading() as db:
        return list(db.scalars(rows.order_by(batch.subject).limit(limit)))


def _insert(db: Session, batch: Batch, after: int, last: int, now: datetime) -> int:
    """Write a slice: whoever is due now, from the same SELECT."""
    person_id, subject_id = batch.who.selected_columns
    values = {
        "kind": batch.journey.word,
        "journey": batch.journey.word,
        "purpose": batch.journey.purpose,
        "key": batch.key,
        "due": batch.due,
        "not_after": batch.not_after,
        "look_at": max(batch.due, now),
        "state": "planned",
        "attempts": 0,
        "created_at": now,
    }
    columns = Message.__table__.c
    rows = batch.who.where(batch.subject.between(after + 1, last)).with_only_columns(
        person_id,
        subject_id,
        _dedupe(batch),
        *(literal(value, columns[name].type) for name, value in values.items()),
    )
    kind = postgresql if db.get_bind().dialect.name == "postgresql" else sqlite
    names = ["person_id", "subject_id", "dedupe", *values]
    insert = kind.insert(Message).from_select(names, rows, include_defaults=False)
    return change(db, insert.on_conflict_do_nothing())


def _dedupe(batch: Batch) -> ColumnElement[str]:
    return literal(batch.dedupe).concat(cast(batch.subject, String))


def _drop_what_is_gone(db: Session, journeys: Mapping[str, Journey], now: datetime) -> None:
    """Take back what is planned for journeys that the files no longer have."""
    for gone in db.scalars(select(Planned).where(Planned.journey.not_in(journeys))).all():
        _unplan(db, gone.journey, now)
        db.delete(gone)


def _unplan(db: Session, journey: str, now: datetime) -> None:
    """Take back what nobody looked at yet: its journey is not what it was."""
    untouched = (Message.state == "planned") & Message.claimed_until.is_(None)
    theirs = (Message.journey == journey) & Message.subject_id.is_not(None)
    db.execute(delete(Message).where(theirs, untouched, Message.due > now))


def _people(since: datetime, until: datetime) -> Select[int]:
    """Count the people for whom something is planned."""
    return select(func.count(Message.person_id.distinct())).where(
        Message.state.in_(OPEN_STATES), Message.due >= since, Message.due < until
    )
