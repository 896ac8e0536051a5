"""Coupons: given by hand, listed, taken back; used once at the till."""

from datetime import date
from functools import partial
from typing import Annotated, Literal

from pydantic import Field, PlainSerializer
from sqlalchemy.orm import Session

from bot import clock
from bot.shop.coupons.actions import use_coupon
from bot.shop.coupons.models import Coupon
from bot.shop.coupons.queries import coupon_of, coupons_page
from bot.shop.coupons.rules import CouponRule
from bot.shop.people.actions import lock_person
from bot.shop.refusal import Refused
from bot.usecases.giving_coupons import coupon_by_hand, give_by_hand, take_back_by_hand
from bot.web.api.actors import acting, actor, check_whole
from bot.web.api.fields import Id, Maybe, Note, Receipt, ShownMoment, Word
from bot.web.api.problems import reason
from bot.web.api.shapes import Answer, Body, ListQuestion, Page, page_of
from bot.wiring import Bot

ShownYuan = Annotated[int, PlainSerializer(lambda fen: f"{fen // 100}.{fen % 100:02}")]


State = Literal["open", "used", "expired", "taken_back"]
Reason = Annotated[Note, Field(max_length=200)]


class UsedCoupon(Answer):
    """What a coupon takes off, of at least how much, and the receipt it was used for."""

    id: int
    member: int
    name: str
    what: str
    off: ShownYuan
    least: ShownYuan
    state: State
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


class Gift(Body):
    """A coupon of the shop's file for some members, once per `key`, and why they get it."""

    members: Annotated[list[Id], Field(min_length=1, max_length=1000)]
    coupon: Word
    key: Word
    why: Reason
    by: Maybe[Word] = None


class GivenCoupon(Answer):
    """What became of it for one member."""

    member: int
    result: Literal["given", "known", "refused"]
    id: int | None = None
    good_until: date | None = None
    reason: str | None = None


class GivenCoupons(Answer):
    """What became of it for each member."""

    items: list[GivenCoupon]


class WhichCoupons(ListQuestion):
    """Hers, or all; in one state, or in any."""

    member: Id | None = None
    state: State | None = None


class TakingBack(Body):
    """Why it is taken back."""

    why: Reason
    by: Maybe[Word] = None


def give(bot: Bot, body: Gift) -> GivenCoupons:
    """Give a coupon by hand; the same `key` gives a member no second one.

    403 where her role may not give so much, 404 where the shop has no such coupon.
    """
    with bot.database.reading() as db:
        who = acting(db, body.by)
        rule = coupon_by_hand(bot.shops.read(db), body.coupon, who)
    members = dict.fromkeys(body.members)
    return GivenCoupons(items=[_given(bot, each, rule, body, by=who.login) for each in members])


def _given(bot: Bot, member: int, rule: CouponRule, body: Gift, *, by: str) -> GivenCoupon:
    give_it = partial(give_by_hand, person_id=member, rule=rule, key=body.key, why=body.why, by=by)
    try:
        coupon, is_new = bot.database.run(lambda db: give_it(db, today=clock.today()))
    except Refused as refused:
        return GivenCoupon(member=member, result="refused", reason=reason(bot.texts, refused))
    result: Literal["given", "known"] = "given" if is_new else "known"
    return GivenCoupon(member=member, result=result, id=coupon.id, good_until=coupon.good_until)


def find(bot: Bot, question: WhichCoupons) -> Page[UsedCoupon]:
    """Find coupons, the latest given first.

    Of everybody: 403 for a key that is bounded to a store.
    """
    if question.member is None:
        check_whole()
    with bot.database.reading() as db:
        found = coupons_page(
            db,
            person_id=question.member,
            state=question.state,
            before=question.cursor,
            limit=question.limit + 1,
        )
        return page_of(found, question, show=_shown, position=lambda coupon: coupon.id)


def take_back(bot: Bot, coupon_id: int, body: TakingBack) -> UsedCoupon:
    """Take a coupon back before it is used; 409 after."""

    def work(db: Session) -> Coupon:
        who, shop = acting(db, body.by), bot.shops.read(db)
        return take_back_by_hand(db, coupon_id, shop, why=body.why, who=who)

    return _shown(bot.database.run(work))


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
