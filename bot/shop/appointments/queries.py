"""Read appointments, and which times are left."""

from datetime import date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import clock
from bot.shop.appointments.models import BookedQuarter, Visit
from bot.shop.appointments.rules import (
    OFFERED,
    FreeTime,
    Search,
    Wanted,
    first_of_each_day,
    free_on,
    still_fits,
)
from bot.shop.people.models import Person
from bot.shop.stores.rules import Shop

LOOK_AHEAD = 14  # days to look through at a time
MOST_A_DAY = 200  # visits to one store
Taken = set[tuple[str, datetime]]


def free_times(db: Session, shop: Shop, search: Search, wanted: Wanted) -> list[FreeTime]:
    """Return the free times of the days she wants, earliest first."""
    now = clock.now()
    earliest = now + timedelta(minutes=shop.booking.notice_minutes)
    first = max(wanted.first, clock.local(now).date())
    last = min(wanted.last, last_day(shop))
    taken = _taken(db, first, last, search.besides)
    days = [first + timedelta(days=ahead) for ahead in range((last - first).days + 1)]
    return [
        free for day in days for free in free_on(shop, search, day, taken=taken, earliest=earliest)
    ]


def free_at(db: Session, shop: Shop, search: Search, starts: datetime) -> FreeTime | None:
    """Return the free time that begins at a moment, None where there is none."""
    day = clock.local(starts).date()
    found = free_times(db, shop, search, Wanted(day, day))
    return next((free for free in found if free.starts == starts), None)


def next_free(db: Session, shop: Shop, search: Search, after: date) -> list[FreeTime]:
    """Return the earliest time of each of the next days on which any is left."""
    found: list[FreeTime] = []
    while after <= last_day(shop) and len(found) < OFFERED:
        weeks = Wanted(after, after + timedelta(days=LOOK_AHEAD - 1))
        found += first_of_each_day(free_times(db, shop, search, weeks))
        after += timedelta(days=LOOK_AHEAD)
    return found[:OFFERED]


def last_day(shop: Shop) -> date:
    """Return the last day that may be booked today."""
    return clock.today() + timedelta(days=shop.booking.days_ahead)


def upcoming_of(db: Session, person_id: int) -> list[Visit]:
    """Return what she has booked and is still to come, the next one first."""
    hers = select(Visit).where(
        Visit.person_id == person_id,
        Visit.state == "booked",
        Visit.ends > clock.now(),
    )
    return list(db.scalars(hers.order_by(Visit.starts, Visit.id)))


def visits_page(
    db: Session,
    *,
    store: str | None = None,
    person_id: int | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    open_only: bool | None = None,
    before: int | None = None,
    limit: int,
) -> list[Visit]:
    """Return visits that start from `since` on and before `until`, the latest booked first."""
    wanted = select(Visit)
    if store is not None:
        wanted = wanted.where(Visit.store == store)
    if person_id is not None:
        wanted = wanted.where(Visit.person_id == person_id)
    if since is not None:
        wanted = wanted.where(Visit.starts >= since)
    if until is not None:
        wanted = wanted.where(Visit.starts < until)
    if open_only is not None:
        wanted = wanted.where((Visit.state == "booked") == open_only)
    if before is not None:
        wanted = wanted.where(Visit.id < before)
    return list(db.scalars(wanted.order_by(Visit.id.desc()).limit(limit)))


def visits_between(
    db: Session, since: datetime, until: datetime, *, store: str | None, limit: int
) -> list[tuple[Visit, Person]]:
    """Return who comes in a time, to a store or to any, in the order of their coming."""
    coming = select(Visit, Person).join(Person, Person.id == Visit.person_id)
    coming = coming.where(Visit.starts >= since, Visit.starts < until, Visit.state != "cancelled")
    if store is not None:
        coming = coming.where(Visit.store == store)
    rows = db.execute(coming.order_by(Visit.starts, Visit.id).limit(limit))
    return [(visit, person) for visit, person in rows]


def booked_visits(db: Session, since: datetime) -> list[Visit]:
    """Return all visits to come from a moment on, in the order of their coming."""
    coming = select(Visit).where(Visit.state == "booked", Visit.starts >= since)
    return list(db.scalars(coming.order_by(Visit.starts, Visit.id)))


def booked_on(db: Session, store: str, day: date) -> list[tuple[Visit, Person]]:
    """Return who has booked a time at a store that is still to come on a day."""
    begins, ends = clock.at(day, time()), clock.at(day + timedelta(days=1), time())
    coming = visits_between(db, max(begins, clock.now()), ends, store=store, limit=MOST_A_DAY)
    return [(visit, person) for visit, person in coming if visit.state == "booked"]


def is_cut_off(shop: Shop, visit: Visit) -> bool:
    """Say whether its specialist would no longer be there for a visit."""
    booked = FreeTime(visit.starts, visit.store, visit.specialist)
    return not still_fits(shop, visit.service, booked, visit.ends)


def _taken(db: Session, first: date, last: date, besides: int | None) -> Taken:
    begins, ends = clock.at(first, time()), clock.at(last + timedelta(days=1), time())
    rows = select(BookedQuarter.specialist, BookedQuarter.starts).where(
        BookedQuarter.starts >= begins, BookedQuarter.starts < ends
    )
    if besides is not None:
        rows = rows.where(BookedQuarter.visit_id != besides)
    return {(specialist, starts) for specialist, starts in db.execute(rows)}
