"""Which gift she means, how many of it, and whether she takes it."""

import re
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
from handlers.gift_offer import pairs
from handlers.gift_questions import declines

NOTHING = "none"
_AND = re.compile(r"[和跟与同加、,;。!还再\s]+")
_NOT = re.compile("不[要换想]|别")
# 给您换吗？换吧
_TAKES = re.compile(
    "(我|就|那|都|还是|帮我|给我|确定|好|行|可以)*要?[换兑]+(了|吧|呀|啊|呗|嘛|的|哈)*[.!]*"
)


def which_gift(text: str, context: Context) -> str:
    """Read a place in the list, the name of any gift, or that she wants none."""
    if declines(text):
        return NOTHING
    named = spot_gifts(text, context)
    if len(named) > 1:
        return named[0]
    try:
        return choice(text, context)
    except Unclear:
        if not named:
            raise
        return named[0]


def takes_it(text: str, context: Context) -> bool | int | str:
    """Read a yes or no, another number of pieces, or another gift."""
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


def _other_wish(text: str, context: Context) -> int | str:
    """Read another gift, a bare number of pieces, or a place in the list she saw."""
    if named := spot_gifts(text, context):
        return named[0]
    try:
        return int(quantity(text, context))
    except Unclear:
        return choice(text, context)


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
    return spot_choice(text, replace(context, offered=pairs(gifts)))
