"""What she is called: nearly any words when that was the question, only sure ones in passing."""

import re
import unicodedata

from bot.dialogue.answers.context import Context, Unclear
from bot.dialogue.answers.introductions import HAN, beside_phone, cut, introduced, is_full_name
from bot.dialogue.answers.phones import without_phone
from bot.dialogue.answers.remarks import already_member, asks_why, refuses
from bot.dialogue.answers.spelling import plain, simplified, tidy
from bot.dialogue.answers.wording import any_of, spaced
from bot.dialogue.answers.yesno import yes_no

_COURTESY = any_of(
    "嗯 嗯嗯 恩 哦 额 呃 好 好的 行 可以 ok 你好 您好 hi hello 嗨 哈喽 在 在的 亲 那个"
)
_OPENING = spaced(rf"(?: {_COURTESY} [,。!~、\s]++ )+")
_I_AM = spaced(r"""
    (?: 我就?是 | 这里是 | 这是 | 是我 [,\s]+ | 我叫 | 就?叫我? | 是 | 您?就?写 | 填 ) \s*
    (?! [的啊呀吗]* $ )
""")
_MARKS = ' ,。!~、;:“”"「」『』《》'
_PARTICLE = spaced(r"(?<= \S\S ) (?: [啊呀哈哦噢啦吧] | 就 (?: 可以 | 好 | 行 ) [了啦]? ) $")
_THANKS = spaced(r"[,。!~、\s] (?: 谢谢 | 谢了 | 多谢 ) [你您啦]? $")
_SPELLED_OUT = spaced(rf"""
    (?P<name> [{HAN}]{{2,4}} ) [,。;、\s]+ (?: [女男] .* | .* [的章长木字旁头早天] )
""")

_QUESTION = spaced(r"[吗么呢嘛不] $ | [?] $")
_ASKING = any_of("""
    什么 怎么 怎样 咋 为啥 为何 几点 几号 几楼 几天 多少 多久 哪里 哪儿 哪家 哪个 哪天 哪些 在哪
    干嘛 干吗 是不是 有没有 能不能 可不可以 要不要 会不会 请问 想问 问一下 问下 咨询
""")
_SHOP_BUSINESS = any_of("""
    投诉 退货 退款 退钱 换货 退换 人工 客服 积分 会员 办卡 优惠 券 折扣 打折 地址 营业 关门 开门
    上班 下班 预约 快递 发货 订单 物流 售后 保养 清洗 维修 质量 退订 注销 取消 发票 价格 多少钱
    活动 电话 手机 号码 生日 注册 登记 掉色 坏了 骗子 垃圾
""")
_PERSON = any_of("我 我们 你 你们 您 他 他们 她 她们 咱 咱们 这 那 请 麻烦")
_GOES_ON = any_of("""
    想 要 有 没 在 买 的 不 能 可以 昨 今 之前 上次 刚 先 还 也 已经 什么 看 来 去 觉得 家 给 办
    就 早 都 会 怎 快 把 被 用 听 说 个 件 次 边 里 帮 问 等 稍
""")
_NO_ANSWER = any_of("""
    等等 等下 等一下 稍等 再说 考虑 不知道 不清楚 随便 都行 都可以 无所谓 忘了 看着办 猜 看看
    一下 你们 你家 天气
""")
_SENTENCE = spaced(rf"^ {_PERSON} {_GOES_ON} | {_NO_ANSWER} | \S的 $")
_SOCIAL = any_of("""
    你好 您好 hi hello 嗨 哈喽 在 在吗 谢谢 谢谢你 谢谢您 多谢 再见 拜拜 早上好 下午好 晚上好 早
    没有 无 同上 姓 叫 是 我 知道了 收到 名 名字 姓名 啥 女 男 女士 先生 女的 男的 哈哈 呵呵 嘻嘻
    啊 哦 额 呃
""")
_SMALL_TALK = spaced(f"{_SOCIAL} [啊呀哦的了啦哈呵嘻]*")


def name(text: str, context: Context) -> str:
    """Return her name as she wrote it, at most 30 characters.

    Any words are a name here, unless they clearly are a question, a refusal,
    a number, or another business with the shop.
    """
    sure = spot_name(text, context)
    if sure:
        return sure
    said = without_phone(tidy(text))
    kept = _bare(said)
    if _is_about_something_else(plain(said)) or _is_no_name(plain(kept)):
        raise Unclear("name_unclear")
    return cut(kept)


def spot_name(text: str, context: Context) -> str | None:
    """Return the name she introduces herself by, or writes beside her number."""
    return introduced(text) or beside_phone(text, context)


def _bare(said: str) -> str:
    """Take off greeting, introduction, quotes and particles around a name."""
    spelled = _SPELLED_OUT.match(said)
    if spelled and is_full_name(simplified(spelled["name"])):
        return spelled["name"]
    for extra in (_OPENING, _I_AM):
        match = extra.match(simplified(said))
        said = said[match.end() :] if match else said
    said = _THANKS.sub("", said.rstrip(_MARKS)).strip(_MARKS)
    said = _PARTICLE.sub("", said)
    is_spaced_out = re.fullmatch(rf"[{HAN}](?: [{HAN}]){{1,3}}", said)
    return said.replace(" ", "") if is_spaced_out else said


def _is_about_something_else(said: str) -> bool:
    asks = _QUESTION.search(said) or re.search(_ASKING, said) or asks_why(said)
    elsewhere = re.search(_SHOP_BUSINESS, said) or _SENTENCE.search(said)
    return bool(asks or elsewhere or refuses(said) or already_member(said))


def _is_no_name(words: str) -> bool:
    digits = re.sub(r"[^0-9]", "", words)
    social = _SMALL_TALK.fullmatch(words) or _is_yes_or_no(words)
    return bool(len(digits) >= 7 or social or not _says_something(words))


def _says_something(words: str) -> bool:
    """Tell whether there is more than punctuation: a letter, a digit, an emoji."""
    return any(unicodedata.category(char)[0] in "LNS" for char in words)


def _is_yes_or_no(words: str) -> bool:
    try:
        yes_no(words)
    except Unclear:
        return False
    return True
