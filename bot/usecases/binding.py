"""A proof says whose phone it is, at the till or by SMS: what exists under it becomes hers."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import clock
from bot.db import fingerprint
from bot.shop.bindings.actions import read_code
from bot.shop.events.actions import note
from bot.shop.members.actions import take_standing
from bot.shop.members.models import Member
from bot.shop.people.actions import lock_person, note_phone, owner_of_phone
from bot.shop.people.models import Identity, Person
from bot.shop.refusal import Refused
from bot.shop.stores.actions import note_place
from bot.shop.stores.rules import Shop
from bot.usecases.joining import count_purchases
from bot.usecases.merging import merge_people


def confirm_binding(
    db: Session, code: str, *, phone: str, by: str, store: str | None, shop: Shop, why: str = ""
) -> Person:
    """Take a shown code and a phone that staff checked as proof; the same proof twice is one.

    What may not be said to who she turns out to be is taken back with `why`.

    Raise Refused where the code is unknown, too old or used for another phone, where the phone is
    not the one she claimed, or belongs to somebody else who is here.
    """
    shown = read_code(db, code, to_prove=True)
    phone_hash = fingerprint(phone, field="phone")
    if shown.proved_at and shown.proved_phone_hash != phone_hash:
        raise Refused("code_used")
    person = lock_person(db, shown.person_id)
    assert person is not None  # a code points at a row that exists
    if shown.proved_at:
        return person
    if person.phone_hash != phone_hash:
        raise Refused("binding_other_phone")
    bind_phone(db, person, phone, by=by, store=store, shop=shop, why=why)
    shown.proved_at, shown.proved_phone_hash = clock.now(), phone_hash
    return person


def bind_phone(
    db: Session, person: Person, phone: str, *, by: str, store: str | None, shop: Shop, why: str
) -> None:
    """Let a phone be hers, which was proved; what exists under it is hers and counts from now on.

    She must be held. Raise Refused where it belongs to somebody else who is here.
    """
    file = _take_over(db, person, phone, by=by, why=why)
    note_place(db, store=store, guide=None)
    person.store = person.store or store
    member = db.get(Member, person.id)
    if member and member.status == "member":
        if file:
            take_standing(db, member, file, shop)
        count_purchases(db, member, shop)
    note(db, "proved_phone", person_id=person.id, actor=by, store=store)


def _take_over(db: Session, person: Person, phone: str, *, by: str, why: str) -> Member | None:
    """Make the phone hers, with the record that exists under it.

    Return the membership of that record where she has one of her own.
    """
    owner = owner_of_phone(db, phone)
    file = None
    if owner and owner.id != person.id:
        held = lock_person(db, owner.id)
        if held is None or _is_here(db, held):
            raise Refused("binding_owned")
        if db.get(Member, person.id):
            file = _membership(db, held.id)  # what it was before it ends with that record
        merge_people(db, held, person, by=by, why=why)
    note_phone(person, phone, state="verified")
    db.flush()
    return file


def _membership(db: Session, person_id: int) -> Member | None:
    member = db.get(Member, person_id)
    return member if member and member.status == "member" else None


def _is_here(db: Session, owner: Person) -> bool:
    """Say whether the phone's owner follows us herself: then staff must settle whose it is."""
    following = select(Identity.id).where(
        Identity.person_id == owner.id, Identity.channel == "wechat", Identity.reach != "left"
    )
    return db.scalar(following.limit(1)) is not None
