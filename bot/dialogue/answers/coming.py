"""Which day to come a text names: 大后天, 下周三, 25号, 下个月5号, 腊月二十."""

from collections.abc import Iterator
from datetime import date, timedelta

from bot.dialogue.answers.context import Unclear
from bot.dialogue.answers.dates import Said, days_in
from bot.dialogue.answers.festivals import LUNAR
from bot.dialogue.answers.hours import without_hours
from bot.dialogue.answers.numerals import digit_by_digit, number
from bot.dialogue.answers.weekdays import (
    names_weekend,
    week_alone,
    weekdays_in,
    without_weekdays,
)
from bot.dialogue.answers.wording import any_of, spaced
from bot.lunar import Birthday, born_on, next_birthday

_FARTHEST = timedelta(days=366)
_NEXT_YEARS = timedelta(days=275)  # 11月20号, said two days later, is a slip
_1TO9 = "一二三四五六七八九"
_PAST = spaced(r"""
    (?<! 大 ) 前天 | 大前天 | 昨[天日晚儿早] | 上+个? (?: 周 | 星期 | 礼拜 | 月 ) | 去年
""")
_NEAR = {
    3: spaced("大后[天日儿]"),
    2: spaced("(?<! [以大今之然] ) 后 (?: [天日儿] (?! 天 ) | (?= [早晚] [上点0-9] ) )"),
    1: spaced("明 (?: [天日儿] | (?= [早晚] ) ) | tomorrow"),
    0: spaced("""
        今 (?: [天日儿] | (?= [早晚] ) ) | today | tonight | 现在 | 马上 | 立刻 | 一会儿? | 等下
    """),
}
_IN_DAYS = spaced(rf"""
    (?<! 过 ) (?P<count> [0-9]{{1,2}} | 十[{_1TO9}]? | [两{_1TO9}] )
    (?: 天 | (?P<weeks> 个?(?: 周 | 星期 | 礼拜 ) ) ) [之以]?后
""")
_DAY = rf"(?: [0-9]{{1,2}} | 二?十[{_1TO9}]? | 三十一? | 廿[{_1TO9}]? | [{_1TO9}] )"
_NO_DIGIT = rf"(?<! [0-9月初第十廿{_1TO9}] )"
_OR = r"(?: [-~、,和或到至/] | 或者 )"
_OF_MONTH = spaced(rf"""
    (?P<month> (?: 下{{1,3}} | 这 | 本 | 当 ) 一?个? 月 ) 的?\s*
        (?P<of> {_DAY} ) (?: [号日] | (?! [0-9点天] ) )
    | (?: (?<! [0-9第十廿{_1TO9}] ) (?P<other> {_DAY} ) [号日]? \s* {_OR} \s* | {_NO_DIGIT} )
        (?P<day> {_DAY} ) [号日] (?! [店楼线口桌柜门机] )
""")
_DAY_ALONE = spaced(rf"{_NO_DIGIT} {_DAY} [号日] (?! [店楼线口桌柜门机] )")
_MONTH_ALONE = spaced(rf"""
    (?: (?: 下{{1,3}} | 这 | 本 ) 一?个? 月
        | (?<! [0-9个] ) (?: [0-9]{{1,2}} | 十[一二]? | [{_1TO9}] ) 月份? )
    (?= 的? \s* (?: $ | [^\s0-9十初廿{_1TO9}] ) )
""")
_MANY_DAYS = spaced(r"""
    (?: 国庆 | 五一 | 劳动节 | 十一 (?! 月 ) ) (?! 节? [当那]天 ) | 春节 | 过年 | 放?假
    | 月 (?: [底末中] | 初 (?! [一二三四五六七八九十] ) ) | [上中下]旬
    | 年[底初末] (?! [一二三四五六七八九十0-9] ) | (?<! [月年] ) 初[一二三四五六七八九十]
    | 过?[几两]天 (?! [以之]?后 ) | 改天 | 个月[以之]?后
""")
_NOISE = spaced(any_of("""
    清晨 早晨 早上 上午 中午 正午 下午 午后 傍晚 晚上 下班后 过来 过去 可以 方便 有空 行 想 要 来 去
    到店 到 约 预约 预定 呢 的话 左右 大概 好的 嗯 明年 今年 当天 店里 改到 改成 换到 吗 ?
"""))  # fmt: skip


