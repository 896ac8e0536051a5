"""When she would like to come: the day, and the hour of it."""

import re
from datetime import date

from bot.dialogue.answers.coming import coming_day, in_month, month_alone
from bot.dialogue.answers.context import Context, Unclear
from bot.dialogue.answers.hours import Hour, Part, bare_hour, hours_in, parts_in
from bot.dialogue.answers.phones import without_phone
from bot.dialogue.answers.spelling import plain
from bot.dialogue.answers.weekdays import in_week, week_alone, without_weekdays
from bot.dialogue.answers.wording import any_of, spaced

_GREETING = spaced("(?: 早上 | 上午 | 中午 | 下午 | 晚上 ) 好 | 早安 | 晚安")
_NOT_BUT = spaced(r"不 [是要约] [^,。!;\s]{1,8}? [,。\s]? (?: 而?是 | 改?约 | 要 (?! 是 ) )")
_BREATH = re.compile(r"([,。!;?\s]+)")
_CANNOT = spaced(any_of("""
    不行 不能 不可以 不方便 没空 没时间 没有时间 没有空 有事 来不了 去不了 不在 不要 除了 不约 满了
    要上班 加班 出差
"""))  # fmt: skip
_BUT_THEN = re.compile("(?=换[^句话]|改[到成为在约天]|那就|要不|往[前后]|推[迟后])")
_ABOUT_COMING = spaced(any_of("""
    约 过来 过去 到店 来店 去店 去你们 来你们 来取 去取 来拿 去拿 来试 去试 来看 去看
    来洗 去洗 有空 方便
"""))  # fmt: skip
_ONLY_A_MOMENT = spaced(r"""
    [0-9零一二三四五六七八九十两半年月日号天周星期礼拜末上下中午早晚傍今明后大这本个点分刻钟整的吧呢
     :.\-/\s,。!]+
""")
_MAY_I = spaced("(?: 可以 | 行 | 方便 | 有空 | 有位置? | 好 ) [吗么不]? [?]* $ | 可不可以 | 行不行")
_SOMETHING_ELSE = spaced(r"""
    [?吗没别不了买] | 过 (?! [来去] ) | 几 | 什么 | 怎么 | 关门 | 开门 | 营业 | 打烊 | 上班 | 取消
    | 发货 | 到货 | 送到 | 快递 | 电话 | 航班 | 飞机 | 高铁 | 如果 | 要是
""")


def moment(text: str, context: Context) -> dict[str, str]:
    """Return when she wants to come as `{"day": "2026-11-25", "time": "15:00"}`.

    What this answer leaves out is taken from the one before: 十点 completes 后天上午.
    An hour alone is the one at which shops are open (三点 is 15:00, 八点 is asked
    about), 中午 alone is 12:00. Raise Unclear with one question for what is missing.
    """
    said, before = _heard(text, context.earlier)
    if bare_hour(said) and hours_in(before):
        said = _numbered(said)
    known_day = _day(said, before, context.today)
    time = _time(said, before)
    if known_day is None:
        raise Unclear("moment_day" if time else "moment_unclear")
    if time is None:
        raise Unclear("moment_hour")
    return {"day": known_day.isoformat(), "time": time}


def day(text: str, context: Context) -> str:
    """Return the day she names as `2026-11-25`, today or later; 25 alone is the 25th."""
    said, before = _heard(text, context.earlier)
    known_day = _day(_numbered(said), before, context.today)
    if known_day is None:
        raise Unclear("moment_day")
    return known_day.isoformat()


def spot_moment(text: str, context: Context) -> dict[str, str] | None:
    """Return the day and the hour where she names both and it is about coming."""
    said = _MAY_I.sub(" ", plain(text))
    about_coming = _ABOUT_COMING.search(plain(text)) or _ONLY_A_MOMENT.fullmatch(said)
    if not about_coming or _SOMETHING_ELSE.search(said):
        return None
    try:
        return moment(text, Context(today=context.today))
    except Unclear:
        return None


def without_greeting(said: str) -> str:
    """Return a plain text without a greeting: 早上好 names no part of the day."""
    return _GREETING.sub(" ", said)


def _heard(text: str, earlier: str) -> tuple[str, str]:
    """Return both answers without what she shuts out; who shuts a day out does not mean it."""
    said = _NOT_BUT.sub(" ", _tidied(text))
    kept = _without_excluded(said)
    return kept, _without_excluded(_tidied(earlier)) if kept == said else ""


def _tidied(text: str) -> str:
    """Return her words, with a breath before what she would rather have: 那天不行，换明天."""
    said = without_greeting(without_phone(plain(text)))
    return _BUT_THEN.sub(",", said) if _CANNOT.search(said) else said


def _without_excluded(said: str) -> str:
    return "".join(part for part in _BREATH.split(said) if not _CANNOT.search(part))


def _day(said: str, before: str, today: date) -> date | None:
    """Return the day of this answer, else of the one before."""
    return coming_day(_joined(said, before), today) or coming_day(before, today)


def _numbered(said: str) -> str:
    """Return the answer as a day of the month where it is nothing but a number."""
    number = bare_hour(said)
    return f"{number.hour}号" if number else said


def _joined(said: str, before: str) -> str:
    """Put 周三 into the 下周 of the other answer, 5号 into its 下个月."""
    said = in_month(in_week(said, week_alone(before)), month_alone(before))
    turned = in_month(in_week(before, week_alone(said)), month_alone(said))
    return said if turned == before else turned


def _time(said: str, before: str) -> str | None:
    """Return the time of this answer; hour or part of the day may stand in the one before."""
    hour, part = _hour(said) or bare_hour(said), _part(said)
    if hour:
        then = None if part else _part(before)
        return (hour.at(then) if then else None) or _sure(hour.at(part))
    hour = _hour(before)
    if hour and (time := hour.at(part or _part(before))):
        return time
    return "12:00" if (part or _part(before)) == "noon" else None


def _hour(said: str) -> Hour | None:
    hours = hours_in(without_weekdays(said))
    if len(hours) > 1:
        raise Unclear("moment_hour")
    return hours[0] if hours else None


def _part(said: str) -> Part | None:
    parts = parts_in(said)
    if len(parts) > 1:
        raise Unclear("moment_hour")
    return parts[0] if parts else None


def _sure(time: str | None) -> str:
    if time is None:
        raise Unclear("moment_hours")
    return time
