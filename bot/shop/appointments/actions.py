"""Book a time, move it, give it back, note whether she came. A time is never given twice."""

from datetime import timedelta
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from bot import clock
from bot.db import change, insert_once
from bot.shop.appointments.models import BookedQuarter, Visit
from bot.shop.appointments.queries import upcoming_of
from bot.shop.appointments.rules import FreeTime, quarters
from bot.shop.events.actions import note
from bot.shop.refusal import Refused
from bot.shop.stores.rules import Shop
from bot.shop.stores.services import Service


def book(
    db: Session,
    shop: Shop,
    person_id: int,
    service: Service,
    free: FreeTime,
    *,
    words: str | None = None,
    contact: dict[str, Any] | None = None,
    by: str = "customer",
) -> Visit:
    """Give her a time; raise Refused where somebody was first, or she has booked enough."""
    if len(upcoming_of(db, person_id)) >= shop.booking.at_most:
        raise Refused("appointment_many", most=shop.booking.at_most)
    now = clock.now()
    made = Visit(
        person_id=person_id,
        service=service.word,
        at_home=service.at_home,
        state="booked",
        moves=0,
        words=words,
        contact=contact,
        booked_at=now,
        **_place(free, service),
        changed_at=now,
    )
    db.add(made)
    db.flush()
    if not _take(db, made.id, free, service):
        db.delete(made)
        db.flush()
        raise Refused("appointment_taken")
    note(db, "booked_visit", person_id=person_id, actor=by, visit=made.id)
    return made


def move(
    db: Session, visit: Visit, service: Service, free: FreeTime, *, by: str = "customer"
) -> None:
    """Give a visit another time; raise Refused where that is gone, and the old one stays hers."""
    before = _quarters_of(db, visit.id)
    if not _take(db, visit.id, free, service):
        raise Refused("appointment_taken")
    needed = {(free.specialist, each) for each in quarters(free.starts, service.minutes)}
    for quarter in before:
        if (quarter.specialist, quarter.starts) not in needed:
            db.delete(quarter)
    moved = _while_booked(visit).values(
        **_place(free, service), moves=Visit.moves + 1, changed_at=clock.now()
    )
    _change(db, visit, moved)
    note(db, "moved_visit", person_id=visit.person_id, actor=by, visit=visit.id)


def hand_over(db: Session, visit: Visit, service: Service, free: FreeTime) -> bool:
    """Let another specialist give a visit at its own time; False where that is taken."""
    before = _quarters_of(db, visit.id)
    if not _take(db, visit.id, free, service):
        return False
    for quarter in before:
        db.delete(quarter)
    kept = _while_booked(visit).values(specialist=free.specialist, changed_at=clock.now())
    _change(db, visit, kept)
    note(db, "handed_visit", person_id=visit.person_id, visit=visit.id)
    return True


def cancel(db: Session, visit: Visit, *, by: str = "customer") -> None:
    """Give a time back to the shop; raise Refused where the visit is over or was cancelled."""
    _change(db, visit, _while_booked(visit).values(state="cancelled", changed_at=clock.now()))
    db.execute(delete(BookedQuarter).where(BookedQuarter.visit_id == visit.id))
    note(db, "cancelled_visit", person_id=visit.person_id, actor=by, visit=visit.id)


def close(db: Session, visit: Visit, state: str, *, by: str) -> None:
    """Note that she came (`kept`) or did not (`missed`); raise Refused before its time."""
    if visit.starts > clock.now():
        raise Refused("appointment_to_come")
    _change(db, visit, _while_booked(visit).values(state=state, changed_at=clock.now()))
    note(db, f"visit_{state}", person_id=visit.person_id, actor=by, visit=visit.id)


def forget_words(db: Session, person_id: int) -> None:
    """Forget what she said of her visits, and where she was visited."""
    hers = update(Visit).where(Visit.person_id == person_id)
    db.execute(hers.values(words=None, contact=None))


def _place(free: FreeTime, service: Service) -> dict[str, Any]:
    ends = free.starts + timedelta(minutes=service.minutes)
    return {
        "store": free.store,
        "specialist": free.specialist,
        "starts": free.starts,
        "ends": ends,
    }


def _take(db: Session, visit_id: int, free: FreeTime, service: Service) -> bool:
    """Take the quarters that are not this visit's already, all of them or none."""
    mine = {(each.specialist, each.starts) for each in _quarters_of(db, visit_id)}
    taken: list[Any] = []
    for starts in quarters(free.starts, service.minutes):
        key = {"specialist": free.specialist, "starts": starts}
        if (free.specialist, starts) in mine:
            continue
        if not insert_once(db, BookedQuarter, **key, visit_id=visit_id):
            _give_back(db, visit_id, free.specialist, taken)
            return False
        taken.append(starts)
    return True


def _give_back(db: Session, visit_id: int, specialist: str, taken: list[Any]) -> None:
    mine = (BookedQuarter.visit_id == visit_id) & (BookedQuarter.specialist == specialist)
    db.execute(delete(BookedQuarter).where(mine, BookedQuarter.starts.in_(taken)))


def _quarters_of(db: Session, visit_id: int) -> list[BookedQuarter]:
    rows = select(BookedQuarter).where(BookedQuarter.visit_id == visit_id)
    return list(db.scalars(rows))


def _while_booked(visit: Visit) -> Any:
    return update(Visit).where(Visit.id == visit.id, Visit.state == "booked")


def _change(db: Session, visit: Visit, changing: Any) -> None:
    if not change(db, changing):
        raise Refused("appointment_over")
    db.refresh(visit)