def coming_day(said: str, today: date) -> date | None:
    """Return the day that a plain text names, None where it names none.

    Raise Unclear where it names several, a stretch of days, none that exists, or one that is gone.
    """
    if _PAST.search(said):
        raise Unclear("moment_past")
    weekdays, others = weekdays_in(said), without_hours(without_weekdays(said))
    days = {*_near(others, today), *_of_month(others, today), *_dated(others, today)}
    if not days and len(weekdays) == 1:
        days = {each.on(today) for each in weekdays}
    if len(days) > 1 or len(weekdays) > 1:
        raise Unclear("moment_which")
    if not days:
        _ask_if_vague(said)
        return None
    day = days.pop()
    if not all(each.fits(day, today) for each in weekdays):
        raise Unclear("moment_which")
    return _in_reach(day, today)


def month_alone(said: str) -> str:
    """Return the words for a month whose day is not said: 下个月, or nothing."""
    match = _MONTH_ALONE.search(said)
    return match[0] if match else ""


def in_month(said: str, month: str) -> str:
    """Return the text with its open days put into that month: 5号 → 下个月5号."""
    return _DAY_ALONE.sub(lambda match: month + match[0], said)


def day_of_month(day: int, today: date, *, months: int | None = None) -> date:
    """Return the day of a month so many months ahead, or the next one to come."""
    if months is None:
        months = int(day < today.day)
    month = today.month - 1 + months
    try:
        return date(today.year + month // 12, month % 12 + 1, day)
    except ValueError:
        raise Unclear("moment_no_such_day") from None


def _ask_if_vague(said: str) -> None:
    """Ask for the day where at least the week or the holidays are said."""
    if names_weekend(said):
        raise Unclear("moment_weekend")
    if _MANY_DAYS.search(said) or week_alone(said) or month_alone(said):
        raise Unclear("moment_day")


def _in_reach(day: date, today: date) -> date:
    if day < today:
        raise Unclear("moment_past")
    if day - today > _FARTHEST:
        raise Unclear("moment_day")
    return day


def _near(said: str, today: date) -> Iterator[date]:
    for days, words in _NEAR.items():
        if words.search(said):
            yield today + timedelta(days=days)
    for match in _IN_DAYS.finditer(said):
        yield today + timedelta(days=number(match["count"]) * (7 if match["weeks"] else 1))


def _of_month(said: str, today: date) -> Iterator[date]:
    for match in _OF_MONTH.finditer(said):
        if match["month"]:
            yield day_of_month(number(match["of"]), today, months=match["month"].count("下"))
        for words in match.group("day", "other"):
            if words:
                yield day_of_month(number(words), today)


def _dated(said: str, today: date) -> Iterator[date]:
    """Find dates that name their month, and festivals of one day."""
    try:
        days = days_in(_NOISE.sub(" ", _without_near(said)), today)
    except Unclear:
        raise Unclear("moment_day") from None
    if days and _MANY_DAYS.search(said):
        raise Unclear("moment_day")
    for day in days:
        yield _next(day, today, said)


def _without_near(said: str) -> str:
    for words in (*_NEAR.values(), _IN_DAYS, _OF_MONTH):
        said = words.sub(" ", said)
    return said


def _next(day: Said, today: date, said: str) -> date:
    """Return the next day that it can mean; a day in words counts as solar without other signs."""
    calendar = "lunar" if LUNAR.search(said) else day.calendar or "solar"
    year = _year(day, today, said)
    try:
        kept = Birthday(calendar, day.month, day.day, day.leap, year)
        coming = born_on(kept) or next_birthday(kept, today)[0]
    except ValueError:
        raise Unclear("moment_no_such_day") from None
    if year is None and coming - today > _NEXT_YEARS:
        raise Unclear("moment_past")
    return coming


def _year(day: Said, today: date, said: str) -> int | None:
    if day.year is None:
        return today.year + 1 if "明年" in said else None
    year = int(digit_by_digit(day.year))
    return year + 2000 if len(day.year) == 2 else year
