"""Whom phones stand for, many at once: found, or met as at the till, and held."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import clock
from bot.bulk import Row, among, new_ids, write_rows
from bot.db import fingerprint
from bot.shop.events.models import Event
from bot.shop.people.actions import lock_person, meet_by_phone
from bot.shop.people.models import OWNED_PHONE, Identity, Person

_PERSON = (
    "id created_at name name_hash phone phone_hash phone_tail_hash phone_state address email"
    " store guide"
)


@dataclass(frozen=True)
class Newcomer:
    """What is known of somebody, if nobody has her phone yet."""

    phone: str
    name: str | None = None
    address: str | None = None
    email: str | None = None
    store: str | None = None
    guide: str | None = None


class Met(NamedTuple):
    """The person a phone stands for, and who looks after her."""

    id: int
    store: str | None
    guide: str | None
    is_new: bool = False


def meet_many(db: Session, newcomers: Mapping[str, Newcomer]) -> dict[str, Met]:
    """Hold who owns these phones, given by their hashes; make a person where nobody does.

    They are held in the order of their ids, so that two who hold many never wait for each other.
    """
    met = _owners(db, newcomers)
    missing = newcomers.keys() - met
    for by_phone in _known_at_till(db, missing):
        # rare: the number was somebody else's before, or its owner has been forgotten
        person = meet_by_phone(db, newcomers[by_phone].phone)
        held = lock_person(db, person.id)
        met[by_phone] = _met(held or person)
    new = [(by_phone, one) for by_phone, one in newcomers.items() if by_phone not in met]
    return met | _write(db, new)


def phone_hash(phone: str) -> str:
    """Return the hash a phone is found by."""
    return fingerprint(phone, field="phone")


def _owners(db: Session, phone_hashes: Iterable[str]) -> dict[str, Met]:
    held = (
        select(Person.phone_hash, Person.id, Person.store, Person.guide)
        .where(among(db, Person.phone_hash, phone_hashes), OWNED_PHONE)
        .order_by(Person.id)
        .with_for_update(key_share=True)
    )
    return {
        by_phone: Met(id_, store, guide)
        for by_phone, id_, store, guide in db.execute(held)
        if by_phone
    }


def _met(person: Person) -> Met:
    return Met(person.id, person.store, person.guide)


def _known_at_till(db: Session, phone_hashes: Collection[str]) -> list[str]:
    if not phone_hashes:
        return []
    hers = among(db, Identity.external_id, phone_hashes)
    known = select(Identity.external_id).where(Identity.channel == "till", hers)
    return list(db.scalars(known))


def _write(db: Session, new: list[tuple[str, Newcomer]]) -> dict[str, Met]:
    now = clock.now()
    ids = new_ids(db, Person, len(new))
    rows = [(id_, by_phone, one) for id_, (by_phone, one) in zip(ids, new, strict=True)]
    known = ((id_, now, *_known(by_phone, one)) for id_, by_phone, one in rows)
    write_rows(db, Person, _PERSON, known)
    columns = "person_id channel external_id reach reach_since"
    identities = ((id_, "till", by_phone, "unknown", now) for id_, by_phone, _ in rows)
    write_rows(db, Identity, columns, identities)
    journal = ((now, id_, "import", "met_at_till") for id_, *_ in rows)
    write_rows(db, Event, "at person_id actor verb", journal)
    return {by_phone: Met(id_, one.store, one.guide, is_new=True) for id_, by_phone, one in rows}


def _known(by_phone: str, one: Newcomer) -> Row:
    """Return her values in the order of the columns, from the name on."""
    return (
        one.name,
        one.name and fingerprint(one.name, field="name"),
        one.phone,
        by_phone,
        fingerprint(one.phone[-4:], field="phone_tail"),
        "till",
        one.address,
        one.email,
        one.store,
        one.guide,
    )
