"""Days that are dear to her: 我们结婚纪念日是5月20号, 农历八月十五是我妈生日, 别记了."""

import re
from typing import Any, Literal, NamedTuple

from bot.dialogue.answers.birthdays import birthday
from bot.dialogue.answers.context import Context, Unclear
from bot.dialogue.answers.festivals import FESTIVAL
from bot.dialogue.answers.spelling import plain
from bot.dialogue.answers.wording import any_of, spaced

# how she calls them, and how we do
_KIN = {
    "爸妈": "爸妈 父母 爸爸妈妈",
    "妈妈": "妈妈 妈 老妈 母亲 老娘",
    "爸爸": "爸爸 爸 老爸 父亲",
    "老公": "老公 丈夫 先生 爱人",
    "老婆": "老婆 妻子 媳妇 太太",
    "孩子": "孩子 小孩 宝宝 宝贝 娃 小朋友",
    "儿子": "儿子",
    "女儿": "女儿 闺女",
    "孙子": "孙子",
    "孙女": "孙女",
    "婆婆": "婆婆",
    "公公": "公公",
    "岳母": "岳母 丈母娘",
    "岳父": "岳父 老丈人",
    "奶奶": "奶奶",
    "爷爷": "爷爷",
    "外婆": "外婆 姥姥",
    "外公": "外公 姥爷",
    "姐姐": "姐姐 姐 老姐",
    "妹妹": "妹妹 妹 老妹",
    "哥哥": "哥哥 哥 老哥",
    "弟弟": "弟弟 弟 老弟",
    "男朋友": "男朋友 男友",
    "女朋友": "女朋友 女友",
    "对象": "对象",
    "闺蜜": "闺蜜 闺密",
}
_CALLED = {word: kin for kin, words in _KIN.items() for word in words.split()}
_WHO = any_of(" ".join(_CALLED))
_WHAT = spaced(rf"""
    (?P<kin> {_WHO} ) 的? (?: 过? 生日 | 诞辰 | 寿辰 | 大寿 )
    | (?: (?P<whose> {_WHO} ) 的? )?
      (?P<event> 结婚 | 订婚 | 领证 | 恋爱 | 相恋 | 相识 | 认识 | 在一起 | 求婚 )? 的?
      (?: [0-9一二三四五六七八九十]{{0,3}} 周年 的? )? (?: 纪念日 | (?<= 周年 ) 日? )
""")
_DATE = spaced(rf"""
    (?: (?: 19 | 20 )? [0-9]{{2}} \s* [年./-] \s* )? (?: [农阴公阳新旧] 历 )?
    (?: 闰? (?: [0-9]{{1,2}} | [一二三四五六七八九十正冬腊]{{1,2}} ) \s* [月./-] \s*
        初? (?: [0-9]{{1,2}} | [廿卅]?[一二三四五六七八九十]{{1,3}} ) \s* [日号]?
      | {FESTIVAL} 节? (?: 那天 )? | 昨天 | 今天 | 明天 | 后天 )
""")
_SAD = re.compile("忌日|祭日|周年祭|去世|过世|离世|逝世|走的那天|离婚|分手|流产|受洗")
_FORGETS = spaced(r"""
    忘掉 | (?<! [别要能] ) 忘了 [它吧] | 删 [掉了除]?
    | (?: 别 | 不要 | 不用 | 不必 ) 再? 记 (?! 错 )
""")
_SHOWS = spaced(r"""
    [记存] [了着]? 我? 的? (?: 哪些 | 什么 | 哪几个 ) (?: 日子 | 纪念日 )
    | ^ (?: 看看? | 查查? )? 我们?的? 纪念日 (?: 有哪些 | 是?哪天 | 是?几号 | 是?什么时候 )? [?]? $
""")
_FILLING = spaced(r"""
    我们 | 咱们? | 我 | 俺 | 的 | 是 | 在 | 就 | 那一?天 | 每年 | 都 | 记得? | 记 [一住着下]+ | 帮
    | 麻烦 | 请 | [您你]们? | 好 | [哦啊呀啦吧哈呢了] | 过 | 也 | 另外 | 还有 | 对了 | 别忘 | 告诉
    | 一下 | 日子 | 改 [成到为]? | 不对 | 应该 | 生日 | 家 | \s | [,。;!~、:?“”"]
""")
_LEFT_OVER = 2


class DearDay(NamedTuple):
    """What she says of a day: to keep it, to forget it or, without `what`, all; to show them."""

    act: Literal["keep", "forget", "show", "sad"]
    what: str | None = None


def dear_day(text: str) -> DearDay | None:
    """Return what she tells of a day that is dear to her; None where she may mean anything else.

    Her own birthday is none of these, and whoever wants to buy something for the day is no
    different from who names the day: she is heard for what she wants.
    """
    said = plain(text)
    if _SAD.search(said):
        return DearDay("sad") if _says_only(_SAD.sub("", said)) else None
    if _SHOWS.search(said):
        return DearDay("show")
    found = _WHAT.search(said)
    if found is None:
        return None
    if _FORGETS.search(said):
        return DearDay("forget", _named(found)) if _says_only(_FORGETS.sub("", said)) else None
    if _DATE.search(said) and _says_only(said) and not said.endswith(("?", "吗")):
        return DearDay("keep", _named(found) or "纪念日")
    return None


def dear_date(text: str, context: Context) -> dict[str, Any]:
    """Return the day she names, without its year; raise Unclear as for a birthday."""
    return {**birthday(_WHAT.sub(" ", plain(text)), context), "year": None}


def spot_dear_date(text: str, context: Context) -> dict[str, Any] | None:
    """Return the day where it is clear."""
    try:
        return dear_date(text, context)
    except Unclear:
        return None


def _named(found: re.Match[str]) -> str | None:
    """Return how we call the day; None for 纪念日 alone, whosever it is."""
    if found["kin"]:
        return f"{_CALLED[found['kin']]}的生日"
    whose = f"{_CALLED[found['whose']]}的" if found["whose"] else ""
    return f"{whose}{found['event'] or ''}纪念日" if whose or found["event"] else None


def _says_only(said: str) -> bool:
    """Say whether nothing else is told than the day and what it is."""
    rest = _DATE.sub("", _WHAT.sub("", said))
    return len(_FILLING.sub("", rest)) <= _LEFT_OVER
