"""Join the shop, keep the member's file, move between levels."""

from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot import clock
from bot.lunar import Birthday
from bot.shop.anniversaries.actions import forget_days
from bot.shop.events.actions import note
from bot.shop.members.models import Member
from bot.shop.members.rules import months_before
from bot.shop.people.actions import note_email, note_name, note_phone
from bot.shop.people.models import Person
from bot.shop.points.models import PointEntry
from bot.shop.purchases.queries import spend_since
from bot.shop.stores.rules import Level, Shop, level_for


def join(db: Session, person: Person, *, name: str, phone: str, shop: Shop) -> Member:
    """Make a person a member; who is one already keeps what she has, with the new name and phone.

    The phone is a claim only: what exists under it is bound by proof, never by typing it.
    """
    note_name(person, name)
    if person.phone_state != "verified" or person.phone != phone:
        note_phone(person, phone, state="claimed")
    member = db.get(Member, person.id)
    if member is None:
        first = shop.levels[0].word
        now = clock.now()
        member = Member(person_id=person.id, joined_at=now, level=first, level_since=now)
        db.add(member)
    member.status = "member"
    note(db, "joined", person_id=person.id, actor="customer")
    db.flush()
    return member


def keep_birthday(
    db: Session, member: Member, birthday: Birthday | None, *, actor: str = "customer"
) -> None:
    """Keep her birthday as she gave it, solar or lunar; None forgets it."""
    member.birthday_calendar = birthday.calendar if birthday else None
    member.birthday_year = birthday.year if birthday else None
    member.birthday_md = birthday.month * 100 + birthday.day if birthday else None
    member.birthday_leap = bool(birthday and birthday.leap)
    note(db, "told_birthday", person_id=member.person_id, actor=actor)


def birthday_of(member: Member) -> Birthday | None:
    """Return her birthday as she gave it."""
    if not member.birthday_md or member.birthday_calendar not in ("solar", "lunar"):
        return None
    month, day = divmod(member.birthday_md, 100)
    return Birthday(
        calendar="lunar" if member.birthday_calendar == "lunar" else "solar",
        month=month,
        day=day,
        leap=member.birthday_leap,
        year=member.birthday_year,
    )


def move_level(db: Session, member: Member, shop: Shop) -> Level | None:
    """Move a member up as soon as she has reached a level; return the new one.

    Going down is a notice of its own and never happens by the way.
    """
    reached = reach(db, member, shop)
    order = [level.word for level in shop.levels]
    now_at = order.index(shop.level(member.level).word)
    if order.index(reached.word) <= now_at:
        return None
    member.level = reached.word
    member.level_since = clock.now()
    member.level_until = None
    note(db, "reached_level", person_id=member.person_id, level=reached.word)
    return reached


def reach(db: Session, member: Member, shop: Shop) -> Level:
    """Return the highest level that her purchases reach today."""
    earned = select(func.coalesce(func.sum(PointEntry.change), 0)).where(
        PointEntry.person_id == member.person_id, PointEntry.kind.in_(("purchase", "return"))
    )
    spend = spend_that_counts(db, member)
    return level_for(shop.levels, spend_fen=spend, points=db.scalar(earned) or 0)


def spend_that_counts(db: Session, member: Member) -> int:
    """Return what she spent and kept in this month and the twelve before it, in fen."""
    return spend_since(db, member.person_id, months_before(clock.today(), 12))


def warn_of_level(db: Session, member: Member, *, until: date) -> None:
    """Keep until when she has the level that she is told she loses."""
    member.level_until = until
    note(db, "warned_of_level", person_id=member.person_id, until=until.isoformat())


def keep_level(db: Session, member: Member) -> None:
    """Take a warning back: she reaches her level again."""
    member.level_until = None
    note(db, "kept_level", person_id=member.person_id, level=member.level)


def lose_level(db: Session, member: Member, to: Level) -> None:
    """Move a member down, after she was told."""
    note(db, "lost_level", person_id=member.person_id, level=member.level, to=to.word)
    member.level, member.level_since, member.level_until = to.word, clock.now(), None


def take_standing(db: Session, member: Member, older: Member, shop: Shop) -> None:
    """Let her keep what the shop's older file of her has: the higher level, the earlier day.

    A birthday comes from it only where she has told none herself.
    """
    member.joined_at = min(member.joined_at, older.joined_at)
    if member.birthday_md is None and (birthday := birthday_of(older)):
        keep_birthday(db, member, birthday, actor="file")
    order = [level.word for level in shop.levels]
    held, reached = shop.level(member.level).word, shop.level(older.level).word
    if order.index(reached) > order.index(held):
        member.level, member.level_since, member.level_until = reached, clock.now(), None
        note(db, "reached_level", person_id=member.person_id, actor="file", level=reached)


def close_membership(db: Session, person: Person, member: Member, *, why: str) -> None:
    """End a membership and forget what it told us about her."""
    member.status = "closed"
    keep_birthday(db, member, None)
    forget_days(db, person.id)
    person.name = person.name_hash = person.address = None
    note_email(person, None)
    if person.phone_state == "claimed":
        person.phone = person.phone_hash = person.phone_tail_hash = None
        person.phone_state = "none"
    note(db, "closed_membership", person_id=person.id, why=why)
