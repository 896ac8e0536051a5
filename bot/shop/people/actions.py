"""Meet people, find them again, and join two records that are one person."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, bindparam, func, select, update
from sqlalchemy.orm import Session

from bot import clock
from bot.db import fingerprint, insert_once
from bot.shop.events.actions import note
from bot.shop.people.models import Identity, Person

Held = Row[Identity, Person, *tuple[Any, ...]]
Reads = Select[Identity, Person, *tuple[Any, ...]]

_identity, _person = Identity.__table__.c, Person.__table__.c
_HOLDING = (
    select(_identity.id, _identity.person_id)
    .join(Person.__table__, _identity.person_id == _person.id)
    .where(
        _identity.channel == bindparam("channel"), _identity.external_id == bindparam("external_id")
    )
    # FOR NO KEY UPDATE, as wherever a person is held: rows that point at her may be written
    # meanwhile, else who holds her and who holds her points would wait for each other
    .with_for_update(of=Person.__table__, key_share=True)
)
_HOLDING_LIVING = (
    select(Person)
    .where(Person.id == bindparam("person_id"), Person.merged_into.is_(None))
    .with_for_update(key_share=True)
    .execution_options(populate_existing=True)
)
_STANDS_FOR = select(func.coalesce(_person.merged_into, _person.id)).where(
    _person.id == bindparam("person_id")
)
# What is read once she is held; who needs more of her at once brings a wider one.
HELD = (
    select(Identity, Person)
    .join(Person, Identity.person_id == Person.id)
    .where(Identity.id == bindparam("identity_id"))
    .execution_options(populate_existing=True)
)


def lock(
    db: Session, channel: str, external_id: str, held: Reads = HELD, **values: Any
) -> Held | None:
    """Hold the person behind an identity until the transaction ends; None where there is none.

    The row is read again after the wait: she may have been merged or forgotten meanwhile.
    It begins with Identity and Person; `values` are what `held` needs beside the identity.
    """
    key = {"channel": channel, "external_id": external_id}
    while found := db.execute(_HOLDING, key).one_or_none():
        row = db.execute(held, {"identity_id": found.id, **values}).one_or_none()
        if row and row.Person.id == found.person_id:
            return row
    return None


def meet(db: Session, channel: str, external_id: str, held: Reads = HELD, **values: Any) -> Held:
    """Hold the person behind an identity, known or new; return the row that `held` reads."""
    if found := lock(db, channel, external_id, held, **values):
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
    met = lock(db, channel, external_id, held, **values)
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
    if person.phone_hash not in (None, identity.external_id) or person.phone_trouble == "changed":
        # she has another number now, so this one is somebody else's until it is proved
        person = Person(created_at=clock.now())
        db.add(person)
        db.flush()
        identity.person_id = person.id
    note_phone(person, phone, state="till")
    note(db, "met_at_till", person_id=person.id, actor="till")
    return person


def meet_by_sms(db: Session, phone: str) -> tuple[Identity, Person]:
    """Hold who writes by SMS: the owner of the number, or somebody new, who owns it from now on.

    Who writes from a number has it in her hand. Who only claimed it in a chat may be anybody.
    """
    phone_hash = fingerprint(phone, field="phone")
    owner = owner_of_phone(db, phone)
    held = lock_person(db, owner.id) if owner else None
    if held is None or held.phone_hash != phone_hash:
        return _meet_new_by_sms(db, phone)
    hers = {"channel": "sms", "external_id": phone_hash}
    now = clock.now()
    insert_once(db, Identity, person_id=held.id, **hers, reach="unknown", reach_since=now)
    identity = db.scalars(select(Identity).filter_by(**hers)).one()
    identity.person_id = held.id
    db.flush()
    return identity, held


def _meet_new_by_sms(db: Session, phone: str) -> tuple[Identity, Person]:
    met = meet(db, "sms", fingerprint(phone, field="phone"))
    identity, person = met.Identity, met.Person
    if person.phone_hash not in (None, identity.external_id):
        # she has another number now, so this one is somebody else's
        person = Person(created_at=clock.now())
        db.add(person)
        db.flush()
        identity.person_id = person.id
    note_phone(person, phone, state="verified")
    db.flush()
    return identity, person


def records_with_phone(db: Session, phone: str) -> list[int]:
    """Return everybody on file with this number, also who only claimed it."""
    hers = Person.phone_hash == fingerprint(phone, field="phone")
    return list(db.scalars(select(Person.id).where(hers, Person.merged_into.is_(None))))


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
    """Keep a phone: `claimed` in a chat, `till` made at a till, `verified` by proof.

    What carriers said of another one, or before the proof, is over with it.
    """
    person.phone, known = phone, person.phone_hash
    person.phone_hash = fingerprint(phone, field="phone")
    if state == "verified" or known != person.phone_hash:
        person.phone_trouble = person.phone_trouble_at = None
    person.phone_tail_hash = fingerprint(phone[-4:], field="phone_tail")
    person.phone_state = state


def note_name(person: Person, name: str) -> None:
    person.name = name
    person.name_hash = fingerprint(name, field="name")


def note_email(person: Person, email: str | None) -> None:
    """Keep where she reads her mail, None to forget it; what was refused is over with it."""
    person.email, person.email_refused = email, None


def refuse_address(db: Session, person_id: int, email: str) -> None:
    """Note that nothing is taken at her address, unless she has another one by now."""
    person = living(db, person_id)
    if person and person.email == email:
        person.email_refused = clock.now()
        note(db, "refused_mail", person_id=person.id, actor="mail")


def note_phone_trouble(db: Session, phone: str, trouble: str, at: datetime) -> None:
    """Note what a carrier says of a number: nobody has it (`empty`), or it takes nothing."""
    for person in _with_phone(db, phone):
        person.phone_trouble, person.phone_trouble_at = trouble, at
        note(db, f"phone_{trouble}", person_id=person.id, actor="sms")


def note_phone_alive(db: Session, phone: str, at: datetime) -> None:
    """Note that a number takes SMS; one that was nobody's may be somebody else's now.

    It must then be proved again before it opens anything.
    """
    for person in _with_phone(db, phone, Person.phone_trouble == "empty"):
        if person.phone_trouble_at and at <= person.phone_trouble_at:
            continue  # it was said of one that had gone before
        person.phone_trouble, person.phone_trouble_at = "changed", at
        person.phone_state = "claimed"
        note(db, "phone_changed", person_id=person.id, actor="sms")


def phones_of_nobody(db: Session, phones: Sequence[str]) -> set[str]:
    """Return which of these numbers a carrier called empty."""
    by_hash = {fingerprint(phone, field="phone"): phone for phone in phones}
    empty = Person.phone_hash.in_(by_hash) & (Person.phone_trouble == "empty")
    return {by_hash[found] for found in db.scalars(select(Person.phone_hash).where(empty)) if found}


def _with_phone(db: Session, phone: str, *also: ColumnElement[bool]) -> list[Person]:
    """Hold who has this number, also by a mere claim."""
    hers = Person.phone_hash == fingerprint(phone, field="phone")
    rows = select(Person).where(hers, Person.merged_into.is_(None), *also).order_by(Person.id)
    return list(db.scalars(rows.with_for_update(key_share=True)))


def living(db: Session, person_id: int) -> Person | None:
    """Return the person an id stands for today: ids of merged records still answer."""
    person = db.get(Person, person_id)
    while person and person.merged_into:
        person = db.get(Person, person.merged_into)
    return person


def lock_person(db: Session, person_id: int) -> Person | None:
    """Hold a person by id until the transaction ends, following merges."""
    living_id: int | None = person_id
    while living_id:
        if held := db.scalars(_HOLDING_LIVING, {"person_id": living_id}).one_or_none():
            return held
        living_id = db.scalar(_STANDS_FOR, {"person_id": living_id})
    return None


def records_of(db: Session, person_id: int) -> list[int]:
    """Return a living person's id and those of all records merged into hers, and into them."""
    found = [person_id]
    for each in found:
        found += db.scalars(select(Person.id).where(Person.merged_into == each))
    return found


def forget_person(person: Person) -> None:
    """Keep of a person that there was one; identities are rows of their own."""
    person.name = person.name_hash = person.address = person.scene = None
    person.phone = person.phone_hash = person.phone_tail_hash = None
    person.phone_state = "none"
    person.phone_trouble = person.phone_trouble_at = None
    person.store = person.guide = person.served_at = None
    note_email(person, None)


def set_reach(db: Session, identity: Identity, reach: str, at: datetime) -> None:
    """Note whether a channel can reach her."""
    db.execute(
        update(Identity).where(Identity.id == identity.id).values(reach=reach, reach_since=at)
    )
    db.refresh(identity)
