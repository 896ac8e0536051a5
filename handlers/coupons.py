"""Coupons: which she has, until when, how to use them; and what is on."""

import re

from bot.dialogue.answers.spelling import plain
from bot.dialogue.conversation import Talk
from bot.shop.coupons.models import Coupon
from bot.shop.coupons.queries import open_coupons
from bot.shop.gifts.codes import grouped
from bot.texts import Line, line
from handlers.questions import promotions
from handlers.register import invite

# What she asks about coupons beside having any; the first that fits counts.
_QUESTIONS = (
    ("叠加|一起用|同时用|两张", "coupons.one_at_a_time"),
    (
        "送人|送朋友|给别人|给朋友|别人用|转给|转让|(妈|爸|老公|老婆|姐|妹|朋友|家里?人).{0,2}用",
        "coupons.for_her",
    ),
    ("换钱|换现金|退钱|提现|折现|找零", "coupons.no_cash"),
    ("延期|过期|过了期|能延|到期", "coupons.ended"),
    ("(怎么|如何|咋|在?哪里?|哪儿)(使|用)|用几次|网上", "coupons.how_to_use"),
)


_DISCOUNT = re.compile("折|便宜|优惠(?![券卷])|少点|减")


def my_coupons(talk: Talk) -> None:
    """Answer what she asks about coupons; tell which she has, and what is on where she bargains."""
    said = plain(talk.incoming.text)
    asked = _asked(said)
    hers = open_coupons(talk.db, talk.person.id, talk.context.today)
    if asked and (hers or asked != "coupons.how_to_use"):
        talk.say(asked)
    elif _DISCOUNT.search(said):
        promotions(talk)
        _tell(talk, hers)
    elif not talk.is_member:
        talk.say("coupons.no_member")
        invite(talk)
    elif hers:
        _tell(talk, hers)
    else:
        talk.say("coupons.none")


def asks_of_coupon(talk: Talk) -> bool:
    """Answer few words about the coupons that were spoken of; False for other words."""
    if talk.subject != "coupon" or not _asked(plain(talk.incoming.text)):
        return False
    my_coupons(talk)
    return True


def _asked(said: str) -> str | None:
    """Return the answer to what she asks about coupons beside having any."""
    return next((key for pattern, key in _QUESTIONS if re.search(pattern, said)), None)


def _tell(talk: Talk, hers: list[Coupon]) -> None:
    """Tell what she has, and send the code that ends first."""
    if hers:
        talk.say("coupons.hers", coupons=[_one(coupon) for coupon in hers])
        picture = {"kind": "shown_code", "code": hers[0].code}
        talk.send_picture("coupons.picture", picture, kind="coupon_code", of=hers[0].id)


def _one(coupon: Coupon) -> Line:
    day = coupon.good_until
    return line(
        "coupons.one",
        coupon=coupon.name,
        brings=_brings(coupon),
        code=grouped(coupon.code),
        day=f"{day.month}月{day.day}日",
    )


def _brings(coupon: Coupon) -> Line | str:
    if not coupon.off_fen:
        return coupon.what
    off, least = _yuan(coupon.off_fen), _yuan(coupon.from_fen)
    return line("coupons.off_from" if coupon.from_fen else "coupons.off", off=off, least=least)


def _yuan(fen: int) -> str:
    return f"{fen / 100:,.2f}".removesuffix(".00")
