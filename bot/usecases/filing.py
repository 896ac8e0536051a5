"""A customer's file: shown as the words of a form, and kept so that nobody's words get lost."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import clock
from bot.dialogue.answers.birthdays import birthday as read_birthday
from bot.dialogue.answers.birthdays import under_age
from bot.dialogue.answers.context import Context, Unclear
from bot.lunar import Birthday
from bot.shop.events.actions import note
from bot.shop.events.models import Event
from bot.shop.members.actions import birthday_of, keep_birthday
from bot.shop.members.models import Member
from bot.shop.people.actions import lock_person, note_name
from bot.shop.people.models import Person
from bot.shop.refusal import Refused
from bot.shop.traits.actions import keep_trait
from bot.shop.traits.queries import traits_of
from bot.shop.traits.rules import KINDS, LONGEST

FIELDS = ("name", "birthday", "address", *KINDS)
LONGEST_NAME, LONGEST_ADDRESS = 30, 200
JUST_NOW = 20  # events: who wrote before them, wrote before her form was opened
_LONGEST = {"name": LONGEST_NAME, "birthday": 40, "address": LONGEST_ADDRESS}


class Clash(NamedTuple):
    """What stands in a field by now, and who wrote it; nobody is known of what came otherwise."""

    now: str
    by: str | None


class Wrong(Exception):
    """What of a form can't be kept: a refusal by field; nothing of the form was kept.

    `clashes` holds what a colleague wrote meanwhile into fields that she changed too.
    """

    def __init__(
        self,
        *,
        refused: Mapping[str, Refused] = MappingProxyType({}),
        clashes: Mapping[str, Clash] = MappingProxyType({}),
    ) -> None:
        super().__init__(", ".join([*refused, *clashes]))
        self.refused, self.clashes = refused, clashes


def filed(db: Session, person: Person) -> dict[str, str]:
    """Return what stands in the fields of her file."""
    member = db.get(Member, person.id)
    birthday = birthday_of(member) if member else None
    hard = {"name": person.name or "", "address": person.address or ""}
    hard["birthday"] = birthday.describe() if birthday else ""
    return dict.fromkeys(FIELDS, "") | hard | traits_of(db, person.id)


def keep_file(
    db: Session, person_id: int, *, typed: Mapping[str, str], was: Mapping[str, str], by: str
) -> list[str]:
    """Keep what was changed in a form; return which fields.

    `was` is what the form showed first: what a colleague changed meanwhile in other fields stays.
    Raise Wrong where she changed the same field, or something can't be kept.
    """
    person = lock_person(db, person_id)
    if person is None:
        raise Refused("member_unknown", member=person_id)
    now = filed(db, person)
    wanted = {each: _tidy(each, typed[each]) for each in FIELDS if each in typed}
    changed = [each for each in wanted if wanted[each] not in (now[each], was.get(each, ""))]
    if newer := [each for each in changed if was.get(each, "") != now[each]]:
        writers = _last_writers(db, person.id)
        raise Wrong(clashes={each: Clash(now[each], writers.get(each)) for each in newer})
    refused = {each: no for each in changed if (no := _keep(db, person, each, wanted[each], by))}
    if refused:
        raise Wrong(refused=refused)
    if changed:
        note(db, "kept_file", person_id=person.id, actor=by, fields=changed)
    return changed


def _last_writers(db: Session, person_id: int) -> dict[str, str]:
    """Return who kept each field of her file last, as far as it was just now."""
    kept = select(Event).where(Event.person_id == person_id, Event.verb == "kept_file")
    latest = list(db.scalars(kept.order_by(Event.id.desc()).limit(JUST_NOW)))
    return {each: event.actor for event in reversed(latest) for each in event.detail["fields"]}


def _keep(db: Session, person: Person, name: str, words: str, by: str) -> Refused | None:
    """Keep one field; return why that is not possible."""
    try:
        match name:
            case "name":
                _keep_name(person, words)
            case "birthday":
                _keep_birthday(db, person, words, by=by)
            case "address":
                person.address = words or None
            case _:
                keep_trait(db, person.id, name, words, by=by)
    except Refused as refused:
        return refused
    return None


def _keep_name(person: Person, words: str) -> None:
    if not words:
        raise Refused("file_name")
    note_name(person, words)


def _keep_birthday(db: Session, person: Person, words: str, *, by: str) -> None:
    member, today = db.get(Member, person.id), clock.today()
    if member is None:
        raise Refused("file_no_member")
    if not words:
        keep_birthday(db, member, None, actor=by)
        return
    try:
        told = Birthday.from_json(read_birthday(words, Context(today)))
    except Unclear:
        raise Refused("file_birthday") from None
    if under_age(told, today) == "child":
        raise Refused("file_child")
    keep_birthday(db, member, told, actor=by)


def _tidy(name: str, words: str) -> str:
    plain = "".join(each if each.isprintable() or each == "\n" else " " for each in words)
    return plain.strip()[: _LONGEST.get(name, LONGEST)]
