"""Give a coupon once, use it once at a till, end it or take it back."""

from datetime import date

from sqlalchemy import ColumnElement, update
from sqlalchemy.orm import Session

from bot import clock
from bot.db import change, insert_once
from bot.shop.coupons.models import Coupon
from bot.shop.coupons.rules import CouponRule
from bot.shop.events.actions import note
from bot.shop.gifts.actions import PUT_BACK_WITHIN
from bot.shop.gifts.codes import COUPON, code_hash, new_code
from bot.shop.refusal import Refused


def give_coupon(
    db: Session,
    person_id: int,
    rule: CouponRule,
    *,
    source: str,
    by: str,
    today: date,
    why: str | None = None,
) -> bool:
    """Give a coupon once per `source`; return whether it was given now."""
    code = new_code(COUPON)
    is_new = insert_once(
        db,
        Coupon,
        person_id=person_id,
        rule=rule.word,
        name=rule.name,
        what=rule.what,
        off_fen=int(rule.off * 100),
        from_fen=int(rule.least * 100),
        source=source,
        code_hash=code_hash(code),
        code=code,
        given_at=clock.now(),
        good_until=rule.good_until(today),
        state="open",
    )
    if is_new:
        facts = {"coupon": rule.word, "source": source} | ({"why": why} if why else {})
        note(db, "got_coupon", person_id=person_id, actor=by, **facts)
    return is_new


def use_coupon(
    db: Session, coupon: Coupon, *, till: str, receipt: str, by: str, today: date
) -> None:
    """Use a coupon for a receipt; raise Refused where it was used, has ended or was taken back."""
    if coupon.state == "open" and coupon.good_until < today:
        raise Refused("coupon_late", day=_day(coupon.good_until))
    used = _close(db, Coupon.id == coupon.id, "used", by=by, till=till, receipt=receipt)
    _must_be(db, coupon, closed_now=bool(used))
    note(db, "used_coupon", person_id=coupon.person_id, actor=by, coupon=coupon.id)


def put_back_coupon(db: Session, coupon: Coupon, *, by: str) -> None:
    """Undo a use that was a slip, once; raise Refused unless who used it says so at once."""
    if coupon.state == "open":
        return
    used = (Coupon.id == coupon.id) & (Coupon.state == "used") & (Coupon.closed_by == by)
    just_now = Coupon.closed_at > clock.now() - PUT_BACK_WITHIN
    empty = {"closed_at": None, "closed_by": None, "till": None, "receipt": None}
    put_back = change(db, update(Coupon).where(used, just_now).values(state="open", **empty))
    db.refresh(coupon)
    if not put_back:
        raise Refused("coupon_put_back")
    note(db, "put_back_coupon", person_id=coupon.person_id, actor=by, coupon=coupon.id)


def withdraw_coupon(db: Session, coupon: Coupon, *, by: str, why: str) -> None:
    """Take one coupon back; raise Refused where it was used, has ended or was taken back."""
    withdrawn = _close(db, Coupon.id == coupon.id, "taken_back", by=by)
    _must_be(db, coupon, closed_now=bool(withdrawn))
    note(db, "lost_coupon", person_id=coupon.person_id, actor=by, coupon=coupon.id, why=why)


def expire_coupon(db: Session, coupon: Coupon, *, today: date) -> bool:
    """End a coupon whose last day has passed; return whether it ended now."""
    ended = (Coupon.id == coupon.id) & (Coupon.good_until < today)
    return bool(_close(db, ended, "expired", by="bot"))


def take_back_coupon(db: Session, person_id: int, *, source: str) -> bool:
    """Take back a coupon that was not used, because what gave it came back."""
    hers = (Coupon.person_id == person_id) & (Coupon.source == source)
    return bool(_close(db, hers, "taken_back", by="till"))


def forget_coupons(db: Session, person_id: int) -> None:
    """End the coupons of somebody who is forgotten."""
    _close(db, Coupon.person_id == person_id, "taken_back", by="bot")


def _must_be(db: Session, coupon: Coupon, *, closed_now: bool) -> None:
    db.refresh(coupon)
    if not closed_now:
        assert coupon.closed_at is not None  # the table says so of all that are not open
        raise Refused(f"coupon_{coupon.state}", day=_day(clock.local(coupon.closed_at).date()))


def _close(
    db: Session,
    which: ColumnElement[bool],
    state: str,
    *,
    by: str,
    till: str | None = None,
    receipt: str | None = None,
) -> int:
    closing = update(Coupon).where(which, Coupon.state == "open")
    facts = {"state": state, "closed_at": clock.now(), "closed_by": by}
    return change(db, closing.values(**facts, till=till, receipt=receipt))


def _day(day: date) -> str:
    return f"{day.month}月{day.day}日"
