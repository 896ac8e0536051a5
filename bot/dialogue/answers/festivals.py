"""Days that people name instead of a date, and the words for the two calendars."""

import re

from bot.lunar import Birthday

LUNAR = re.compile(
    r"(?:农|浓|阴|旧|古|老|夏|农民|传统)(?:历|厉|力|立|例)|农(?=[0-9闰正腊冬一二三四五六七八九十])|lunar"
)
SOLAR = re.compile(r"(?:公|阳|新|国|西|洋)(?:历|厉|力|立|例)(?!史)|身份证|solar|公元")
NOT_LUNAR = re.compile(r"(?:不是|不过|非|不按|不算)(?:过|按)?(?:农|阴|旧|老)历的?")
NOT_SOLAR = re.compile(r"(?:不是|不过|非|不按|不算)(?:过|按)?(?:公|阳|新)历的?")

_EVE = Birthday("lunar", 12, 30)
_SOLAR = {
    (1, 1): "元旦", (3, 8): "三八 妇女节 女神节", (3, 12): "植树节", (4, 1): "愚人节", (5, 1): "五一 劳动节",
    (5, 4): "五四 青年节", (6, 1): "六一 儿童节", (7, 1): "七一 建党节", (8, 1): "八一 建军节",
    (9, 10): "教师节", (10, 1): "十一 国庆", (10, 31): "万圣", (11, 11): "双十一 双11 光棍节",
    (12, 12): "双十二 双12", (12, 24): "平安夜", (12, 25): "圣诞",
}  # fmt: skip
_LUNAR = {
    (1, 1): "春节 大年初一 年初一 大年1", (1, 15): "元宵 上元", (2, 2): "龙抬头", (5, 5): "端午", (7, 7): "七夕 乞巧",
    (7, 15): "中元 鬼节", (8, 15): "中秋", (9, 9): "重阳", (12, 8): "腊八",
}  # fmt: skip
FESTIVALS: dict[str, Birthday] = {
    **{word: Birthday("solar", *day) for day, words in _SOLAR.items() for word in words.split()},
    **{word: Birthday("lunar", *day) for day, words in _LUNAR.items() for word in words.split()},
    **dict.fromkeys(
        ["除夕", "大年三十", "年三十", "大年30", "年30", "三十晚上", "三十夜", "大年夜"], _EVE
    ),
}
# 五一, 六一 … are also parts of numbers: they count only when nothing else is said.
ONLY_ALONE = frozenset("三八 五一 五四 六一 七一 八一 十一".split())
