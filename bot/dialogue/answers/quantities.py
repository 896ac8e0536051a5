"""How many she wants, in the units she names."""

import re

from bot.dialogue.answers.context import Context, Unclear
from bot.dialogue.answers.numerals import digit_by_digit, number
from bot.dialogue.answers.phones import without_phone
from bot.dialogue.answers.spelling import plain
from bot.dialogue.answers.wording import any_of, spaced

_MOST = 999
_DOZEN = 12
_1TO9 = "一二三四五六七八九壹贰叁肆伍陆柒捌玖"
_NUMERAL = rf"""
    (?: [{_1TO9}两] 百 (?: 零 [{_1TO9}] | [{_1TO9}]? 十 [{_1TO9}]? )?
        | [{_1TO9}]? 十 [{_1TO9}]? | 廿 [{_1TO9}]? | [零〇两{_1TO9}] )
"""
_COUNT = rf"(?: [0-9]++ | {_NUMERAL} )"
_ALONE = rf"(?<! [0-9.:第十百廿零两{_1TO9}-] )"
_PIECE = "块 (?= 手?表 | 怀表 | 玉 | 金条 )"  # other 块 are money
_UNIT = any_of("""
    个 件 条 只 枚 颗 粒 串 对 双 副 套 支 盒 包 瓶 张 份 根 片 款 袋 箱 本 台 朵 束 把 组 幅 盏 扇
    样
""")
_NOT_THINGS = "(?! [月人字子半多来以] | 小时 | 钟头 | 星期 | 礼拜 | 问题 )"
_QUANTITY = spaced(rf"""
    {_ALONE} (?: (?P<dozens> {_COUNT} | 半 ) 打 (?! [折开算电听] )
        | (?! 一样 ) (?P<count> {_COUNT} ) \s* (?: {_PIECE} | {_UNIT} {_NOT_THINGS} ) )
    | (?<! [我你您他她们咱哥姐妹兄] ) (?P<both> [俩仨] )
    | [x×*] \s* (?P<times> [0-9]{{1,3}} ) (?! [0-9] )
""")
_BARE = spaced(rf"""
    (?: [我想要买来拿订就先是:\s] | 给我 | 一共 | 总共 | 数量 | 大概 )* (?P<count> {_COUNT} )
    (?: 就?好 | 就?行 | 就?可以 | 谢谢 | [吧了呢哈\s,。!] )*
""")
_VAGUE = spaced(rf"""
    [{_1TO9}两] [{_1TO9}两] (?: {_UNIT} | [十打] ) | 十 [{_1TO9}] [{_1TO9}] | 十 [几来多]
    | [0-9十百] [多来] | {_COUNT} {_UNIT}? \s* (?: [-~、/到至或] | 或者 ) \s* {_COUNT}
    | 几 | 若干 | 一些 | 好多 | 很多 | 许多 | 越多 | 一点 | [多少] [买来要拿订]? 点
    | 全部? | 都要 | 半 (?! 打 ) | [0-9]\.[0-9] | {_UNIT} [半多]
    | [每各] | 一人 | 不止 | 至少 | 起码 | 最[少多] | 超过 | 以[上内下]
""")
_NOT_BUT = spaced(rf"不 (?: 是 | 要 ) \s* {_COUNT} \s* {_UNIT}? [,。\s]* (?: 而?是 | 要 | 改成? )")
_REFUSED = spaced(rf"不 (?: 要 | 用 | 买 | 需要 ) \s* {_COUNT} \s* {_UNIT}")
_NONE = spaced("不 (?: 要 | 用 | 买 | 需要 | 订 ) (?! 紧 | 只 ) | 算了 | 取消 | 没有?")
_NONE_AFTER_ALL = spaced("[都也]不 | 不[要用买订]了 | 算了 | 取消")
_MONEY_OR_SIZE = any_of("""
    元 毛 角 分 千 万 折 rmb 点 号 月 日 年 天 周 岁 楼 层 码 寸 克 斤 米 厘米 mm cm g %
""")
_NO_QUANTITY = spaced(rf"""
    [¥￥$] \s* [0-9.]++
    | (?! 一点 ) (?: (?<! [0-9.] ) [0-9.]++ | {_NUMERAL} ) [千万百]? [0-9{_1TO9}]*+
        \s* (?: (?! {_PIECE} ) 块钱? | {_MONEY_OR_SIZE} )
    | 买[一二三两1-3][送赠][一二三两1-3] | 第 \s* {_COUNT} \s* {_UNIT}?
""")
_ASKS = spaced("多少 | 怎么 | 什么 | 几点 | 哪")
_TOTAL = spaced("一共 | 总共 | 合计 | 加起来")
_WANTED = spaced("要 | 买 | 来 | 订 | 定 | 拿 | 带 | 加 | 帮我 | 给我 | 下单 | 换")
_SOMETHING_ELSE = spaced("""
    [?吗没别不退坏掉断] | 多少 | 几 | 什么 | 怎么 | 哪 | 买了 | 买过 | 买的 | 订了 | 订的 | 拿了
    | 上次 | 昨天 | 之前 | 以前 | 如果 | 要是
""")


