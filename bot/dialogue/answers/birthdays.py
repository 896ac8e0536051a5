"""Which day she was born on, in which calendar; a day that could be two is asked about."""

import re
from dataclasses import replace
from datetime import date
from typing import Any, Literal

from bot.dialogue.answers.context import Context, Unclear
from bot.dialogue.answers.dates import Said, days_in, named_calendar, without_calendar
from bot.dialogue.answers.numerals import digit_by_digit
from bot.dialogue.answers.spelling import plain
from bot.dialogue.answers.wording import any_of, spaced
from bot.lunar import FIRST_YEAR, Birthday, Calendar, age_on, born_on, is_valid_lunar

_PART_OF_A_DAY = spaced(
    "[年月后岁属座节] | \\b (?: 19 | 20 ) [0-9]{2} \\b | 初[一二三四五六七八九十] | 清明 | 冬至"
)
_CUE = spaced("生日 | 出生 | 生于 | 诞辰 | 生人 | birthday")
_ASKS = ("?", "吗", "呢", "么")
_SOMEBODY_ELSE = any_of("""
    老公 老婆 丈夫 妻子 先生 爱人 对象 孩子 宝宝 儿子 女儿 闺女 妈 爸 父亲 母亲 婆 公公
    朋友 闺蜜 同事 他 她 谁 爷 奶 姐姐 妹妹 哥 弟
""")


def birthday(text: str, context: Context) -> dict[str, Any]:
    """Return her birthday as `{"calendar", "year"?, "month", "day", "leap"}`.

    Only clear signs make it lunar (农历, 初五, 正月, 闰, 中秋); 八月十五 alone is
    asked about. A year of two digits is the newest that is not in the future.
    """
    said = plain(text)
    days = days_in(said, context.today)
    if len(days) > 1:
        raise Unclear("birthday_which")
    calendar = named_calendar(said)
    if calendar and not days:  # 农历 as the answer to "which calendar?"
        days = days_in(without_calendar(plain(context.earlier)), context.today)
    if len(days) != 1:
        part = calendar or _PART_OF_A_DAY.search(said)
        raise Unclear("birthday_day" if part else "birthday_unclear")
    return _settle(_in_calendar(days[0], calendar), context.today).to_json()


def spot_birthday(text: str, context: Context) -> dict[str, Any] | None:
    """Return the birthday where she says that it is hers and names one clear day."""
    said = plain(text)
    if said.endswith(_ASKS) or not _CUE.search(said) or re.search(_SOMEBODY_ELSE, said):
        return None
    try:
        return birthday(text, context)
    except Unclear:
        return None


def under_age(birthday: Birthday, today: date) -> Literal["child", "minor"] | None:
    """Tell whether she is under 14 (a guardian must agree) or under 18 (no promotion).

    Sources: Personal Information Protection Law, articles 28 and 31; Civil Code, article 17.
    """
    age = age_on(birthday, today)
    if age is None or age >= 18:
        return None
    return "child" if age < 14 else "minor"


def _in_calendar(day: Said, named: Calendar | None) -> Said:
    """Settle which calendar is meant, or ask."""
    if named == "lunar":
        return replace(day, calendar="lunar")
    is_open = day.calendar is None and named is None
    if is_open or (day.calendar == "lunar" and named == "solar"):
        raise Unclear("birthday_calendar")
    return replace(day, calendar=day.calendar or named)


def _settle(day: Said, today: date) -> Birthday:
    """Return the day in the newest year it can mean that is not in the future."""
    reason = "birthday_no_such_day"
    for year in _years(day.year, today):
        try:
            found = _in_year(day, year)
        except ValueError:
            continue
        if (born_on(found) or today) <= today:
            return found
        reason = "birthday_future"
    raise Unclear(reason)


def _in_year(day: Said, year: int | None) -> Birthday:
    """Return the day in that year; raise ValueError where the year has no such day."""
    calendar = day.calendar or "solar"
    is_short = day.eve and not is_valid_lunar(year, day.month, day.day, leap=False)
    return Birthday(calendar, day.month, day.day - is_short, day.leap, year)


def _years(said: str | None, today: date) -> list[int | None]:
    if said is None:
        return [None]
    year = int(digit_by_digit(said))
    if len(said) == 2:
        return [century + year for century in (2000, 1900) if century + year <= today.year]
    if year > today.year:
        raise Unclear("birthday_future")
    if year < FIRST_YEAR:
        raise Unclear("birthday_year")
    return [year]
