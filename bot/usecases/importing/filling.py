"""Fill in what a file knows of customers who are here already."""

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import clock
from bot.shop.events.actions import note
from bot.shop.members.actions import birthday_of, keep_birthday
from bot.shop.members.models import Member
from bot.shop.people.actions import note_email, note_name
from bot.shop.people.models import Person
from bot.shop.stores.rules import Shop
from bot.usecases.importing.filed import FiledMember


def fill_file(
    db: Session, filed: Mapping[int, FiledMember], members: Mapping[int, Member], shop: Shop
) -> set[int]:
    """Write what is new in these rows, by person; return whose file changed.

    Where she proved her phone only what is missing is filled in. Nobody's level goes down, and
    nobody has joined later than before.
    """
    changed = set()
    here = select(Person).where(Person.id.in_(filed))
    for person in db.scalars(here):
        one, member = filed[person.id], members.get(person.id)
        is_new = _fill_person(person, one)
        if member:
            is_new |= _fill_birthday(db, person, member, one)
            is_new |= _fill_membership(member, one, shop)
        if is_new:
            note(db, "filled_file", person_id=person.id, actor="import")
            changed.add(person.id)
    db.flush()
    return changed


def _fill_person(person: Person, one: FiledMember) -> bool:
    is_new = False
    if one.name and _counts(person, person.name, one.name):
        note_name(person, one.name)
        is_new = True
    if one.email and person.email is None:  # her own word about it, or a refusal, stays
        note_email(person, one.email)
        is_new = True
    for field in ("address", "store", "guide"):
        told = getattr(one, field)
        if told and _counts(person, getattr(person, field), told):
            setattr(person, field, told)
            is_new = True
    return is_new


def _counts(person: Person, known: object, told: object) -> bool:
    """Say whether the file's word counts: it is missing here, or nobody has proved it."""
    return known is None or (known != told and person.phone_state != "verified")


def _fill_birthday(db: Session, person: Person, member: Member, one: FiledMember) -> bool:
    if not one.birthday or not _counts(person, birthday_of(member), one.birthday):
        return False
    keep_birthday(db, member, one.birthday, actor="import")
    return True


def _fill_membership(member: Member, one: FiledMember, shop: Shop) -> bool:
    is_new = False
    order = [level.word for level in shop.levels]
    if one.level and order.index(one.level) > order.index(shop.level(member.level).word):
        member.level, member.level_since, member.level_until = one.level, clock.now(), None
        is_new = True
    if one.joined_at and one.joined_at < member.joined_at:
        member.joined_at = one.joined_at
        is_new = True
    return is_new
