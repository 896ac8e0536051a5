"""That somebody brought her: a friend's code that she types, or words such as 王芳介绍我来的."""

import re

from bot.dialogue.answers.spelling import plain
from bot.dialogue.answers.wording import spaced

_CODE = re.compile("(?<![0-9a-z])[0-9a-f]{10}(?![0-9a-z])")
_CALLED_CODE = re.compile("推荐|介绍|邀请|朋友")
_BROUGHT = spaced(r"""
    (?: 介绍 | 推荐 ) 我? (?: 过来 | 来 | 到 ) (?! 朋友 | 的?人? .* [多几] )
    | (?: 是 | 由 | 我 | 经 ) [^,。!?我]{1,8} (?: 介绍 | 推荐 ) 我? 的 (?! 朋友 | 人 | 奖 | 积分 )
    | (?: 介绍 | 推荐 ) 人 (?: 是 | 叫 | 写 | : | \s )* [^是有几谁吗?\s]
    | (?: 让 | 叫 | 带 ) 我 (?: 过来 | 来 ) 的 | ^ [^,。!?我]{2,8} (?: 介绍 | 推荐 ) 我?的 $
""")
_ASKS = spaced("[?吗] \\s* $ | 什么 | 怎么 | 多少 | 几个 | 谁 | 好处 | 奖励 | 到账")


def friend_code(text: str) -> str | None:
    """Return the word of a friend's code; ten digits are one only where she calls them so."""
    said = plain(text)
    codes = set(_CODE.findall(said))
    if len(codes) != 1:
        return None
    code = codes.pop()
    return code if not code.isdecimal() or _CALLED_CODE.search(said) else None


def says_brought(text: str) -> bool:
    """Say whether she tells that somebody recommended us to her."""
    said = plain(text)
    return bool(_BROUGHT.search(said)) and not _ASKS.search(said)
