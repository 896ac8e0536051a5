"""Points beside purchases: given or taken by people with a reason, and a word before some end."""

import secrets
from datetime import date, time, timedelta

from sqlalchemy.orm import Session

from bot import clock
from bot.outbox.actions import queue
from bot.shop.events.actions import note
from bot.shop.members.models import Member
from bot.shop.people.actions import lock_person
from bot.shop.points.actions import balance_of, earn_points, spend_points
from bot.shop.points.queries import points_standing
from bot.shop.refusal import Refused
from bot.shop.staff.queries import acting_colleague

# How many points a role may give or take at once.
LIMITS = {"store_manager": 5_000, "regional_manager": 20_000, "head_office": 1_000_000}
LASTS = timedelta(days=2 * 365)
TOLD_FOR = timedelta(days=7)
SAYS_SO_BEFORE = timedelta(days=2)
MORNING, EVENING = time(10), time(20)


def adjust_points(db: Session, person_id: int, *, change: int, why: str, by: str) -> int:
    """Give or take points within the role's limit, and tell her why; return the balance.

    Raise Refused where she is no member, the role may not, or she has fewer than are taken.
    """
    colleague = acting_colleague(db, by)
    limit = LIMITS.get(colleague.role, 0)
    if not change or abs(change) > limit:
        raise Refused("adjust_limit", by=by, limit=limit)
    person = lock_person(db, person_id)
    member = db.get(Member, person.id) if person else None
    if person is None or member is None or member.status != "member":
        raise Refused("member_unknown", member=person_id)
    source = f"adjust:{secrets.token_hex(8)}"
    about = {"why": why, "by": by}
    if change > 0:
        ends = clock.today() + LASTS
        earn_points(
            db, person.id, change, kind="adjust", source=source, about=about, expires_on=ends
        )
    else:
        spend_points(db, person.id, -change, kind="adjust", source=source, about=about)
    note(db, "adjusted_points", person_id=person.id, actor=by, change=change, why=why)
    balance = balance_of(db, person.id)
    _tell_change(db, person.id, change, balance, why=why, source=source)
    return balance


def warn_of_ending(db: Session, person_id: int, *, least: int, today: date) -> bool:
    """Write her once how many points end on which day; return whether it is new."""
    standing = points_standing(db, person_id, today)
    ends = standing.ends_on
    if ends is None or standing.ending < least:
        return False
    return queue(
        db,
        person_id,
        "points.warning",
        {
            "points": f"{standing.ending:,}",
            "day": f"{ends.month}月{ends.day}日",
            "ends_on": ends.isoformat(),
        },
        kind="points_ending",
        journey="points",
        purpose="service",
        dedupe=f"points:{ends}:m{person_id}",
        due=clock.at(today, MORNING),
        not_after=clock.at(ends - SAYS_SO_BEFORE, EVENING),
    )


def _tell_change(
    db: Session, person_id: int, change: int, balance: int, *, why: str, source: str
) -> None:
    queue(
        db,
        person_id,
        "points.adjusted",
        {"change": f"{change:+,}".replace("-", "−"), "balance": f"{balance:,}", "why": why},
        kind="points",
        purpose="service",
        dedupe=f"points:{source}",
        not_after=clock.now() + TOLD_FOR,
    )
