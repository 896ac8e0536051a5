"""A proof says whose phone it is, at the till or by SMS: what exists under it becomes hers."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import clock
from bot.db import fingerprint
from bot.shop.bindings.actions import read_code
from bot.shop.events.actions import note
from bot.shop.events.queries import last_about
from bot.shop.gifts.actions import PUT_BACK_WITHIN
from bot.shop.members.actions import take_standing
from bot.shop.members.models import Member
from bot.shop.people.actions import lock_person, note_phone, owner_of_phone
from bot.shop.people.models import Identity, Person
from bot.shop.points.actions import balance_of
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


def take_back_proof(db: Session, code: str, *, by: str) -> Person:
    """Undo a proof that was a slip, once; raise Refused unless who took it says so at once.

    Where a record, points or a level came with the number, people must settle it.
    """
    shown = read_code(db, code, to_prove=True)
    person = lock_person(db, shown.person_id)
    assert person is not None  # a code points at a row that exists
    if shown.proved_at is None:
        return person
    proof = last_about(db, person.id, ("proved_phone",))
    just_now = shown.proved_at > clock.now() - PUT_BACK_WITHIN
    if proof is None or proof.actor != by or not just_now or person.phone is None:
        raise Refused("proof_settled")
    if not proof.detail.get("alone"):
        raise Refused("proof_brought")
    note_phone(person, person.phone, state=proof.detail["was"])
    if proof.detail.get("placed"):
        person.store = None
    shown.proved_at = shown.proved_phone_hash = None
    note(db, "took_back_proof", person_id=person.id, actor=by)
    return person


def bind_phone(
    db: Session, person: Person, phone: str, *, by: str, store: str | None, shop: Shop, why: str
) -> None:
    """Let a phone be hers, which was proved; what exists under it is hers and counts from now on.

    She must be held. Raise Refused where it belongs to somebody else who is here.
    """
    was, had = person.phone_state, _standing(db, person.id)
    came, file = _take_over(db, person, phone, by=by, why=why)
    note_place(db, store=store, guide=None)
    placed = bool(store and not person.store)
    person.store = person.store or store
    member = db.get(Member, person.id)
    if member and member.status == "member":
        if file:
            take_standing(db, member, file, shop)
        count_purchases(db, member, shop)
    alone = not came and had == _standing(db, person.id)
    facts = {"store": store, "was": was, "placed": placed, "alone": alone}
    note(db, "proved_phone", person_id=person.id, actor=by, **facts)


def _standing(db: Session, person_id: int) -> tuple[int, str | None]:
    """Return her points and her level."""
    member = db.get(Member, person_id)
    return balance_of(db, person_id), member.level if member else None


def _take_over(
    db: Session, person: Person, phone: str, *, by: str, why: str
) -> tuple[bool, Member | None]:
    """Make the phone hers, with the record that exists under it; return whether there was one.

    Return the membership of that record too, where she has one of her own.
    """
    owner = owner_of_phone(db, phone)
    file, came = None, False
    if owner and owner.id != person.id:
        held = lock_person(db, owner.id)
        if held is None or _is_here(db, held):
            raise Refused("binding_owned")
        if db.get(Member, person.id):
            file = _membership(db, held.id)  # what it was before it ends with that record
        merge_people(db, held, person, by=by, why=why)
        came = True
    note_phone(person, phone, state="verified")
    db.flush()
    return came, file


def _membership(db: Session, person_id: int) -> Member | None:
    member = db.get(Member, person_id)
    return member if member and member.status == "member" else None


def _is_here(db: Session, owner: Person) -> bool:
    """Say whether the phone's owner follows us herself: then staff must settle whose it is."""
    following = select(Identity.id).where(
        Identity.person_id == owner.id, Identity.channel == "wechat", Identity.reach != "left"
    )
    return db.scalar(following.limit(1)) is not None
