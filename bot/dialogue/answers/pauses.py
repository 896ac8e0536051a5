"""Until when she wants peace: 三个月, 这个月, 下周再说, 到十二月一号."""

from calendar import monthrange
from datetime import date, timedelta
from re import Match

from bot.dialogue.answers.numerals import number
from bot.dialogue.answers.wording import any_of
from bot.lunar import new_year_eve

_1TO9 = "一二三四五六七八九"
_N = f"(?: [0-9]{{1,3}} | [{_1TO9}两]? 十 [{_1TO9}]? | [{_1TO9}两半几] )"
_UNITS = {
    "年": "year", "个季度": "quarter", "个月": "month", "月": "month", "个星期": "week",
    "个礼拜": "week", "星期": "week", "礼拜": "week", "周": "week", "天": "day", "日": "day",
}  # fmt: skip
_THIS = {
    "今天": "day", "今日": "day", "这周": "week", "本周": "week", "这星期": "week",
    "这个星期": "week", "这个礼拜": "week", "这礼拜": "week", "这月": "month", "这个月": "month",
    "本月": "month", "今年": "year", "年内": "year", "年底前": "year", "年底之前": "year",
}  # fmt: skip
_NEXT = {
    "明天": "day", "下周": "week", "下星期": "week", "下个星期": "week", "下礼拜": "week",
    "下个礼拜": "week", "下个月": "month", "下月": "month", "明年": "year",
}  # fmt: skip
_ABOUT = {
    "这几天": 7, "近几天": 7, "最近几天": 7, "最近": 30, "这阵子": 30, "这段时间": 30, "近期": 30,
    "这一阵": 30, "暂时": 30, "这阵": 30, "一阵子": 30, "一段时间": 30,
}  # fmt: skip
_AGAIN = f"再 {any_of('说 发 联系 聊 找我 找 看 提 通知 推 打')}"
_NOT_TODAY = "明天"  # 明天再说 is a goodbye
_FROM = rf"(?: (?: 以后 | 之后 | 后 | 份 )* \s* {_AGAIN} )"
PAUSE = rf"""
    (?P<count> {_N} ) \s* (?P<unit> {any_of(" ".join(_UNITS))} ) (?: 之内 | 以内 | 内 | 里 )?
    | (?P<about> {any_of(" ".join(_ABOUT))} )
    | (?P<this> {any_of(" ".join(_THIS))} )
    | (?: 到 | 直到 ) (?P<month> {_N} ) 月 份? (?: (?P<day> {_N} ) [号日] )?
        (?: 之前 | 以前 | 前 | 为止 )?
"""
LATER = rf"""
    (?P<later>
        (?! {_NOT_TODAY} ) (?P<next> {any_of(" ".join(_NEXT))} ) {_FROM}
        | (?P<new_year> 过完年 | 过了年 | 年后 | 春节后 | 节后 ) {_FROM}
        | (?P<from_month> {_N} ) 月 份? (?: (?P<from_day> {_N} ) [号日] )? {_FROM}
        | (?: 过 | 等 )? (?P<in_count> {_N} ) \s* (?P<in_unit> {any_of(" ".join(_UNITS))} ) {_FROM}
    )
    | (?P<next_off> {any_of(" ".join(_NEXT))} )
"""


def end_of_pause(part: Match[str], today: date) -> date | None:
    """Return the day from which on she may hear of us again; None where none is named."""
    if unit := _THIS.get(part["this"] or "") or _NEXT.get(part["next"] or ""):
        return _begins_after(today, unit)
    if unit := _NEXT.get(part["next_off"] or ""):
        return _begins_after(_begins_after(today, unit), unit)
    if month := part["month"] or part["from_month"]:
        return _on(today, month, part["day"] or part["from_day"])
    if count := part["count"] or part["in_count"]:
        return _in(today, count, _UNITS[part["unit"] or part["in_unit"]])
    return _roughly(part, today)


def _roughly(part: Match[str], today: date) -> date | None:
    if part["new_year"]:
        return _after_new_year(today)
    return today + timedelta(days=_ABOUT[part["about"]]) if part["about"] else None


def _begins_after(day: date, unit: str) -> date:
    """Return the first day of the next week, month or year."""
    if unit == "week":
        return day + timedelta(days=7 - day.weekday())
    if unit == "month":
        return _months(day.replace(day=1), 1)
    return date(day.year + 1, 1, 1) if unit == "year" else day + timedelta(days=1)


def _in(today: date, count: str, unit: str) -> date:
    if count == "半":
        return _months(today, 6) if unit == "year" else today + timedelta(days=15)
    many = 7 if count == "几" and unit == "day" else 3 if count == "几" else number(count)
    if unit in ("day", "week"):
        return today + timedelta(days=many * (7 if unit == "week" else 1))
    return _months(today, min(many * {"month": 1, "quarter": 3, "year": 12}[unit], 120))


def _months(day: date, more: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + more, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _on(today: date, month: str, day: str | None) -> date | None:
    """Return the next day of this name, or None where there is none."""
    try:
        found = date(today.year, number(month), number(day) if day else 1)
    except ValueError:
        return None
    return found if found > today else date(found.year + 1, found.month, min(found.day, 28))


def _after_new_year(today: date) -> date:
    """Return the first working day after the Spring Festival's week."""
    eve = new_year_eve(today.year)
    eve = eve if eve + timedelta(days=8) > today else new_year_eve(today.year + 1)
    return eve + timedelta(days=8)
