"""Find customers and read their files."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any, Literal, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from bot.db import fingerprint
from bot.lunar import kept_on
from bot.shop.consent.actions import as_table, consents_of
from bot.shop.members.models import Member
from bot.shop.people.actions import living
from bot.shop.people.models import Identity, Person
from bot.shop.people.queries import seen_by
from bot.shop.people.shown import Shown
from bot.shop.points.models import PointAccount
from bot.shop.staff.rules import Actor

Status = Literal["member", "closed", "follower", "guest"]
Told = InstrumentedAttribute[Any]
Found = Select[Person, Member | None, int, bool]


class CustomerFile(NamedTuple):
    """What is known of a customer, whether she joined or not."""

    person: Person
    member: Member | None
    balance: int
    status: Status
    consents: dict[str, dict[str, bool]]


def customer_file(db: Session, person_id: int) -> CustomerFile | None:
    """Return the file an id stands for today: ids of merged records still answer."""
    person = living(db, person_id)
    found = _files(db, _everybody().where(Person.id == person.id)) if person else []
    return found[0] if found else None


def customer_files(
    db: Session,
    *,
    phone: str | None = None,
    openid: str | None = None,
    before: int | None = None,
    limit: int,
) -> list[CustomerFile]:
    """Return files, newest first; a phone finds its owner, for a claim in a chat proves nothing."""
    wanted = _everybody().where(Person.merged_into.is_(None))
    if phone is not None:
        is_hers = Person.phone_hash == fingerprint(phone, field="phone")
        wanted = wanted.where(is_hers, Person.phone_state.in_(("till", "verified")))
    if openid is not None:
        known_by = _wechat().where(Identity.external_id == openid)
        wanted = wanted.where(known_by.exists())
    if before is not None:
        wanted = wanted.where(Person.id < before)
    return _files(db, wanted.order_by(Person.id.desc()).limit(limit))


def files_seen_by(
    db: Session,
    who: Actor,
    *,
    shown: Shown | None = None,
    where: ColumnElement[bool] | None = None,
    before: int | None = None,
    limit: int,
) -> list[CustomerFile]:
    """Return the files that a colleague may see, newest first; those of a phone, its end, a name.

    A phone that was only claimed in a chat is found too: she says that it is hers. Who was erased
    or is nobody yet has neither a name nor a phone nor a WeChat, and is left out.
    """
    somebody = or_(Person.name.is_not(None), Person.phone.is_not(None), _wechat().exists())
    wanted = _everybody().where(Person.merged_into.is_(None), seen_by(who), somebody)
    if shown:
        wanted = wanted.where(_is_shown(shown))
    if where is not None:
        wanted = wanted.where(where)
    if before is not None:
        wanted = wanted.where(Person.id < before)
    return _files(db, wanted.order_by(Person.id.desc()).limit(limit))


def _is_shown(shown: Shown) -> ColumnElement[bool]:
    match shown.kind:
        case "phone":
            return Person.phone_hash == fingerprint(shown.value, field="phone")
        case "tail":
            return Person.phone_tail_hash == fingerprint(shown.value, field="phone_tail")
        case _:
            return Person.name_hash == fingerprint(shown.value, field="name")


def kept_today(calendar: Told, leap: Told, told: Told, day: date) -> ColumnElement[bool]:
    """Say that a day told by either calendar is kept on this one."""
    return kept_within(calendar, leap, told, [day])


def kept_within(
    calendar: Told, leap: Told, told: Told, days: Iterable[date]
) -> ColumnElement[bool]:
    """Say that a day told by either calendar is kept on one of these days."""
    kinds: defaultdict[tuple[str, bool], set[int]] = defaultdict(set)
    for day in days:
        for kept in kept_on(day):
            kinds[kept.calendar, kept.leap].update(kept.told)
    return or_(
        *(
            and_(calendar == by, leap.is_(in_leap), told.in_(sorted(numbers)))
            for (by, in_leap), numbers in kinds.items()
        )
    )


def some_members(db: Session, count: int) -> list[int]:
    """Return a sample of members, spread evenly over all of them: the same one every time."""
    hers = select(Member.person_id).where(Member.status == "member")
    total = db.scalar(select(func.count()).select_from(hers.subquery())) or 0
    step = max(1, total // count) if count else 1
    numbered = hers.add_columns(func.row_number().over(order_by=Member.person_id).label("place"))
    rows = numbered.subquery()
    spread = select(rows.c.person_id).where((rows.c.place - 1) % step == 0).limit(count)
    return list(db.scalars(spread.order_by(rows.c.place)))


def _everybody() -> Found:
    return (
        select(Person, Member, func.coalesce(PointAccount.balance, 0), exists(_wechat().subquery()))
        .outerjoin(Member, Member.person_id == Person.id)
        .outerjoin(PointAccount, PointAccount.person_id == Person.id)
    )


def _wechat() -> Select[int]:
    hers = (Identity.person_id == Person.id) & (Identity.channel == "wechat")
    return select(Identity.id).where(hers).correlate(Person)


def _files(db: Session, wanted: Found) -> list[CustomerFile]:
    rows = db.execute(wanted).all()
    agreed = consents_of(db, [row[0].id for row in rows])
    return [
        CustomerFile(
            person=person,
            member=member,
            balance=balance,
            status=_status(member, follows=follows),
            consents=as_table(agreed[person.id]),
        )
        for person, member, balance, follows in rows
    ]


def _status(member: Member | None, *, follows: bool) -> Status:
    if member:
        return "member" if member.status == "member" else "closed"
    return "follower" if follows else "guest"
