"""What she wants of a visit: book one, move or cancel hers, say that she comes late."""

import re
from typing import Literal

from bot.dialogue.answers.shifts import only_shifts, says_how_far
from bot.dialogue.answers.spelling import plain
from bot.dialogue.answers.wording import any_of, spaced

VisitWish = Literal["tell", "late", "another", "move", "cancel", "unable", "needed", "book"]

_NOT = spaced("(?: 不 (?: 要 | 用 | 想 | 能 )? | 别 | 没有?要? ) (?: 取消 | 改 | 换 )")
_TOLD = any_of("""
    我的预约 查预约 查一下预约 查下预约 预约记录 预约成功 约上了吗 约上没 约过了吗 约好了吗
""")
_NEEDED = any_of("""
    要预约吗 需要预约 要约吗 要等位 要排队 直接来 直接去 还是先约 要提前 不要预约
""")
_CANCELS = any_of("取消 不约了 退掉 撤掉 删掉 不用留 别留 不来了 不去了 不用约")
_UNABLE = any_of("""
    来不了 去不了 到不了 赶不上 赶不到 去不成 来不成 过不来 过不去 没法来 没法去 没法过来 来不及
""")
_MOVES = any_of("改天约 挪 推迟 延期 延后 往后 往前 提前到 提前一 提前半")
_PATTERNS: tuple[tuple[VisitWish, re.Pattern[str]], ...] = (
    ("tell", spaced(rf"""
        {_TOLD} | 是不是 [约订] | 预约的? (?: 几 | 时间是 )
        | [约订] 的? (?: 是? (?: 几 | 什么时候 | 哪天 ) (?! 都 | 能 ) | 时间 (?! 想 ) .* [?几什] )
        | (?: 看 | 看看 | 看下 | 看一下 | 确认一?下 ) .* 预约
    """)),
    ("late", spaced(r"""
        (?<! 推 ) 迟到 | 晚 (?: 一点 | 点 | 一会儿? | .{1,4} (?: 分钟? | 小时 | 钟头 | 刻钟? ) ) 到
        | 晚到 | 会晚 | 堵车 | 堵在
    """)),
    ("another", spaced(r"""
        再约 (?: 一 | 个 | 一个 ) | 另外?约
        | (?: 帮 | 替 | 给 ) 我? (?: 妈 | 爸 | 婆婆 | 老[公婆] | [姐妹哥弟] | 女儿 | 儿子 | 孩子
            | 先生 | 太太 | 朋友 | 闺蜜 | 同事 ) .* 约
    """)),
    ("move", spaced(rf"""
        改 (?! 天 | 圈 | 衣 | 小 | 大 | 款 ) | 换 (?: 个 | 一个 | [到成明后周下] ) | {_MOVES}
    """)),
    ("cancel", spaced(_CANCELS)),
    ("unable", spaced(_UNABLE)),
    ("needed", spaced(rf"""
        要不要 (?: 先 | 提前 )? (?: 预?约 | 打招呼 ) | 用不用 .{{0,2}} 约 | {_NEEDED}
        | 预约 不要 | 要 预约 不
    """)),
)  # fmt: skip
_ASKS = spaced(r"""
    [?吗么] \s* $ | 可不可以 | 行不行 | 能不能 | 有没有 | 方便不 | 有空 | 有位 | 可唔可以
""")


def visit_wish(text: str) -> VisitWish:
    """Return what she wants; what is none of the others is a wish to book."""
    said = _NOT.sub(" ", plain(text))
    found = next((wish for wish, words in _PATTERNS if words.search(said)), None)
    if found in (None, "unable") and (says_how_far(text) or only_shifts(text)):
        return "move"
    return found or "book"


def only_asks(text: str) -> bool:
    """Say whether she asks for a time rather than taking it: then it is offered, not booked."""
    return bool(_ASKS.search(plain(text)))
