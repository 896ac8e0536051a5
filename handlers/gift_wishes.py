"""What she wants of gifts: to see and take one, to ask about them, once more the same."""

import re
from datetime import timedelta

from bot.dialogue.answers.spelling import plain
from bot.dialogue.conversation import Talk
from bot.dialogue.flow import Aside
from bot.shop.gifts.queries import open_redemptions
from handlers.gift_answers import (
    NOTHING,
    cheapest,
    spot_gifts,
    wants_after_all,
    wants_cheaper,
    wants_the_same,
)
from handlers.gift_codes import asks_for_codes, asks_to_cancel, give_back, my_codes
from handlers.gift_offer import show_gifts
from handlers.gift_questions import AS_MONEY, QUESTIONS
from handlers.points import at_till
from handlers.redeem import FLOW
from handlers.register import invite

IN_MIND = timedelta(days=1)
GIFTS = frozenset({FLOW, "my_codes", "cancel_redemption", "taking_back"})
_TAKES = re.compile("[换兑要]|礼品|^.{1,8}$")  # or hardly more than its name
# What is said of a thing she bought, and wants to bring back.
_BOUGHT = re.compile(
    "退|坏|断|掉|裂|松|紧|褪|变|过敏|尺寸|大了|小了|不合适|买|戴|小票|质量|我的|[这那][条只枚对件]"
)


def wants_gift(talk: Talk) -> None:
    """Answer what she asks about redeeming, go on with what she names, else show the gifts."""
    said = talk.incoming.text
    asked = next((each for each in QUESTIONS if each.matches(said)), None)
    if not talk.is_member:
        talk.say("redeem.no_member")
        invite(talk)
    elif asked:
        _explain(talk, asked)
    elif asks_to_cancel(said):
        give_back(talk)
    elif asks_for_codes(said):
        my_codes(talk)
    elif not _goes_on(talk):
        _begin(talk)


def takes_gift(talk: Talk) -> bool:
    """Go on with a gift that she names; False for none, and for a thing that she bought."""
    said = plain(talk.incoming.text)
    if _goes_on(talk):
        return True
    if not talk.is_member or not _TAKES.search(said) or _BOUGHT.search(said):
        return False
    if not spot_gifts(said, talk.context):
        return False
    wants_gift(talk)
    return True


def asks_of_gift(talk: Talk) -> bool:
    """Answer what she asks of gifts while she has one in mind, or waiting; False for neither."""
    asked = next((each for each in QUESTIONS if each.matches(talk.incoming.text)), None)
    in_mind = talk.subject in GIFTS or open_redemptions(talk.db, talk.person.id)
    if not asked or not in_mind:
        return False
    _explain(talk, asked)
    return True


def gives_gift_back(talk: Talk) -> bool:
    """Take her no, right after she redeemed, for a wish to give it back: 不想要了，取消吧."""
    if talk.subject not in GIFTS or not asks_to_cancel(talk.incoming.text):
        return False
    if not open_redemptions(talk.db, talk.person.id):
        return False
    give_back(talk)
    return True


def _goes_on(talk: Talk) -> bool:
    """Take few words that mean something only after gifts were spoken of; False for others."""
    said = talk.incoming.text
    if not talk.is_member or talk.conversation.flow:
        return False
    if wants_the_same(said) and (taken := _just_taken(talk)):
        talk.start(FLOW, gift=taken)
    elif talk.subject not in GIFTS:
        return False
    elif wants_after_all(said) and (declined := _declined(talk)):
        talk.start(FLOW, gift=declined)
    elif wants_cheaper(said):
        talk.start(FLOW, gift=cheapest(talk.context))
    else:
        return False
    return True


def _declined(talk: Talk) -> str | None:
    """Return the gift that she looked at last and did not take."""
    gift = talk.conversation.answers.get("gift", NOTHING)
    return None if gift in (NOTHING, _just_taken(talk)) else str(gift)


def _just_taken(talk: Talk) -> str | None:
    """Return the gift she redeemed last, where that was today."""
    newest = next(iter(open_redemptions(talk.db, talk.person.id)), None)
    return newest.gift if newest and newest.made_at > talk.now - IN_MIND else None


def _explain(talk: Talk, asked: Aside) -> None:
    """Answer a question about redeeming; whether points are money is a rule of the shop."""
    till = talk.shop.points.till
    talk.turn_to(FLOW)
    if asked is not AS_MONEY:
        talk.say(asked.says)
    elif till:
        talk.say_line(at_till(till))
    else:
        talk.say("redeem.no_money")


def _begin(talk: Talk) -> None:
    if talk.conversation.flow == FLOW:
        talk.leave()  # she begins anew
    named = spot_gifts(talk.incoming.text, talk.context)
    if named:
        talk.start(FLOW, gift=named[0])
    else:
        show_gifts(talk, FLOW)
