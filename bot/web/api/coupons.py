"""A coupon at the till: used once."""

from datetime import date
from typing import Annotated, Literal

from pydantic import PlainSerializer
from sqlalchemy.orm import Session

from bot import clock
from bot.shop.coupons.actions import use_coupon
from bot.shop.coupons.models import Coupon
from bot.shop.coupons.queries import coupon_of
from bot.shop.people.actions import lock_person
from bot.web.api.actors import actor
from bot.web.api.fields import Maybe, Receipt, ShownMoment, Word
from bot.web.api.shapes import Answer, Body
from bot.wiring import Bot

ShownYuan = Annotated[int, PlainSerializer(lambda fen: f"{fen // 100}.{fen % 100:02}")]


class UsedCoupon(Answer):
    """What a coupon takes off, of at least how much, and the receipt it was used for."""

    id: int
    member: int
    name: str
    what: str
    off: ShownYuan
    least: ShownYuan
    state: Literal["open", "used", "expired", "taken_back"]
    good_until: date
    used_at: ShownMoment | None
    till: str | None
    receipt: str | None
    by: str | None


class Use(Body):
    """The receipt a coupon is used for."""

    till: Word
    receipt: Receipt
    by: Maybe[Word] = None


def use(bot: Bot, code: str, body: Use) -> UsedCoupon:
    """Use a coupon for a receipt.

    200 once; 404 where the code is unknown, 409 where it was used, has ended or was taken back.
    """

    def work(db: Session) -> Coupon:
        by = actor(db, body.by)
        coupon = coupon_of(db, code)
        lock_person(db, coupon.person_id)
        use_coupon(db, coupon, till=body.till, receipt=body.receipt, by=by, today=clock.today())
        return coupon

    return _shown(bot.database.run(work))


def _shown(coupon: Coupon) -> UsedCoupon:
    facts = {
        **vars(coupon),
        "member": coupon.person_id,
        "off": coupon.off_fen,
        "least": coupon.from_fen,
        "used_at": coupon.closed_at,
        "by": coupon.closed_by,
    }
    return UsedCoupon.model_validate(facts)
