"""Days that people name instead of a date, and the words for the two calendars."""

from bot.dialogue.answers.wording import any_of, spaced
from bot.lunar import Birthday

# 历 is easily mistyped.
_CALENDAR = "[历厉力立例]"
LUNAR = spaced(rf"""
    (?: 农 | 浓 | 阴 | 旧 | 古 | 老 | 夏 | 农民 ) {_CALENDAR}
    | 农 (?= [0-9闰正腊冬一二三四五六七八九十] ) | lunar
""")
SOLAR = spaced(rf"[公阳新国西洋] {_CALENDAR} (?! 史 ) | 公元 | solar")
ID_CARD = spaced("身份证")  # its dates are solar unless she says otherwise
_NOT = "(?: 不是 | 不过 | 非 | 不按 | 不算 | 不要 | 不用 )"
NOT_LUNAR = spaced(rf"{_NOT} [过按]? [农阴旧老] {_CALENDAR} 的?")
NOT_SOLAR = spaced(rf"{_NOT} [过按]? [公阳新] {_CALENDAR} 的?")

_SOLAR_DAYS = {
    (1, 1): "元旦", (3, 8): "三八 妇女节 女神节", (3, 12): "植树节", (4, 1): "愚人节",
    (5, 1): "五一 劳动节", (5, 4): "五四 青年节", (6, 1): "六一 儿童节", (7, 1): "七一 建党节",
    (8, 1): "八一 建军节", (9, 10): "教师节", (10, 1): "十一 国庆", (10, 31): "万圣节",
    (11, 11): "双十一 双11 光棍节", (12, 12): "双十二 双12", (12, 24): "平安夜", (12, 25): "圣诞",
}  # fmt: skip
_LUNAR_DAYS = {
    (1, 1): "春节", (1, 15): "元宵 上元", (2, 2): "龙抬头", (5, 5): "端午", (7, 7): "七夕 乞巧",
    (7, 15): "中元 鬼节", (8, 15): "中秋", (9, 9): "重阳", (12, 8): "腊八",
    (12, 30): "除夕 大年三十 年三十 大年30 年30 三十晚上 三十夜 大年夜",
}  # fmt: skip
EVE = Birthday("lunar", 12, 30)
FESTIVALS = {
    **{
        word: Birthday("solar", *day)
        for day, words in _SOLAR_DAYS.items()
        for word in words.split()
    },
    **{
        word: Birthday("lunar", *day)
        for day, words in _LUNAR_DAYS.items()
        for word in words.split()
    },
}
# These are parts of other numbers too: they count only when nothing else is said.
_ONLY_ALONE = {"三八", "五一", "五四", "六一", "七一", "八一", "十一"}
FESTIVAL = any_of(" ".join(FESTIVALS.keys() - _ONLY_ALONE))
