"""Coupons by hand: given by people with a reason, within what their role may, and taken back."""

from datetime import date, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import clock
from bot.outbox.actions import drop_messages, queue
from bot.shop.complaints.rules import Compensation, is_beyond
from bot.shop.coupons.actions import give_coupon, withdraw_coupon
from bot.shop.coupons.models import Coupon
from bot.shop.coupons.rules import CouponRule
from bot.shop.members.models import Member
from bot.shop.people.actions import lock_person
from bot.shop.refusal import Refused
from bot.shop.staff.rules import Actor
from bot.shop.stores.rules import Shop

EVENING = time(20)
TOLD_FOR = timedelta(days=7)


def coupon_by_hand(shop: Shop, called: str, who: Actor) -> CouponRule:
    """Return the shop's coupon of this word or name; raise Refused where her role may not give it.

    The limits are those for what a complaint is made good with.
    """
    rule = next((rule for rule in shop.coupons if called in (rule.word, rule.name)), None)
    if rule is None:
        raise Refused("coupon_no_such", coupon=called)
    limit = shop.complaints.allowance(who.role)
    named = Compensation(coupon=rule.word, coupon_fen=int(rule.off * 100))
    if is_beyond(named, limit):
        raise Refused("coupon_beyond", yuan=f"{limit.coupon:f}")
    return rule


def give_by_hand(
    db: Session, person_id: int, rule: CouponRule, *, key: str, why: str, by: str, today: date
) -> tuple[Coupon, bool]:
    """Give a member a coupon once per `key` and tell her; return it, and whether it is new.

    Raise Refused where she is no member.
    """
    person = lock_person(db, person_id)
    member = db.get(Member, person.id) if person else None
    if person is None or member is None or member.status != "member":
        raise Refused("member_unknown", member=person_id)
    source = f"hand:{key}"
    is_new = give_coupon(db, person.id, rule, source=source, by=by, today=today, why=why)
    hers = (Coupon.person_id == person.id) & (Coupon.source == source)
    coupon = db.scalars(select(Coupon).where(hers)).one()
    if is_new:
        _tell(db, coupon)
    return coupon, is_new


def _tell(db: Session, coupon: Coupon) -> None:
    """Write her that she has it, where she agreed to offers; too late for it, it is not said."""
    day = coupon.good_until
    queue(
        db,
        coupon.person_id,
        "coupons.given",
        {"coupon": coupon.name, "day": f"{day.month}月{day.day}日"},
        kind="coupon_given",
        journey="coupon",
        purpose="promotion",
        dedupe=_told(coupon.id),
        not_after=min(clock.at(day, EVENING), clock.now() + TOLD_FOR),
        subject_id=coupon.id,
    )


def _told(coupon_id: int) -> str:
    return f"coupon:{coupon_id}:given"


def take_back_by_hand(db: Session, coupon_id: int, shop: Shop, *, why: str, who: Actor) -> Coupon:
    """Take a coupon back unused; raise Refused where it is too late, or more than her role may."""
    coupon = db.get(Coupon, coupon_id)
    if coupon is None:
        raise Refused("coupon_unknown")
    limit = shop.complaints.allowance(who.role)
    if is_beyond(Compensation(coupon=coupon.rule, coupon_fen=coupon.off_fen), limit):
        raise Refused("coupon_beyond", yuan=f"{limit.coupon:f}")
    lock_person(db, coupon.person_id)
    withdraw_coupon(db, coupon, by=who.login, why=why)
    drop_messages(db, _told(coupon.id), why=why)
    return coupon
