"""Levels rise at once and are told warmly; they fall with notice, never while she complains."""

from datetime import date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import clock
from bot.outbox.actions import drop_messages, queue
from bot.shop.complaints.queries import open_complaints
from bot.shop.members.actions import keep_level, lose_level, reach, warn_of_level
from bot.shop.members.models import Member
from bot.shop.members.rules import fate_of, months_before
from bot.shop.people.actions import lock_person
from bot.shop.stores.rules import Level, Shop
from bot.texts import Texts, line

MORNING = time(10)
TOLD_FOR = timedelta(days=7)


def tell_rise(db: Session, member: Member, level: Level) -> None:
    """Tell her that she has reached a level and what it brings."""
    now = clock.now()
    about = {"level": level.name, "brings": level.brings}
    dedupe = f"level:{member.person_id}:{level.word}:{clock.today()}"
    _tell(db, member, "levels.reached", about, dedupe, due=now, until=now + TOLD_FOR, act=now)


def whose_level_may_fall(
    db: Session, shop: Shop, today: date, *, after: int, limit: int
) -> list[int]:
    """Return members to look at: on the first of a month all who may lose a level, else the told.

    What twelve months hold changes on the first of a month only.
    """
    kept_since = clock.at(months_before(today, shop.level_rules.keep_months), time())
    may = (Member.level != shop.levels[0].word) & (Member.level_since < kept_since)
    wanted = may if today.day == 1 else Member.level_until.is_not(None)
    rows = select(Member.person_id).where(
        wanted, Member.status == "member", Member.person_id > after
    )
    return list(db.scalars(rows.order_by(Member.person_id).limit(limit)))


def review_level(db: Session, person_id: int, *, shop: Shop, texts: Texts, today: date) -> str:
    """Warn her that her level ends, let it end, or let it stay; return which."""
    lock_person(db, person_id)
    member = db.get(Member, person_id, populate_existing=True)
    if member is None or member.status != "member" or open_complaints(db, person_id):
        return "stays"
    reached = reach(db, member, shop)
    mine = shop.level(member.level)
    deserves_it = shop.levels.index(reached) >= shop.levels.index(mine)
    fate = fate_of(deserves_it=deserves_it, until=member.level_until, today=today)
    if fate == "is_warned":
        until = today + timedelta(days=shop.level_rules.notice_days)
        warn_of_level(db, member, until=until)
        _tell_end(db, member, mine, until)
    elif fate == "falls":
        lose_level(db, member, reached)
        _tell_fall(db, member, reached)
    elif fate == "stays" and member.level_until:
        dedupe = _ending(member)
        keep_level(db, member)
        drop_messages(db, dedupe, why=texts.render(line("reasons.level_stays")))
    return fate


def _tell_end(db: Session, member: Member, level: Level, until: date) -> None:
    about = {"level": level.name, "day": f"{until.month}月{until.day}日"}
    due, last = clock.at(clock.today(), MORNING), clock.at(until, MORNING)
    _tell(db, member, "levels.ending", about, _ending(member), due=due, until=last)


def _tell_fall(db: Session, member: Member, level: Level) -> None:
    about = {"level": level.name, "brings": level.brings}
    due, last = clock.at(clock.today(), MORNING), clock.now() + TOLD_FOR
    dedupe = f"level:{member.person_id}:fallen:{clock.today()}"
    _tell(db, member, "levels.fallen", about, dedupe, due=due, until=last)


def _tell(
    db: Session,
    member: Member,
    key: str,
    about: dict[str, str],
    dedupe: str,
    *,
    due: datetime,
    until: datetime,
    act: datetime | None = None,
) -> None:
    """Tell her of her level; `act` is the moment of what she did for it."""
    queue(
        db,
        member.person_id,
        key,
        about,
        kind="level",
        journey="level",
        purpose="service",
        dedupe=dedupe,
        due=due,
        not_after=until,
        caused_at=act,
    )


def _ending(member: Member) -> str:
    return f"level:{member.person_id}:ending:{member.level_until}"
