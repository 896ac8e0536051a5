"""How people introduce themselves in passing: 我叫王芳, 免贵姓李, 叫我王姐, 王芳 138…"""

import re

from bot.dialogue.answers.context import Context
from bot.dialogue.answers.phones import spot_phone, without_phone
from bot.dialogue.answers.remarks import asks_why
from bot.dialogue.answers.spelling import simplified, tidy
from bot.dialogue.answers.surnames import COMPOUND_SURNAMES, NOT_NAMES, SURNAMES
from bot.dialogue.answers.wording import any_of, spaced

HAN = r"\u3400-\u9fff"
LONGEST = 30
_JOINER = "\u200d"

_START = r"(?: ^ | (?<= [\s,。.;!~、:呀啊哈嗯好您你] ) )"
_PARTICLE = "(?: [啊呀哈哦噢啦吧呢哟]? (?: 就? (?: 可以 | 好 | 行 | 成 ) [了啦吧哈]? | 即可 )? )"
_STOP = rf"""
    (?= \s* (?: $ | [,。;!?~、:] | \.+ (?: \s | $ ) | (?<= [{HAN}] ) [/|()]
            | [0-9]{{5,}} | [0-9+]{{3,}}\s
            | 我?的? (?: 电话 | 手机 | 号码 | 联系 | 生日 | 地址 ) | 今年 | 住在 | 谢谢
            | [想要] (?: 办 | 要 | 问 | 注册 | 加入 ) | 我 (?: 想 | 要 | 来 | 是 )
            | [你您] (?: 呢 | 们 | 好 | 是 ) )
        | (?<= [{HAN}] ) \s )
"""
_NAME = rf"""
    \s* [“"'‘「『]?
    (?P<name> [^\s,。;!?:、]{{1,30}}? | [A-Za-zÀ-ɏ][A-Za-zÀ-ɏ\ .'’-]{{0,28}}? )
    [”"'’」』]? {_PARTICLE} {_STOP}
"""
_MY_NAME = "名字 | 姓名 | 大名 | 全名 | 真名"
_INTRODUCTIONS = tuple(
    spaced(f"(?: {phrase} ) {_NAME}")
    for phrase in (
        f"{_START} (?: 我 | 本人 ) 的? (?: {_MY_NAME} ) (?: 就?叫做? | 就?是 | 为 | : )?",
        rf"{_START} (?: {_MY_NAME} | 名 | 称呼 ) (?: 叫做? | 是 | 为 | : | \s )",
        f"{_START} (?: 我 | 本人 | 俺 | 咱 ) 就? 叫做? (?! [我你您] )",
        rf"{_START} 我?姓 [{HAN}]{{1,2}} [,\s]* 叫做? (?! 我 )",
        "(?: 叫 | 喊 | 称呼 ) 我 [做为]?",
        f"{_START} (?: 我 | 免贵 | 本人 | 俺 )? 姓 (?! 名 | 什么 | 啥 )",
        r"my\ name (?: 's | \ is ) | name: | call\ me | \b i'?m \b | \b i\ am \b | this\ is \b",
    )
)
_IN_TWO_PARTS = spaced(rf"""
    {_START} (?: 我 | 免贵 | 本人 )? 姓 (?P<family> {"|".join(COMPOUND_SURNAMES)} | [{HAN}] ) ,?
    单? 名字? [是叫]? (?P<given> [{HAN}]{{1,2}}? ) 字? {_PARTICLE} {_STOP}
""")
_I_AM = spaced(rf"""
    (?: {_START} (?: 我就?是 | 这里是? | 这边是 | 本人是? | 俺是 ) | 改[成为叫] | 换成 ) \s*
    (?P<name> [{HAN}]{{2,4}}? ) {_PARTICLE} {_STOP}
""")
_PET_NAME = spaced(rf"[小老阿大] (?P<family> [{HAN}] )")
_NO_NAME_START = any_of("""
    你 您 他 她 它 们 人 什么 啥 客服 老板 店 去 别 不 帮 再 等 给 过 了 买 填 提供 做 干 先 看
    试 车 外卖 到 怎 如何 为 朋友 老公 老婆 妈 爸 儿 女儿 家人 随便 都 咋 用 在 就 很 把 让 要 拿
    取 写 留 来
""")
_NO_NAME_END = spaced("[人的座卡客员店妈爸控迷党粉] $ | 会员 | 顾客 | ^ [一二三四五六七八九十]")
_ASKS = spaced(r"\s* [吗么呢]? \s* [?]")


def introduced(text: str) -> str | None:
    """Return the name she introduces herself by, as she wrote it."""
    said = tidy(text)
    compared = simplified(said)
    if parts := _IN_TWO_PARTS.search(compared):
        return said[slice(*parts.span("family"))] + said[slice(*parts.span("given"))]
    for introduction in _INTRODUCTIONS:
        for match in introduction.finditer(compared):
            if not re.match(_NO_NAME_START, match["name"]) and not _is_question(match):
                return cut(said[slice(*match.span("name"))])
    for match in _I_AM.finditer(compared):
        if _is_sure(match["name"]) and not _is_question(match):
            return said[slice(*match.span("name"))]
    return None


def beside_phone(text: str, context: Context) -> str | None:
    """Return the name that stands alone beside her mobile number."""
    if spot_phone(text, context) is None:
        return None
    words = re.findall(rf"[{HAN}]+", without_phone(tidy(text)))
    return words[0] if len(words) == 1 and _is_sure(simplified(words[0])) else None


def is_full_name(words: str) -> bool:
    """Tell whether the words are a known surname and one or two characters more."""
    if words in NOT_NAMES:
        return False
    if words.startswith(COMPOUND_SURNAMES) and 3 <= len(words) <= 4:
        return True
    return words[:1] in SURNAMES and 2 <= len(words) <= 3


def cut(words: str) -> str:
    """Return at most the 30 characters that are kept of a name."""
    return words[:LONGEST].rstrip(f" {_JOINER}")


def _is_sure(words: str) -> bool:
    """Tell whether Han characters are a full name or a form of address: 王芳, 王姐, 小王."""
    if words in NOT_NAMES or _NO_NAME_END.search(words):
        return False
    pet_name = _PET_NAME.fullmatch(words)
    return is_full_name(words) or bool(pet_name and pet_name["family"] in SURNAMES)


def _is_question(match: re.Match[str]) -> bool:
    behind = match.string[match.end() :]
    return bool(_ASKS.match(behind)) or asks_why(match["name"]) or match["name"].endswith("吗")
