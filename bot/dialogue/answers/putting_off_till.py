"""Until when she puts something off: 下个月再说, 年后再约, 过两个月再来看看."""

import re
from datetime import date

from bot.dialogue.answers.putting_off import AGAIN
from bot.dialogue.answers.spelling import plain
from bot.dialogue.answers.wishes import wishes
from bot.dialogue.answers.wording import spaced
from bot.shop.wishes.rules import ALL

_COMING = spaced(f"{AGAIN} (?: 看 | 一下 )?")
# 下个月再发 is a wish about our messages, 过两天再来 a goodbye
_NOT_THIS = re.compile("[发推]|消息|通知|打扰|联系|提醒|天")


def till_when(text: str, today: date) -> date | None:
    """Return the day to which she puts it off, where she says nothing else."""
    said = plain(text)
    if _NOT_THIS.search(said) or not _COMING.search(said):
        return None
    found = wishes(_COMING.sub("再说", said), today) or {}
    return found[ALL].until if [*found] == [ALL] else None
