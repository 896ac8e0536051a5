"""The codes of gifts that wait for her, and giving one back."""

import re

from bot.dialogue.answers import Context, choice, yes_no
from bot.dialogue.conversation import Talk
from bot.dialogue.flow import Answers, Ask, Do, Done, Flow
from bot.shop.gifts.codes import grouped
from bot.shop.gifts.models import Redemption
from bot.shop.gifts.queries import open_redemptions
from bot.texts import Line, line
from bot.usecases.redeeming import cancel, told_day, told_gift
from handlers.member_code import show_code

FLOW = "cancel_redemption"
SHOWN = 3
_CODES = re.compile(
    "兑换?码|取货码|礼品码|兑换?记录|我[兑换]了|换过|[兑换]的(东西|礼|那|伞|杯)|没拿到|拿.{0,4}换的"
)
_CANCELS = re.compile(
    "取消|不要了|不想要|不换了|退回|退积分|积分[退还]|[退还]给?我|[兑换]错|撤销|退掉"
)


def asks_for_codes(text: str) -> bool:
    """Say whether she speaks of what she has taken already."""
    return _CODES.search(text) is not None


def asks_to_cancel(text: str) -> bool:
    """Say whether she wants to give something back."""
    return _CANCELS.search(text) is not None


def my_codes(talk: Talk) -> None:
    """Show the codes of what waits for her; who has none is shown her member code."""
    waiting = open_redemptions(talk.db, talk.person.id)
    if not waiting:
        if asks_for_codes(talk.incoming.text):
            talk.say("gift_codes.none")
        else:
            show_code(talk)
        return
    talk.say("gift_codes.waiting", codes=[_told(redemption) for redemption in waiting])
    for redemption in waiting[:SHOWN]:
        send_code(talk, redemption)


def send_code(talk: Talk, redemption: Redemption) -> None:
    """Send the picture of a code: she may hand it on to whoever fetches the gift."""
    picture = {"kind": "shown_code", "code": redemption.code}
    talk.send_picture("gift_codes.picture", picture, kind="gift_code", of=redemption.id)


def give_back(talk: Talk) -> None:
    """Ask once before a redemption is taken back; of several she says which."""
    waiting = open_redemptions(talk.db, talk.person.id)
    if not waiting:
        talk.say("gift_codes.nothing_to_cancel")
        return
    offered = [[str(each.id), told_gift(each)] for each in waiting]
    if len(waiting) == 1:
        talk.start(FLOW, offered=offered, which=offered[0][0])
        return
    talk.say("gift_codes.several", codes=[_told(redemption) for redemption in waiting])
    talk.start(FLOW, offered=offered)


def given_back(talk: Talk, redemption_id: int) -> Done:
    """Take one back and return the points, unless it was fetched meanwhile."""
    redemption = _found(talk, redemption_id)
    if redemption is None:
        return Done(says=(line("gift_codes.nothing_to_cancel"),))
    cancel(talk.db, redemption, by="customer", texts=talk.texts)
    points = f"{redemption.points:,}"
    return Done(says=(line("gift_codes.cancelled", gift=told_gift(redemption), points=points),))


def _told(redemption: Redemption) -> Line:
    return line(
        "gift_codes.one",
        gift=told_gift(redemption),
        code=grouped(redemption.code),
        day=told_day(redemption.good_until),
        store=redemption.stores.replace("、", "或") or line("redeem.any_store"),
    )


def _which(text: str, context: Context) -> str:
    return choice(text, context)


def _name(talk: Talk, answers: Answers) -> Done:
    if not answers["which"]:
        return Done(says=(line("gift_codes.kept"),), ends=True)
    redemption = _found(talk, int(answers["which"]))
    if redemption is None:
        return Done(says=(line("gift_codes.nothing_to_cancel"),), ends=True)
    points = f"{redemption.points:,}"
    return Done(says=(line("gift_codes.about", gift=told_gift(redemption), points=points),))


def _cancel(talk: Talk, answers: Answers) -> Done:
    if not answers["sure"]:
        return Done(says=(line("gift_codes.kept"),))
    return given_back(talk, int(answers["which"]))


def _found(talk: Talk, redemption_id: int) -> Redemption | None:
    waiting = open_redemptions(talk.db, talk.person.id)
    return next((each for each in waiting if each.id == redemption_id), None)


CANCEL = Flow(
    FLOW,
    (
        Ask("which", _which, offered="offered", if_refused=""),
        Do("named", _name, needs=("which",)),
        Ask("sure", yes_no),
        Do("cancelled", _cancel, needs=("which", "sure")),
    ),
)
