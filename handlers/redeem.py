"""Points for gifts: what she can have, one confirmation, a code that anyone she sends may show."""

from typing import Any

from bot.dialogue.answers import quantity
from bot.dialogue.conversation import Talk
from bot.dialogue.flow import Answers, Ask, Do, Done, Flow
from bot.shop.gifts.codes import grouped
from bot.shop.gifts.queries import left_of
from bot.shop.gifts.rules import Gift, Taker, why_not
from bot.shop.refusal import Refused
from bot.texts import Line, line
from bot.usecases.redeeming import redeem, told_day
from handlers.gift_answers import NOTHING, Rather, spot_count, spot_gifts, takes_it, which_gift
from handlers.gift_codes import send_code
from handlers.gift_offer import send_pictures, taker_here
from handlers.gift_questions import IN_THE_FLOW

FLOW = "redeem"
_WHYS = {
    "gift_over": "redeem.why_over",
    "gift_level": "redeem.why_level",
    "gift_few": "redeem.why_few",
    "gift_gone": "redeem.why_gone",
    "gift_limit": "redeem.why_limit",
    "points_short": "redeem.why_short",
}
_WHYS_OF_MANY = ("gift_few", "gift_limit", "points_short")


def _tell(talk: Talk, answers: Answers) -> Done:
    """Say what it costs and what will be left, or why she can't have it."""
    gift, count = _gift(talk, answers), answers.get("count", 1)
    if gift is None:
        return _gone()
    taker = taker_here(talk)
    left = left_of(talk.db, [gift])[gift.word]
    why = why_not(gift, taker, left=left, count=count, today=talk.context.today)
    if why:
        return _refuse(gift, why, taker, left=left, count=count)
    if talk.conversation.asks is None:  # she named it before she saw any
        send_pictures(talk, [gift])
    costs = gift.points * count
    told = line(
        "redeem.costs",
        gift=_counted(gift, count),
        points=f"{costs:,}",
        rest=f"{taker.points - costs:,}",
        day=told_day(gift.good_until(talk.context.today)),
        store=_stores(gift),
    )
    return Done(says=(*_one_by_one(talk, gift), told), keeps={"count": count})


def _one_by_one(talk: Talk, gift: Gift) -> tuple[Line, ...]:
    """Of several that she names in one breath, say which comes next."""
    named = spot_gifts(talk.incoming.text, talk.context)
    others = [each.name for each in talk.shop.gifts if each.word in named and each is not gift]
    if gift.word not in named or not others:
        return ()
    return (line("redeem.one_by_one", gift=gift.name, others="、".join(others)),)


def _refuse(gift: Gift, why: str, taker: Taker, *, left: int, count: int) -> Done:
    """Say why not; of what was too many she may still have one."""
    needed = gift.points * count
    told = line(
        _WHYS[why],
        gift=gift.name if why == "gift_limit" else _counted(gift, count),
        left=left,
        limit=gift.per_person,
        balance=f"{taker.points:,}",
        short=f"{max(0, needed - taker.points):,}",
    )
    if count > 1 and why in _WHYS_OF_MANY:
        return Done(says=(told,), redo=("told",), keeps={"count": 1})
    return _other(told)


def _other(told: Line) -> Done:
    """Say it, and ask once more which one she would like."""
    return Done(says=(told,), redo=("gift", "count", "told", "sure", "redeemed"))


def _change(talk: Talk, answers: Answers) -> Done:
    """Take over another number or gift; what is told already is a yes."""
    said: Any = answers["sure"]
    if isinstance(said, dict):
        return _rather(talk, answers, said)
    if said in (answers.get("count", 1), answers["gift"]):
        return Done(redo=("changed",), keeps={"sure": True})
    new = {"count": said} if isinstance(said, int) else {"gift": said, "count": 1}
    return Done(redo=("told", "sure", "changed"), keeps=new)


def _rather(talk: Talk, answers: Answers, said: Rather) -> Done:
    """Take fewer, or the cheapest; of what is told already she has said no yes."""
    if "only" in said:
        if said["only"] == answers.get("count", 1):
            return Done(redo=("changed",), keeps={"sure": False})
        return Done(redo=("told", "sure", "changed"), keeps={"count": said["only"]})
    if said["rather"] == answers["gift"]:
        gift = talk.shop.gift(answers["gift"])
        name = gift.name if gift else ""
        return Done(says=(line("redeem.cheapest", gift=name),), redo=("sure", "changed"))
    return Done(redo=("told", "sure", "changed"), keeps={"gift": said["rather"], "count": 1})


def _redeem(talk: Talk, answers: Answers) -> Done:
    """Spend the points and give the code; somebody may have been quicker."""
    gift, count = _gift(talk, answers), answers.get("count", 1)
    if gift is None or talk.member is None:
        return _gone()
    today = talk.context.today
    try:
        redemption = redeem(talk.db, talk.member, gift, count=count, today=today)
    except Refused as refused:
        left = left_of(talk.db, [gift])[gift.word]
        return _refuse(gift, refused.reason, taker_here(talk), left=left, count=count)
    send_code(talk, redemption)
    done = line(
        "redeem.done",
        gift=_counted(gift, count),
        code=grouped(redemption.code),
        day=told_day(redemption.good_until),
        store=_stores(gift),
        rest=f"{taker_here(talk).points:,}",
    )
    more = line("redeem.book") if gift.bookable else line("redeem.hint")
    return Done(says=(done, more))


def _decline(_talk: Talk, _answers: Answers) -> Done:
    return Done(says=(line("redeem.as_you_like"),))


def _gift(talk: Talk, answers: Answers) -> Gift | None:
    """Return the gift; None where file or membership ended while the question was open."""
    return talk.shop.gift(answers["gift"]) if talk.is_member else None


def _gone() -> Done:
    return Done(says=(line("redeem.gone"),), ends=True)


def _counted(gift: Gift, count: int) -> str:
    return gift.name if count == 1 else f"{gift.name}×{count}"


def _stores(gift: Gift) -> Line | str:
    return "或".join(gift.stores) if gift.stores else line("redeem.any_store")


def _never(_answers: Answers) -> bool:
    """One piece is what is meant, unless she says another number."""
    return False


def _wants_one(answers: Answers) -> bool:
    return answers.get("gift") not in (None, NOTHING)


def _changes(answers: Answers) -> bool:
    return not isinstance(answers.get("sure", True), bool)


def _agrees(answers: Answers) -> bool:
    return answers.get("sure") is True


def _declines(answers: Answers) -> bool:
    return answers.get("gift") == NOTHING or answers.get("sure") is False


REDEEM = Flow(
    FLOW,
    (
        Ask("gift", which_gift, asides=IN_THE_FLOW, offered="offered"),
        Ask("count", quantity, spot=spot_count, when=_never),
        Do("told", _tell, needs=("gift", "count"), when=_wants_one),
        Ask("sure", takes_it, asides=IN_THE_FLOW, offered="offered", when=_wants_one),
        Do("changed", _change, needs=("sure",), when=_changes),
        Do("redeemed", _redeem, needs=("gift", "sure"), when=_agrees),
        Do("declined", _decline, needs=("gift",), when=_declines),
    ),
    recalls=("gift",),
)
