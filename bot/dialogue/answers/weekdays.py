"""Which days of the week a text names: 周三 is the next to come, 下周三 is in the next week.

Weeks start on Monday, so on a Sunday 下周三 is three days ahead.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from bot.dialogue.answers.context import Unclear
from bot.dialogue.answers.wording import spaced

_WEEK = "(?: 周 | 星期 | 礼拜 )"
_FRAME = rf"(?P<frame> 下{{1,3}} | 这 | 本 ) 一?个? {_WEEK}"
_OPEN = rf"(?<! [一二三四两几每个] ) {_WEEK}"
_DAY = "(?: [一二三四五六日天] (?! [次年点] ) | [1-7] (?! [0-9次年点:.] ) )"
_WEEKDAY = spaced(rf"""
    (?: {_FRAME} (?: 的?\s* {_WEEK} )? | {_OPEN} ) \s*
    (?P<first> {_DAY} )
    (?: \s* (?: [-~、,和或到至/] | 或者 )? \s* {_WEEK}?
        (?P<other> {_DAY} ) (?= $ | [\s,。!都可行吧的有] | [上中下]午 | 晚 ) )?
""")
_WEEKEND = spaced(rf"(?: {_FRAME} (?: 的?\s* {_WEEK} )? | {_OPEN} ) 末")
_ON_ITS_OWN = spaced(rf"{_OPEN} \s* (?: {_DAY} | 末 )")
_WEEK_ALONE = spaced(rf"{_FRAME} (?! 的?\s* (?: {_WEEK} | {_DAY} | 末 ) )")
_NUMBERS = {char: number for number, char in enumerate("一二三四五六日")} | {"天": 6}


@dataclass(frozen=True)
class Weekday:
    """A day of the week as it was said, Monday being 0; `weeks` ahead, or None where open."""

    day: int
    weeks: int | None

    def on(self, today: date) -> date:
        """Return the day it means; ask where it is today's own day of the week."""
        monday = today - timedelta(days=today.weekday())
        if self.weeks is not None:
            return monday + timedelta(days=self.day, weeks=self.weeks)
        if self.day == today.weekday():
            raise Unclear("moment_today")
        return today + timedelta(days=(self.day - today.weekday()) % 7)

    def fits(self, day: date, today: date) -> bool:
        """Tell whether a day that is named besides can be this one."""
        return day.weekday() == self.day if self.weeks is None else day == self.on(today)


def weekdays_in(said: str) -> set[Weekday]:
    """Return the days of the week that a text names; 周一到周五 names two."""
    found: set[Weekday] = set()
    for match in _WEEKDAY.finditer(said):
        weeks = _weeks(match["frame"])
        found |= {Weekday(_number(day), weeks) for day in match.group("first", "other") if day}
    return found


def names_weekend(said: str) -> bool:
    """Tell whether a text names a weekend, which is two days."""
    return bool(_WEEKEND.search(said))


def without_weekdays(said: str) -> str:
    """Return the text without the days of the week."""
    for words in (_WEEKEND, _WEEKDAY, _WEEK_ALONE):
        said = words.sub(" ", said)
    return said


def week_alone(said: str) -> str:
    """Return the words for a week whose day is not said: 下周, or nothing."""
    match = _WEEK_ALONE.search(said)
    return match[0] if match else ""


def in_week(said: str, week: str) -> str:
    """Return the text with its open days of the week put into that week: 周三 → 下周周三."""
    return _ON_ITS_OWN.sub(lambda match: week + match[0], said)


def _weeks(frame: str | None) -> int | None:
    return frame.count("下") if frame else None


def _number(day: str) -> int:
    return int(day) - 1 if day.isdecimal() else _NUMBERS[day]
