"""Who of the shop is concerned, and which notices are due."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from bot import clock
from bot.outbox.notices.models import Notice
from bot.shop.people.models import Identity, Person
from bot.shop.staff.models import Staff

EVERYWHERE = ("regional_manager", "head_office")


def who_hears(
    db: Session,
    person: Person | None,
    *,
    roles: Collection[str],
    store: str | None = None,
    to: str | None = None,
) -> list[Staff]:
    """Return the colleagues concerned: her guide, and who has one of the roles where it counts.

    With `to` it is that one alone. Where it is nobody, the head office hears of it.
    """
    at_work = select(Staff).where(Staff.active, Staff.confirmed).order_by(Staff.login)
    if to is not None:
        return list(db.scalars(at_work.where(Staff.login == to)))
    store = store or (person.store if person else None)
    here = or_(Staff.store == store, Staff.store.is_(None), Staff.role.in_(EVERYWHERE))
    concerned: ColumnElement[bool] = Staff.role.in_(set(roles) - {"guide"}) & here
    if person and person.guide and "guide" in roles:
        concerned = or_(concerned, Staff.login == person.guide)
    found = list(db.scalars(at_work.where(concerned)))
    return found or list(db.scalars(at_work.where(Staff.role == "head_office")))


def person_behind(db: Session, openid: str) -> int | None:
    """Return the person by whose WeChat a colleague can be reached."""
    hers = (Identity.channel == "wechat") & (Identity.external_id == openid)
    return db.scalar(select(Identity.person_id).where(hers))


def notices_due(db: Session, now: datetime, limit: int) -> list[Notice]:
    """Return notices to look at now, oldest first."""
    waiting = (Notice.state == "planned") & Notice.claimed_until.is_(None)
    due = select(Notice).where(waiting, Notice.look_at <= now)
    return list(db.scalars(due.order_by(Notice.id).limit(limit).with_for_update(skip_locked=True)))


def is_notice_due(db: Session, now: datetime) -> bool:
    """Say whether a notice is due, or one's claim has run out."""
    due = Notice.claimed_until.is_(None) & (Notice.look_at <= now)
    lost = Notice.claimed_until < clock.real_now()
    found = select(Notice.id).where(Notice.state == "planned", or_(due, lost)).limit(1)
    return db.scalar(found) is not None


def notices_waiting(db: Session) -> int:
    """Count what people of the shop have not heard yet."""
    waiting = select(func.count()).select_from(Notice).where(Notice.state == "planned")
    return db.scalar(waiting) or 0
