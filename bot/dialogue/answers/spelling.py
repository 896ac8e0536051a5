"""Bring what she typed into one spelling: full width, traditional characters, emoji digits."""

import re
import unicodedata

_LONGEST = 2000
_JOINER = "\u200d"  # holds an emoji of several parts together
_DRESS = dict.fromkeys(
    map(ord, f"{_JOINER}\ufe0e\ufe0f\u20e3\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff")
)

_PAIRS = (
    "農农曆历歷历陰阴陽阳國国閏闰臘腊節节號号電电話话機机碼码請请個个歲岁為为爲为麼么嗎吗幹干誰谁"
    "沒没問问題题願愿關关懷怀務务會会員员過过辦办對对謝谢這这訴诉說说資资給给閉闭門门幾几點点開开"
    "總总兩两還还後后時时間间進进麗丽見见現现買买賣卖東东無无長长從从來来樣样應应該该認认識识讓让"
    "訂订單单貨货發发質质壞坏錯错換换紅红銀银鑽钻優优費费聖圣誕诞慶庆婦妇兒儿師师學学鬼鬼貳贰參叁"
    "陸陆寫写單单隱隐絕绝嗯嗯騷骚擾扰洩泄漏漏騙骗靠靠譜谱跳跳註注冊册張张陳陈劉刘黃黄趙赵吳吴孫孙馬马鄭郑許许"
    "鄧邓馮冯蕭萧葉叶蘇苏盧卢蔣蒋賈贾韋韦鄒邹閻阎龍龙萬万錢钱湯汤賴赖龔龚譚谭範范韓韩楊杨羅罗"
    "顧顾賀贺嚴严溫温莊庄紀纪聶聂齊齐歐欧呂吕鄔邬甯宁寧宁顏颜鍾钟鐘钟衛卫華华畢毕喬乔齡龄閔闵"
    "梁梁祿禄買买饒饶葛葛項项駱骆樊樊慮虑藍蓝倪倪傑杰諸诸葛葛東东馮冯鄺邝鄒邹瞿瞿儲储塗涂記记"
    "遊游戲戏訊讯號号稱称呼呼嘆叹嘛嘛啦啦喲哟廳厅鄉乡聽听讀读當当盡尽別别雙双網网"
)
_SIMPLER = str.maketrans(dict(zip(_PAIRS[::2], _PAIRS[1::2], strict=True)))


def tidy(text: str) -> str:
    """Return her words without what cannot be seen, in normal width, on one line."""
    visible = "".join(_visible(char) for char in text[:_LONGEST])
    return " ".join(unicodedata.normalize("NFKC", visible).split())


def simplified(text: str) -> str:
    """Write the traditional characters that matter here simplified, one for one."""
    return text.translate(_SIMPLER)


def plain(text: str) -> str:
    """Return the words as the parsers compare them: tidy, simplified, lower case, bare emoji."""
    return simplified(tidy(text)).translate(_DRESS).lower()


def clauses(said: str) -> list[str]:
    """Split a plain text where she took a breath."""
    return [part for part in re.split(r"[\s,，。.!！?？;；、…~:]+", said) if part]


def _visible(char: str) -> str:
    category = unicodedata.category(char)
    if char == _JOINER:
        return char
    if category in {"Cf", "Cs", "Cn"}:
        return ""
    return " " if category in {"Cc", "Zl", "Zp"} else char
