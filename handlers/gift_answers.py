"""Which gift she means, how many of it, and whether she takes it."""

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.dialogue.answers import (
    Context,
    Unclear,
    choice,
    quantity,
    spot_choice,
    spot_quantity,
    yes_no,
)
from bot.dialogue.answers.spelling import plain
from bot.shop.gifts.rules import Gift
from handlers.gift_offer import pairs
from handlers.gift_questions import declines

NOTHING = "none"
Rather = dict[str, int | str]  # 算了就一个, 便宜点的: what she would rather have
_AND = re.compile(r"[和跟与同加、,;。!还再\s]+")
_NOT = re.compile("不[要换想]|别")
# 给您换吗？换吧
_TAKES = re.compile(
    "(我|就|那|都|还是|帮我|给我|确定|好|行|可以|[哎唉诶嗯,])*要?[换兑]+(了|吧|呀|啊|呗|嘛|的|哈)*[.!]*"
)
_CHEAPER = re.compile("便宜|[分点]少|少.{0,2}[分点]的|不要那?么?多分|最低的")
_SAME_AT_MOST = 12
_PIECES = "(?:[0-9]{1,2}|[一两二三四五六七八九十])[个件份套条把盒]"
_ONLY = re.compile(rf"[算不]了[,。!\s]*[那还是就只我要换来拿]*({_PIECES})(吧|好了|就[好行]|得了)?")
_SAME = re.compile(
    f"再(?:给我|帮我)?[来换兑要拿加]?{_PIECES}|[一同]样的?.{{0,6}}[来换兑要]{_PIECES}"
)
_BY_ONE_CHARACTER = re.compile("(?:我?要|我?换|想要|就)?[那这][个块条把样件只]?(.)子?[的吧呢啊呀]*")


def which_gift(text: str, context: Context) -> str:
    """Read a place in the list, the name of any gift, or that she wants none."""
    if declines(text):
        return NOTHING
    if wants_cheaper(text):
        return cheapest(context)
    named = spot_gifts(text, context)
    if len(named) > 1:
        return named[0]
    try:
        return choice(text, context)
    except Unclear:
        if not named:
            raise
        return named[0]


def takes_it(text: str, context: Context) -> bool | int | str | Rather:
    """Read a yes or no, another number of pieces, or another gift."""
    if rather := _rather(text, context):
        return rather
    if declines(text):
        return False
    if _TAKES.fullmatch(plain(text)):
        return True
    count = spot_count(text, context)
    if count is not None:
        return count
    try:
        return yes_no(text)
    except Unclear:
        return _other_wish(text, context)


def _rather(text: str, context: Context) -> Rather | None:
    """Read how many she will have after all, or that it should be a cheaper one."""
    if only := _ONLY.fullmatch(plain(text)):
        return {"only": quantity(only[1], context)}
    if wants_cheaper(text) and not declines(text):
        return {"rather": cheapest(context)}
    return None


def _other_wish(text: str, context: Context) -> int | str:
    """Read another gift, a bare number of pieces, or a place in the list she saw."""
    if named := spot_gifts(text, context):
        return named[0]
    try:
        return int(quantity(text, context))
    except Unclear:
        return choice(text, context)


def wants_cheaper(text: str) -> bool:
    """Say whether she would rather have one of fewer points."""
    return _CHEAPER.search(plain(text)) is not None


def wants_after_all(text: str) -> bool:
    """Say whether she takes what was spoken of: 哎还是换吧."""
    return _TAKES.fullmatch(plain(text)) is not None


def wants_the_same(text: str) -> bool:
    """Say whether she wants once more what she has taken: 再来一个, 一样的再换一个."""
    return len(text) <= _SAME_AT_MOST and _SAME.search(plain(text)) is not None


def cheapest(context: Context) -> str:
    """Return the gift of the fewest points that is for everybody."""
    gifts = context.shop.gifts if context.shop else ()
    for_all = [gift for gift in gifts if not gift.levels and gift.is_on(context.today)]
    if not for_all:
        raise Unclear("choice_unclear")
    return min(for_all, key=lambda gift: gift.points).word


def spot_gifts(text: str, context: Context) -> list[str]:
    """Return the gifts that she names, in her order; what she says no to is none of them."""
    parts = [part for part in _AND.split(plain(text)) if part and not _NOT.search(part)]
    named = [_spot_gift(part, context) for part in parts]
    return list(dict.fromkeys(word for word in named if word))


def spot_count(text: str, context: Context) -> int | None:
    """Return how many she wants; a number in a gift's own name is none of hers."""
    said = text
    for gift in context.shop.gifts if context.shop else ():
        said = said.replace(gift.name, "")
    if _spot_gift(text, context) is None:
        return spot_quantity(said, context)
    try:
        return int(quantity(said, context))
    except Unclear:
        return None


def _spot_gift(text: str, context: Context) -> str | None:
    gifts = context.shop.gifts if context.shop else ()
    named = spot_choice(text, replace(context, offered=pairs(gifts)))
    return named or _by_one_character(text, gifts)


def _by_one_character(text: str, gifts: Sequence[Gift]) -> str | None:
    """Return the only gift whose name holds what she points to: 那个布, 那把伞."""
    pointed = _BY_ONE_CHARACTER.fullmatch(plain(text))
    found = [gift.word for gift in gifts if pointed and pointed[1] in gift.name]
    return found[0] if len(found) == 1 else None
