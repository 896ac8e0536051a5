"""Meet people, find them again, and join two records that are one person."""

from datetime import datetime

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from bot import clock
from bot.db import fingerprint, insert_once
from bot.shop.events.actions import note
from bot.shop.people.models import Identity, Person

_HOLDING = (
    select(Identity.id, Identity.person_id)
    .join(Person, Identity.person_id == Person.id)
    .where(
        Identity.channel == bindparam("channel"), Identity.external_id == bindparam("external_id")
    )
    # FOR NO KEY UPDATE, as wherever a person is held: rows that point at her may be written
    # meanwhile, else who holds her and who holds her points would wait for each other
    .with_for_update(of=Person, key_share=True)
)
_HELD = (
    select(Identity, Person)
    .join(Person, Identity.person_id == Person.id)
    .where(Identity.id == bindparam("id"))
    .execution_options(populate_existing=True)
)


def lock(db: Session, channel: str, external_id: str) -> tuple[Identity, Person] | None:
    """Hold the person behind an identity until the transaction ends; None where there is none.

    The row is read again after the wait: she may have been merged or forgotten meanwhile.
    """
    key = {"channel": channel, "external_id": external_id}
    while found := db.execute(_HOLDING, key).one_or_none():
        held = db.execute(_HELD, {"id": found.id}).one_or_none()
        if held and held.Person.id == found.person_id:
            return held.Identity, held.Person
    return None


def meet(db: Session, channel: str, external_id: str) -> tuple[Identity, Person]:
    """Hold the person behind an identity, known or new."""
    found = lock(db, channel, external_id)
    if found:
        return found
    now = clock.now()
    person = Person(created_at=now)
    db.add(person)
    db.flush()
    known_by = {"channel": channel, "external_id": external_id}
    state = {"reach": "unknown", "reach_since": now}
    if not insert_once(db, Identity, person_id=person.id, **known_by, **state):
        db.delete(person)  # another one met her at the same moment
        db.flush()
    met = lock(db, channel, external_id)
    assert met is not None  # it was inserted, now or by the other one
    return met


def meet_by_phone(db: Session, phone: str) -> Person:
    """Return who owns a phone at the till or by proof, or a new person without membership.

    A phone that was only claimed in a chat finds nobody: a claim proves nothing.
    """
    owner = owner_of_phone(db, phone)
    if owner:
        return owner
    identity, person = meet(db, "till", fingerprint(phone, field="phone"))
    if person.phone_hash not in (None, identity.external_id):
        # she has another number now, so this one is somebody else's until it is proved
        person = Person(created_at=clock.now())
        db.add(person)
        db.flush()
        identity.person_id = person.id
    note_phone(person, phone, state="till")
    note(db, "met_at_till", person_id=person.id, actor="till")
    return person


def owner_of_phone(db: Session, phone: str) -> Person | None:
    """Return the person whose phone this is by the till's record or by proof."""
    return db.scalars(
        select(Person).where(
            Person.phone_hash == fingerprint(phone, field="phone"),
            Person.phone_state.in_(("till", "verified")),
            Person.merged_into.is_(None),
        )
    ).one_or_none()


def note_phone(person: Person, phone: str, *, state: str) -> None:
    """Keep a phone: `claimed` in a chat, `till` made at a till, `verified` by proof."""
    person.phone = phone
    person.phone_hash = fingerprint(phone, field="phone")
    person.phone_tail_hash = fingerprint(phone[-4:], field="phone_tail")
    person.phone_state = state


def note_name(person: Person, name: str) -> None:
    person.name = name
    person.name_hash = fingerprint(name, field="name")


def living(db: Session, person_id: int) -> Person | None:
    """Return the person an id stands for today: ids of merged records still answer."""
    person = db.get(Person, person_id)
    while person and person.merged_into:
        person = db.get(Person, person.merged_into)
    return person


def lock_person(db: Session, person_id: int) -> Person | None:
    """Hold a person by id until the transaction ends, following merges."""
    while person := living(db, person_id):
        held = db.scalars(
            select(Person)
            .where(Person.id == person.id)
            .with_for_update(key_share=True)
            .execution_options(populate_existing=True)
        ).one()
        if held.merged_into is None:
            return held
        person_id = held.merged_into
    return None


def set_reach(db: Session, identity: Identity, reach: str, at: datetime) -> None:
    """Note whether a channel can reach her."""
    db.execute(
        update(Identity).where(Identity.id == identity.id).values(reach=reach, reach_since=at)
    )
    db.refresh(identity)
