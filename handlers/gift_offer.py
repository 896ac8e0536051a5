"""What she is shown of the gifts: a short list, numbered, with its pictures."""

from collections.abc import Sequence

from bot.dialogue.conversation import Talk
from bot.shop.gifts.queries import left_of, taker_of
from bot.shop.gifts.rules import Gift, Taker, choose_offer
from bot.texts import Line, line

PLACES = "①②③④"


def show_gifts(talk: Talk, flow: str) -> None:
    """Show at most three gifts she can have and the nearest out of reach, with their pictures."""
    gifts, taker = talk.shop.gifts, taker_here(talk)
    left = left_of(talk.db, gifts)
    offer = choose_offer(gifts, taker, left=left, today=talk.context.today)
    if not offer.shown:
        talk.say("redeem.no_gifts", points=f"{taker.points:,}")
        return
    lines = [_told(place, gift, taker) for place, gift in zip(PLACES, offer.shown, strict=False)]
    key = "redeem.offer" if offer.now else "redeem.too_few"
    talk.say(key, points=f"{taker.points:,}", gifts=lines)
    send_pictures(talk, offer.shown)
    if offer.now:
        talk.start(flow, offered=pairs(offer.shown))


def _told(place: str, gift: Gift, taker: Taker) -> Line:
    short = gift.points - taker.points
    return line(
        "redeem.out_of_reach" if short > 0 else "redeem.in_reach",
        place=place,
        gift=gift.name,
        points=f"{gift.points:,}",
        short=f"{short:,}",
        what=gift.what,
        note=line("redeem.not_for_sale") if gift.special else "",
    )


def send_pictures(talk: Talk, gifts: Sequence[Gift]) -> None:
    """Send one sheet, numbered as in the text: her windows let few messages through."""
    if not any(gift.picture for gift in gifts):
        return
    sheet = {"kind": "gifts", "files": [gift.picture for gift in gifts]}
    talk.send_picture("redeem.pictures", sheet, kind="gifts")


def taker_here(talk: Talk) -> Taker:
    """Return what of her counts for a gift."""
    assert talk.member is not None  # who is none was told so
    return taker_of(talk.db, talk.member, talk.context.today)


def pairs(gifts: Sequence[Gift]) -> list[list[str]]:
    """Return words and names, for her to choose from."""
    return [[gift.word, gift.name] for gift in gifts]
