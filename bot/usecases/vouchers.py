"""Coupons by rule: what a purchase gives and a return takes back, and what a birthday brings."""

from datetime import date, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import clock
from bot.lunar import birthday_in
from bot.outbox.actions import queue
from bot.shop.complaints.queries import points_stand_still_since
from bot.shop.coupons.actions import expire_coupon, give_coupon, take_back_coupon
from bot.shop.coupons.models import Coupon
from bot.shop.members.actions import birthday_of
from bot.shop.members.models import Member
from bot.shop.members.queries import kept_today
from bot.shop.people.actions import lock_person
from bot.shop.purchases.models import Purchase
from bot.shop.purchases.rules import receipt_key
from bot.shop.stores.rules import Shop

WARNED_BEFORE = timedelta(days=5)
NOON, EVENING = time(12), time(20)


def give_vouchers(db: Session, member: Member, purchase: Purchase, shop: Shop) -> None:
    """Give what this purchase earns, once; what came back already earns nothing."""
    kept = purchase.total_fen - purchase.returned_fen
    for rule in shop.coupons:
        if rule.is_earned_by(kept) and rule.is_for(member.level):
            source, today = _source(purchase, rule.word), clock.today()
            give_coupon(db, member.person_id, rule, source=source, by="till", today=today)


def take_back_vouchers(db: Session, purchase: Purchase, shop: Shop) -> None:
    """Take back, unused, what the rest of a purchase no longer earns."""
    kept = purchase.total_fen - purchase.returned_fen
    for rule in shop.coupons:
        if purchase.person_id and rule.over is not None and not rule.is_earned_by(kept):
            take_back_coupon(db, purchase.person_id, source=_source(purchase, rule.word))


def whose_birthday(db: Session, today: date, *, after: int, limit: int) -> list[int]:
    """Return members who keep their birthday today, by either calendar, in order of id."""
    rows = select(Member.person_id).where(
        kept_today(Member.birthday_calendar, Member.birthday_leap, Member.birthday_md, today),
        Member.status == "member",
        Member.person_id > after,
    )
    return list(db.scalars(rows.order_by(Member.person_id).limit(limit)))


def give_birthday_coupons(db: Session, person_id: int, *, shop: Shop, today: date) -> int:
    """Give what the day brings to who has her birthday, once a year; return how many."""
    member = db.get(Member, person_id)
    told = birthday_of(member) if member else None
    if member is None or told is None or today not in birthday_in(told, today.year):
        return 0
    rules = [r for r in shop.coupons if r.given == "birthday" and r.is_for(member.level)]
    return sum(
        give_coupon(
            db,
            person_id,
            rule,
            source=f"birthday:{today}:{rule.word}:{person_id}",
            by="bot",
            today=today,
        )
        for rule in rules
    )


def warn_of_coupon(db: Session, coupon_id: int) -> bool:
    """Write her that a coupon ends soon, once; it goes only where she agreed to promotion."""
    coupon = db.get_one(Coupon, coupon_id)
    day = coupon.good_until
    return queue(
        db,
        coupon.person_id,
        "coupons.ending",
        {"coupon": coupon.name, "day": f"{day.month}月{day.day}日"},
        kind="coupon",
        journey="coupon",
        purpose="promotion",
        dedupe=f"coupon:{coupon.id}:ending",
        due=clock.at(clock.today(), NOON),
        not_after=clock.at(day, EVENING),
        subject_id=coupon.id,
    )


def expire(db: Session, coupon_id: int, *, today: date) -> bool:
    """End a coupon after its last day; while she complains nothing of hers ends."""
    coupon = db.get_one(Coupon, coupon_id)
    lock_person(db, coupon.person_id)
    if points_stand_still_since(db, coupon.person_id):
        return False
    return expire_coupon(db, coupon, today=today)


def _source(purchase: Purchase, rule: str) -> str:
    return f"purchase:{receipt_key(purchase.till, purchase.receipt)}:{rule}"
