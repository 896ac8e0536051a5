"""Whether she puts it off, without a day: 过阵子再说, 等我有空, 忙完这阵再约."""

from bot.dialogue.answers.spelling import clauses
from bot.dialogue.answers.wording import any_of, spaced
from bot.dialogue.answers.yesno import ENDING, spoken

_THESE_DAYS = any_of("最近 这阵子 这阵 这段时间 这段 这几天 这些天 近来 近期 今天 现在 年底 月底")
_OPENING = rf"(?: {_THESE_DAYS} | 嗯 | 哦 | 那 | 我 | 就 | 还是 | 先 | 都 | 要 | 得 | 等 | 等到 )*"
_SOME_TIME = any_of("""
    过阵子 过一阵子 过一阵 过段时间 过一段时间 过些日子 过些天 过几天 过一段 缓缓 缓一缓 到时候
""")
_FREE = any_of("有空 有时间 空了 闲了 闲下来 空下来 得空 不忙 方便")
_THEN = "(?: 了 | 时候? | 的时候 | 以后 | 之后 | 后 )*"
AGAIN = (
    f"再 {any_of('说 看 看看 约 预约 定 弄 聊 来 去 过来 过去 找你 找你们 联系 联系你们 联系您')}"
)
_PUTS_OFF = spaced(rf"""
    {_OPENING} (?:
        {_SOME_TIME} {_THEN} {AGAIN}
        | 忙完 {_THESE_DAYS}? 子? {_THEN} {AGAIN}
        | {_FREE} {_THEN} {AGAIN}
        | 等 我? {_FREE} {_THEN} (?: 过[来去] | 来 | 去 )?
    ) {ENDING}
""")
_BUSY = spaced(rf"""
    {_OPENING} (?: 有点 | 比较 | 太 | 很 | 挺 | 实在 | 真 | 在 )*
    (?: 没空 | 没有空 | 没时间 | 没有时间 | 忙 | 走不开 | 抽不开身 | 抽不出空 ) (?: 着 )? {ENDING}
""")
_NEXT = any_of("下个月 下月 下周 下星期 下个星期 下礼拜 下个礼拜 明年 年后 过完年 月底")
_TILL_THEN = spaced(f"{_OPENING} {_NEXT} {AGAIN} {ENDING}")
_FILLING = spaced(_OPENING)


def puts_off(text: str, *, to_a_time: bool = False) -> bool:
    """Tell whether she says in so many words that it is not the time, and nothing else.

    下个月再说 counts with `to_a_time`, where a question is open; else it is a wish of hers.
    """
    said = [each for each in clauses(spoken(text)) if not _FILLING.fullmatch(each)]
    kinds = (_PUTS_OFF, _BUSY, _TILL_THEN) if to_a_time else (_PUTS_OFF, _BUSY)
    return bool(said) and all(any(kind.fullmatch(each) for kind in kinds) for each in said)