_THOUSANDS = re.compile(r"(?<=[0-9]),(?=[0-9]{3}(?![0-9]))")


def quantity(text: str, context: Context) -> int:
    """Return how many she wants: a pair or a set is one, a dozen is twelve.

    Numbers that stand before no unit count only alone: prices, dates, sizes and
    phones are none. Raise Unclear for about two (一两个), for two numbers, for none.
    """
    del context
    said = _REFUSED.sub(" 不要", _NOT_BUT.sub(" ", _written(text)))
    said = _NO_QUANTITY.sub(" ; ", said)
    if _ASKS.search(said):
        raise Unclear("quantity_unclear")
    found = _quantities(said)
    if (_NONE_AFTER_ALL if found else _NONE).search(said):
        raise Unclear("quantity_none")
    if _VAGUE.search(said) or len(found) > 1:
        raise Unclear("quantity_which")
    if not found:
        raise Unclear("quantity_unclear")
    return _sensible(found.pop())


def spot_quantity(text: str, context: Context) -> int | None:
    """Return how many where she says that she wants so many units of something."""
    said = plain(text)
    wanted = _WANTED.search(said) or _QUANTITY.fullmatch(said)
    if not wanted or not _QUANTITY.search(said) or _SOMETHING_ELSE.search(said):
        return None
    try:
        return quantity(text, context)
    except Unclear:
        return None


def _written(text: str) -> str:
    return _THOUSANDS.sub("", without_phone(plain(text)))


def _quantities(said: str) -> set[int]:
    """Return the different numbers of units; a total goes before its parts."""
    total = _TOTAL.search(said)
    found = {_read(match) for match in _QUANTITY.finditer(said, total.end() if total else 0)}
    if not found and (bare := _BARE.fullmatch(said)):
        found = {_whole(bare["count"])}
    return found


def _sensible(count: int) -> int:
    if count == 0:
        raise Unclear("quantity_none")
    if count > _MOST:
        raise Unclear("quantity_unclear")
    return count


def _read(match: re.Match[str]) -> int:
    if match["dozens"]:
        return _DOZEN // 2 if match["dozens"] == "半" else _DOZEN * _whole(match["dozens"])
    if match["both"]:
        return 2 if match["both"] == "俩" else 3
    return _whole(match["count"] or match["times"])


def _whole(words: str) -> int:
    """Return a number below 1000: 十二, 一百零五, 两百三十."""
    hundreds, hundred, rest = words.partition("百")
    if not hundred:
        return number(words)
    return int(digit_by_digit(hundreds)) * 100 + (number(rest.lstrip("零")) if rest else 0)
