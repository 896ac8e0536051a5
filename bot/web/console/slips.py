"""What a shown code is for: a gift is handed over, a coupon used, a phone proved."""

from functools import partial

from flask import Blueprint, Response, request

from bot import clock
from bot.shop.gifts.actions import PUT_BACK_WITHIN
from bot.shop.gifts.models import Redemption
from bot.shop.gifts.queries import redemption_of
from bot.shop.refusal import Refused
from bot.usecases.redeeming import collect, put_back
from bot.web.console.counter import Found, counter
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
