"""What she may say instead of an answer: a refusal, a question why, that she is a member."""

import re

from bot.dialogue.answers.putting_off import puts_off
from bot.dialogue.answers.spelling import clauses, plain
from bot.dialogue.answers.wording import any_of, spaced
from bot.dialogue.answers.yesno import ENDING, OPENING, spoken, without_double_no

_NOT = "不 (?: 太 | 大 | 是?很 | 怎么 | 再 )?"
_WILL = (
    "(?: 想 | 愿意? | 方便 | 便 | 肯 | 能 | 用 | 要 | 必 | 需要 | 打算 | 行 | 可以 | 同意 | 了 )?"
)
_TELL = any_of("给 说 填 留 透露 提供 告诉 讲 回答 登记 写 报 公开 告知 公布 奉告")
_LATER = "等? (?: 下次 | 以后 | 改天 | 回头 | 有空 ) (?: 吧 | 再 | $ ) | 再说"
_PASS = any_of("算了 免了 拒绝 别问 保密 秘密 隐私 个人隐私 私人 无可奉告 pass skip next 🙅 ❌")
_REFUSAL = spaced(rf"""
    {OPENING}* (?: 可以 | 能 | 可否 | 能不能 | 可不可以 )? (?:
        (?: {_NOT} {_WILL} )+ (?: {_TELL} | {ENDING} $ )
        | (?: 我?想 )? [跳略]过 | 先 (?: 跳过 | 不 ) | 暂时?不 | 下一[个题步项] | 过 {ENDING} $
        | {_LATER} | 没 (?: 有 | 这个 )? 必要 | 这?是? {_PASS} | no {ENDING} $ | n $
    )
""")
_ANSWERS = spaced("[0-9] | [一二三四五六七八九十正冬腊]月 | 初[一二三四五六七八九十]")
_MAY_I = spaced("(?: (?: 可以 | 行 | 能 )? [吗么] | (?: 可以 | 行 | 能 ) 不 ) [?]* $")
_WONDERS = spaced("怎 | 什么 | 啥 | 为何 | 如何 | 后果 | 影响")

_PURPOSE = any_of("干嘛 干吗 干什么 干啥 做什么 做啥 做嘛 什么用 啥用 何用 什么意思")
_DATA = any_of("这 这个 这些 那个 信息 资料 电话 手机 手机号 号码 生日 地址 名字 填 留 给 要 问")
_WHY_WORD = any_of("为什么 为啥 为何 凭什么 凭啥 干嘛 干吗 why")
_MISUSE = any_of("泄露 泄漏 外泄 外传 卖 骗 骚扰 打扰 打电话 推销 乱发 传出去 公开")
_OFTEN = any_of("天天 每天 经常 老是 一直")
_ASKED_FOR = any_of("要 问 需要 得 让我 必须 填 给 留 登记 收集 告诉")
_WHY = spaced(rf"""
    [要问填留给拿] [^?,。]{{0,8}} {_PURPOSE} (?! 的 )
    | ^ (?: 请问 )? (?: {_WHY_WORD} | {_PURPOSE} ) (?: 呢 | 呀 | 啊 | 用的? | [?] )* $
    | {_WHY_WORD} [一定还都就总老非]* {_ASKED_FOR} (?! [多等排] )
    | [干做] (?: 什么 | [啥嘛吗] ) 用
    | 用 [来于在去到]? [干做] (?: 什么 | [嘛吗啥] ) | 用在哪 | 用途
    | (?: ^ | {_DATA} ) (?: 能? 有 | 起 ) (?: 什么 | [啥何] ) 用
    | (?: 会 | 怕 ) [^?,。]{{0,8}} {_MISUSE}
    | (?: 会 | 怕 | 是不是 ) [^?,。]{{0,6}} {_OFTEN} [^?,。]{{0,4}} [发推] (?! 货 )
    | (?: 安全 | 靠谱 | 可靠 | 保密 ) [吗么不] | 安不安全 | 靠不靠谱 | [是会] 不?是? 骗[子人局]
""")

_SHOP = "(?: 你们 | 你家 | 咱们? | 咱家 | 贵店 )? 店? 里? 的?"
_LEVEL = "(?: 老 | 金卡 | 银卡 | 钻石 | 普通 )?"
_JOINED = any_of("办 注册 加入 登记 开 填 入 申请")
_MEMBER = spaced(rf"""
    (?: 已经 | 早就? | 本来 | 一直 | 就 | 我 )+ 都? 是 {_SHOP} {_LEVEL} (?: 会员 | vip )
    | (?: 有 | 办了 | 办过 | 办好 | 领过 | 领了 | 拿过 ) {_SHOP} (?: 一张 )?
        (?: 会员卡? | vip | 卡 ) (?! 券 )
    | {_JOINED} [过好完] (?: 了 | 的 | 会员卡? | 会 | 卡 )* [啊呀啦吧]? $
    | (?: 早就? | 已经 | 之前 | 以前 | 上次 | 去年 ) 就? (?: 在 (?: 店里 | 你们 | 这 ) )? {_JOINED}
    | ^ 老会员
""")
_NOT_YET = spaced("不是 | 没 | 未 | 忘 | 吗 | 么 | [?] | 怎么 | 如何 | 能不能 | 可以")


def refuses(text: str) -> bool:
    """Tell whether she would rather not say what was asked."""
    if puts_off(text, to_a_time=True):
        return True
    said = without_double_no(_MAY_I.sub("", spoken(text)))
    if _ANSWERS.search(said) or _WONDERS.search(said) or asks_why(text):
        return False
    return any(_REFUSAL.match(clause) for clause in clauses(said))


def asks_why(text: str) -> bool:
    """Tell whether she asks what her data is wanted for, or whether it is safe."""
    return bool(_WHY.search(plain(text)))


def already_member(text: str) -> bool:
    """Tell whether she says that she has been a member before."""
    return any(
        _MEMBER.search(sentence) and not _NOT_YET.search(sentence)
        for sentence in re.split(r"[,。.!;\s]+", plain(text))
    )
