"""Plan ahead: write a row for everybody who is due, a slice at a time, as often as one likes."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from functools import partial
from itertools import chain, groupby
from operator import itemgetter
from time import monotonic

from sqlalchemy import ColumnElement, Select, String, cast, delete, func, literal, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from bot import clock
from bot.bulk import BIGGEST, among, in_slices
from bot.db import Database, change, put
from bot.journeys.best import find_the_best
from bot.journeys.due import batches
from bot.journeys.due.batch import Batch
from bot.journeys.models import Planned
from bot.journeys.plans import Journey
from bot.journeys.supplies import note_supplies
from bot.outbox.models import Message
from bot.outbox.queries import OPEN_STATES

AHEAD = timedelta(days=1)

Missing = tuple[Batch, int]


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
    coming = database.run(partial(_begin, journeys=journeys, now=now))
    _prepare(database, journeys, today)
    with database.reading() as looks:
        missing = chain.from_iterable(_missing(looks, batch) for batch in coming)
        written = in_slices(
            missing, lambda some: database.run(partial(_write, missing=some, now=now))
        )
        new = sum(done for _, done in written)
    database.run(partial(_end, journeys=journeys, until=today + AHEAD))
    with database.reading() as db:
        people = db.scalar(_people(clock.at(today, time()), clock.at(today + 2 * AHEAD, time())))
    return {"people": people or 0, "planned": new, "seconds": round(monotonic() - began, 3)}


def _begin(db: Session, journeys: Mapping[str, Journey], now: datetime) -> list[Batch]:
    """Take back what changed or is gone; return the batches to look at."""
    known = {each.journey: each for each in db.scalars(select(Planned))}
    today, found = clock.local(now).date(), list[Batch]()
    for word, planned in known.items():
        if word not in journeys or planned.version != journeys[word].version:
            _unplan(db, word, now)
        if word not in journeys:
            db.delete(planned)
    for word, journey in journeys.items():
        first = _first_day(journey, known.get(word), today)
        found += [each for each in batches(journey, first, today + AHEAD) if each.not_after > now]
    return found


def _prepare(database: Database, journeys: Mapping[str, Journey], today: date) -> None:
    """Work out what no SELECT finds fast enough on each day."""
    for journey in journeys.values():
        if journey.trigger == "replenish":
            with database.reading() as db:
                planned = db.get(Planned, journey.word)
            anew = planned is None or planned.version != journey.version
            note_supplies(database, journey, today, anew=anew)
        elif journey.trigger == "top_spender":
            first = today - timedelta(days=journey.for_days - 1)
            find_the_best(database, journey, first, today + AHEAD)


def _end(db: Session, journeys: Mapping[str, Journey], until: date) -> None:
    """Remember how far each journey is planned."""
    for word, journey in journeys.items():
        put(db, Planned, {"journey": word}, version=journey.version, until=until)


def _first_day(journey: Journey, planned: Planned | None, today: date) -> date:
    """Return from which day on: today always, for what the till told late; else what is missing."""
    in_time = today - timedelta(days=journey.for_days - 1)
    if planned is None or planned.version != journey.version:
        return in_time if planned else today
    return max(in_time, min(today, planned.until + AHEAD))


def _missing(db: Session, batch: Batch) -> Iterator[Missing]:
    """Find what is not planned yet, outside of the transactions that will write it."""
    planned = select(Message.id).where(Message.dedupe == _dedupe(batch)).exists()
    subjects = batch.who.where(~planned).with_only_columns(batch.subject)
    for subject_id in db.scalars(subjects.execution_options(yield_per=BIGGEST)):
        yield batch, subject_id


def _write(db: Session, missing: Sequence[Missing], now: datetime) -> int:
    """Write a slice: whoever is due now, from the same SELECT."""
    return sum(
        _insert(db, batch, [subject_id for _, subject_id in theirs], now)
        for batch, theirs in groupby(missing, key=itemgetter(0))
    )


def _insert(db: Session, batch: Batch, subjects: Sequence[int], now: datetime) -> int:
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
    rows = batch.who.where(among(db, batch.subject, subjects)).with_only_columns(
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


def _unplan(db: Session, journey: str, now: datetime) -> None:
    """Take back what nobody looked at yet: its journey is not what it was.

    What an act of hers has queued brings its values with it, and stays.
    """
    untouched = (Message.state == "planned") & Message.claimed_until.is_(None)
    planned_ahead = Message.subject_id.is_not(None) & Message.params.is_(None)
    theirs = (Message.journey == journey) & planned_ahead
    db.execute(delete(Message).where(theirs, untouched, Message.due > now))


def _people(since: datetime, until: datetime) -> Select[int]:
    """Count the people for whom something is planned."""
    return select(func.count(Message.person_id.distinct())).where(
        Message.state.in_(OPEN_STATES), Message.due >= since, Message.due < until
    )
