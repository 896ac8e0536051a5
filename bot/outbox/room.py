"""How many tasks of care the same people get on a day: what comes first, first; the rest later."""

from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import Session

from bot import clock
from bot.db import change, insert_once
from bot.outbox.manners import Journeys
from bot.outbox.models import Message
from bot.outbox.policy import Decision, Later, Skip, Task
from bot.outbox.purposes import UNASKED_JOURNEYS, UNASKED_PURPOSES
from bot.outbox.queries import OPEN_STATES
from bot.shop.members.models import Member
from bot.shop.people.models import Person
from bot.shop.stores.rules import Shop
from bot.shop.tasks.models import TaskRoom
from bot.texts import line

DAY = timedelta(days=1)
LONGEST = timedelta(days=31)  # how long a planned message may wait

Place = tuple[int, int, int]  # by rank, then by level, then who was first


def in_room(
    db: Session,
    decision: Decision,
    message: Message,
    person: Person,
    journeys: Journeys,
    shop: Shop,
) -> Decision:
    """Take a place for a task among today's; where there is none, it waits for one, or lapses.

    What is due today and goes before it keeps its place, though it may yet find a door.
    """
    if not isinstance(decision, Task) or not is_bounded(message):
        return decision
    most, now = shop.care.tasks_a_day, clock.now()
    left = most - _made(db, person, now)
    goes_now = left > 0 and _ahead(db, message, person, journeys, shop, now) < left
    if goes_now and _take(db, person, now, most):
        return decision
    return no_place(message, now, most)


def is_bounded(message: Message) -> bool:
    """Say whether a task of this message takes one of the day's places: nobody asked for it."""
    return message.purpose in UNASKED_PURPOSES or message.journey in UNASKED_JOURNEYS


def no_place(message: Message, now: datetime, most: int) -> Later | Skip:
    """Let it wait for tomorrow's places, or lapse where it is too late then."""
    tomorrow = clock.at(clock.local(now).date() + DAY, clock.local(message.due).time())
    full = line("reasons.tasks_full", most=most)
    in_time = message.not_after is None or tomorrow < message.not_after
    return Later(tomorrow, full) if in_time else Skip(full)


def tasks_made(db: Session, today: date) -> dict[str, int]:
    """Return how many places of today are taken, by whose they are."""
    rows = select(TaskRoom.whose, TaskRoom.made).where(TaskRoom.day == today)
    return dict(db.execute(rows).all())


def whose_room(person: Person) -> str:
    """Return whose places a task about her takes: her guide's, or those of her store's people."""
    return person.guide or f"store:{person.store or ''}"


def _made(db: Session, person: Person, now: datetime) -> int:
    keys = _room_of(person, now)
    insert_once(db, TaskRoom, **keys, made=0)
    return db.get_one(TaskRoom, keys, populate_existing=True).made


def _take(db: Session, person: Person, now: datetime, most: int) -> bool:
    """Take a place; False where somebody else took the last one meanwhile."""
    room = [getattr(TaskRoom, name) == value for name, value in _room_of(person, now).items()]
    taking = update(TaskRoom).where(*room, TaskRoom.made < most)
    return bool(change(db, taking.values(made=TaskRoom.made + 1)))


def _room_of(person: Person, now: datetime) -> dict[str, Any]:
    return {"whose": whose_room(person), "day": clock.local(now).date()}


def _ahead(
    db: Session, message: Message, person: Person, journeys: Journeys, shop: Shop, now: datetime
) -> int:
    """Count what goes before it among all that is due today and may become a task of theirs."""
    ends = clock.at(clock.local(now).date() + DAY, time())
    rows = db.execute(
        select(Message.id, Message.key, Message.journey, Member.level)
        .join(Person, Person.id == Message.person_id)
        .outerjoin(Member, Member.person_id == Message.person_id)
        .where(
            _same_people(person),
            Message.state.in_(OPEN_STATES),
            Message.due.between(now - LONGEST, ends),
            Message.look_at < ends,
            Message.purpose.in_(UNASKED_PURPOSES) | Message.journey.in_(UNASKED_JOURNEYS),
        )
    )
    places: dict[int, Place] = {}
    for id_, key, journey, level in rows:
        manner = journeys.manner_of(Message(key=key, journey=journey))
        if manner.without_door == "task":
            place = (manner.rank, -shop.levels.index(shop.level(level)), id_)
            places[id_] = place
    mine = places.get(message.id)
    return sum(each < mine for each in places.values()) if mine else 0


def _same_people(person: Person) -> ColumnElement[bool]:
    if person.guide:
        return Person.guide == person.guide
    return Person.guide.is_(None) & (Person.store == person.store)
