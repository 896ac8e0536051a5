"""Read coupons."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.shop.coupons.models import Coupon
from bot.shop.gifts.codes import code_hash
from bot.shop.refusal import Refused


def open_coupons(db: Session, person_id: int, today: date) -> list[Coupon]:
    """Return what she can use, the soonest to end first."""
    hers = (Coupon.person_id == person_id) & (Coupon.state == "open")
    rows = select(Coupon).where(hers, Coupon.good_until >= today)
    return list(db.scalars(rows.order_by(Coupon.good_until, Coupon.id)))


def coupon_of(db: Session, code: str) -> Coupon:
    """Return the coupon of a code; raise Refused where there is none."""
    wanted = select(Coupon).where(Coupon.code_hash == code_hash(code))
    found = db.scalars(wanted).one_or_none()
    if found is None:
        raise Refused("coupon_unknown")
    return found


def ended_coupons(db: Session, today: date, *, after: int, limit: int) -> list[int]:
    """Return coupons whose last day has passed, in the order of their ids."""
    ended = (Coupon.state == "open") & (Coupon.good_until < today)
    rows = select(Coupon.id).where(ended, Coupon.id > after).order_by(Coupon.id)
    return list(db.scalars(rows.limit(limit)))


def coupons_ending_on(db: Session, day: date, *, after: int, limit: int) -> list[int]:
    """Return coupons whose last day this is, in the order of their ids."""
    ending = (Coupon.state == "open") & (Coupon.good_until == day)
    rows = select(Coupon.id).where(ending, Coupon.id > after).order_by(Coupon.id)
    return list(db.scalars(rows.limit(limit)))


def coupons_page(
    db: Session,
    *,
    person_id: int | None = None,
    state: str | None = None,
    before: int | None = None,
    limit: int,
) -> list[Coupon]:
    """Return coupons, the latest given first."""
    wanted = select(Coupon)
    if person_id is not None:
        wanted = wanted.where(Coupon.person_id == person_id)
    if state is not None:
        wanted = wanted.where(Coupon.state == state)
    if before is not None:
        wanted = wanted.where(Coupon.id < before)
    return list(db.scalars(wanted.order_by(Coupon.id.desc()).limit(limit)))
