"""What a shown code is for: a gift is handed over, a coupon used, a phone proved."""

from functools import partial

from flask import Blueprint, Response, request
from sqlalchemy.orm import Session

from bot import clock
from bot.shop.coupons.actions import put_back_coupon, use_coupon
from bot.shop.coupons.models import Coupon
from bot.shop.coupons.queries import coupon_of
from bot.shop.gifts.actions import PUT_BACK_WITHIN
from bot.shop.gifts.models import Redemption
from bot.shop.gifts.queries import redemption_of
from bot.shop.people.actions import lock_person
from bot.shop.people.models import Person
from bot.shop.people.shown import Shown, read_shown
from bot.shop.refusal import Refused
from bot.texts import line
from bot.usecases.binding import confirm_binding, take_back_proof
from bot.usecases.redeeming import collect, put_back
from bot.web.console.counter import COUNTER, Found, counter, find_shown
from bot.web.console.door import may, who
from bot.web.console.pages import told
from bot.wiring import bot_of

screen = Blueprint("slips", __name__)


@screen.post("/counter/gifts")
@may("counter")
def hand_over() -> Response:
    """Hand over the gift of a code; of two who do it at once, the second reads who was first."""
    bot, code = bot_of(), _code()
    work = partial(
        collect,
        code=code,
        by=who().login,
        store=who().store,
        texts=bot.texts,
        told_after=PUT_BACK_WITHIN,
    )
    try:
        gift = bot.database.run(lambda db: work(db, shop=bot.shops.read(db)))
    except Refused as refused:
        return _gift_as_it_is(code, refused)
    return _handed_over(code, gift)


@screen.post("/counter/gifts/back")
@may("counter")
def put_gift_back() -> Response:
    """Undo a handing over that was a slip."""
    bot, code = bot_of(), _code()
    try:
        work = partial(put_back, code=code, by=who().login, texts=bot.texts)
        gift = bot.database.run(work)
    except Refused as refused:
        return _gift_as_it_is(code, refused)
    return counter(Found(code=code, gift=gift, person_id=gift.person_id))


@screen.post("/counter/coupons")
@may("counter")
def use() -> Response:
    """Use a coupon for a receipt, once; pressed twice by herself, it is done once."""
    code, receipt = _code(), request.form.get("receipt", "").strip()[:80]
    till = who().store or COUNTER

    def work(db: Session) -> Coupon:
        coupon = coupon_of(db, code)
        lock_person(db, coupon.person_id)
        db.refresh(coupon)
        again = (coupon.closed_by, coupon.till, coupon.receipt) == (who().login, till, receipt)
        if coupon.state != "used" or not again:
            if not receipt:
                raise Refused("receipt_missing")
            day = clock.today()
            use_coupon(db, coupon, till=till, receipt=receipt, by=who().login, today=day)
        return coupon

    try:
        coupon = bot_of().database.run(work)
    except Refused as refused:
        return _coupon_as_it_is(code, refused)
    return counter(Found(code=code, coupon=coupon, person_id=coupon.person_id), used=True)


@screen.post("/counter/coupons/back")
@may("counter")
def put_coupon_back() -> Response:
    """Undo the use of a coupon that was a slip."""

    def work(db: Session) -> Coupon:
        coupon = coupon_of(db, _code())
        lock_person(db, coupon.person_id)
        db.refresh(coupon)
        put_back_coupon(db, coupon, by=who().login)
        return coupon

    try:
        coupon = bot_of().database.run(work)
    except Refused as refused:
        return _coupon_as_it_is(_code(), refused)
    return counter(Found(code=_code(), coupon=coupon, person_id=coupon.person_id))


@screen.post("/counter/bindings")
@may("counter")
def prove() -> Response:
    """Take the number that she was asked for as proof that it is hers."""
    bot, code, typed = bot_of(), _code(), request.form.get("phone", "")
    shown = read_shown(typed)
    phone = shown.value if shown and shown.kind == "phone" else ""
    proving = partial(confirm_binding, code=code, phone=phone, by=who().login, store=who().store)

    def work(db: Session) -> Person:
        if not phone:
            raise Refused("binding_phone")
        why = bot.texts.render(line("reasons.kept_secret"))
        return proving(db, shop=bot.shops.read(db), why=why)

    try:
        person = bot.database.run(work)
    except Refused as refused:
        if refused.reason in ("code_unknown", "code_too_old"):
            raise
        with bot.database.reading() as db:
            found = find_shown(db, Shown("member", code))
        return counter(found, status=409, wrong=told(refused), typed=typed)
    return counter(Found(code=code, person_id=person.id), proved=True)


@screen.post("/counter/bindings/back")
@may("counter")
def take_proof_back() -> Response:
    """Undo a proof that was a slip."""
    bot, code = bot_of(), _code()
    try:
        person = bot.database.run(partial(take_back_proof, code=code, by=who().login))
    except Refused as refused:
        if refused.reason in ("code_unknown", "code_too_old"):
            raise
        with bot.database.reading() as db:
            found = find_shown(db, Shown("member", code))
        return counter(found, status=409, wrong=told(refused))
    return counter(Found(code=code, proves=person, person_id=person.id))


def _coupon_as_it_is(code: str, refused: Refused) -> Response:
    if refused.reason == "coupon_unknown":
        raise refused
    with bot_of().database.reading() as db:
        coupon = coupon_of(db, code)
    found = Found(code=code, coupon=coupon, person_id=coupon.person_id)
    return counter(found, status=409, wrong=told(refused))


def _gift_as_it_is(code: str, refused: Refused) -> Response:
    """Show the gift with who has handed it over; pressed twice by herself, it is done once."""
    if refused.reason == "redemption_unknown":
        raise refused
    with bot_of().database.reading() as db:
        gift = redemption_of(db, code)
    if refused.reason == "redemption_collected" and _is_just_hers(gift):
        return _handed_over(code, gift)
    found = Found(code=code, gift=gift, person_id=gift.person_id)
    return counter(found, status=409, wrong=told(refused))


def _is_just_hers(gift: Redemption) -> bool:
    since = clock.now() - PUT_BACK_WITHIN
    return gift.closed_by == who().login and gift.closed_at is not None and gift.closed_at > since


def _handed_over(code: str, gift: Redemption) -> Response:
    return counter(Found(code=code, gift=gift, person_id=gift.person_id), handed_over=True)


def _code() -> str:
    return request.form.get("code", "")[:60]
