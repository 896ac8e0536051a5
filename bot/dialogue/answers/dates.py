"""Which days a text can mean, before it is settled by which calendar and in which year."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from bot.dialogue.answers.context import Unclear
from bot.dialogue.answers.festivals import (
    EVE,
    FESTIVAL,
    FESTIVALS,
    ID_CARD,
    LUNAR,
    NOT_LUNAR,
    NOT_SOLAR,
    SOLAR,
)
from bot.dialogue.answers.numerals import number
from bot.dialogue.answers.wording import spaced
from bot.lunar import Calendar

_1TO9 = "一二三四五六七八九"
_YEAR = rf"""
    (?P<year> [0-9]{{4}} | [0-9]{{2}} | [一二][零〇○{_1TO9}]{{3}} | [零〇○{_1TO9}]{{2}} (?= 年 ) )
    (?: [农阴旧公阳新]历 | [的年,，.、/\s-] )*
"""
_MONTH = rf"""
    (?P<leap> 闰 )? (?P<month> [正元冬腊蜡] | [0-9]{{1,2}} | 十[一二]? | [{_1TO9}] ) \s* 月份?的?
"""
_EARLY = f"(?P<early> 初 | 出 (?= [{_1TO9}十] ) )"
_DAY = f"(?P<day> [0-9]{{1,2}} | [廿卅][{_1TO9}]? | [二三]?十[{_1TO9}]? | [{_1TO9}] )"
_WORDED = spaced(rf"""
    (?<! [0-9] ) (?: {_YEAR} )? (?<! [0-9{_1TO9}十] ) {_MONTH} [\s,，.、-]*
    {_EARLY}? {_DAY} (?: \s* (?P<unit> [日号] ) )?
    (?! [0-9{_1TO9}十] | \s* (?: 元 (?! 宵 | 旦 ) | [个块岁点折件克月] ) )
""")
_NEW_YEAR = spaced(rf"""
    (?: (?<! [0-9] ) {_YEAR} )? (?: 大年 | (?<! [今明去前每0-9几] ) 年 ) 初 {_DAY} (?! [0-9] )
""")
_FESTIVAL = spaced(rf"""
    (?: (?<! [0-9] ) {_YEAR} )? (?P<festival> {FESTIVAL} ) 节?
    (?P<near> \s* (?: 的?前 | 的?后 | 左右 | 附近 | 第[二三]天 | 次日 ) )?
""")

_LONE_YEAR = spaced(r"""
    (?<! [0-9] ) (?P<year> (?: 19 | 20 ) [0-9]{2} | [0-9]{2} (?= 年 (?: 的 | 出?生 ) )
        | (?<! [\u3400-\u9fff] ) [0-9]{2} (?= 年 $ ) )
    年 (?! [代级] )
""")

_GAP = r"\s*[-/.·、,，_—–~。\s\\]\s*"
_IN_DIGITS = tuple(
    re.compile(rf"(?<![0-9]){form}(?![0-9])")
    for form in (
        rf"(?P<year>[0-9]{{4}})(?:{_GAP}|年)(?P<month>[0-9]{{1,2}}){_GAP}(?P<day>[0-9]{{1,2}})",
        r"(?P<year>(?:19|20)[0-9]{2})(?P<month>[0-9]{2})(?P<day>[0-9]{2})",
    )
)
_USUAL = re.compile(
    rf"(?P<year>[0-9]{{2}})(?:{_GAP}|年)(?P<month>[0-9]{{1,2}}){_GAP}(?P<day>[0-9]{{1,2}})[日号]?"
)
_SHORT = tuple(
    re.compile(form)
    for form in (
        rf"(?P<month>[0-9]{{1,2}}){_GAP}(?P<day>[0-9]{{1,2}})[日号]?",
        rf"(?P<month>[0-9]{{1,2}}){_GAP}(?P<day>[0-9]{{1,2}}){_GAP}(?P<year>[0-9]{{4}}|[3-9][0-9])",
        rf"(?P<day>[0-9]{{1,2}}){_GAP}(?P<month>[0-9]{{1,2}}){_GAP}(?P<year>[0-9]{{4}})",
        r"(?P<year>[0-9]{2})(?P<month>[0-9]{2})(?P<day>[0-9]{2})",
        r"(?!19|20)(?P<month>[0-9]{2})(?P<day>[0-9]{2})",
        r"(?P<month>[0-9])(?P<day>[0-9]{2})",
        r"(?P<month>1[0-2])(?P<day>[1-9])",
    )
)
_NOISE = spaced(r"""
    我的? | 本人的? | 出生 (?: 日期 | 年月日? | [于在的] )? | 生日 | 生于 | 生[的人]?
    | 身份证 (?: 上面? | 号 )? (?: 写的? )? | 那一?天 | 每年 | 应该 | 谢谢 | 节 (?! 日 )
    | [过是在的哦啊呀吧啦哈嗯好就您你:!?()"“”~]
""")
_NEAR_DAYS = {"昨天": -1, "今天": 0, "明天": 1, "后天": 2}


@dataclass(frozen=True)
class Said:
    """A day as it was said: `calendar` is None where either may be meant.

    `eve` marks 除夕: the last day of its year, be it the 29th or the 30th.
    """

    month: int
    day: int
    calendar: Calendar | None
    leap: bool = False
    year: str | None = None
    eve: bool = field(default=False, compare=False)

    @property
    def is_possible(self) -> bool:
        """Tell whether a year can have such a solar day."""
        try:
            date(2000, self.month, self.day)
        except ValueError:
            return False
        return True


def days_in(said: str, today: date) -> list[Said]:
    """List the different days a plain text can mean."""
    without_dates = _WORDED.sub(" ", said)
    named = [*_worded(said), *_new_year(said), *_festivals(_NEW_YEAR.sub(" ", without_dates))]
    days = named or list(_in_digits(said)) or _alone(said, today)
    year = _LONE_YEAR.search(without_dates)
    if year and len(days) == 1 and not days[0].year:
        days = [replace(days[0], year=year["year"])]
    sure = {(day.month, day.day) for day in days if day.calendar}
    clear = (day for day in days if day.calendar or (day.month, day.day) not in sure)
    return list(dict.fromkeys(clear))


def named_calendar(said: str) -> Calendar | None:
    """Return the calendar she names, None without one; ask when she names both."""
    if NOT_LUNAR.search(said):
        return "solar"
    if NOT_SOLAR.search(said):
        return "lunar"
    lunar, solar = LUNAR.search(said), SOLAR.search(said)
    if lunar and solar:
        raise Unclear("birthday_calendar")
    if lunar:
        return "lunar"
    return "solar" if solar or ID_CARD.search(said) else None


def without_calendar(said: str) -> str:
    """Return the text without the words for a calendar."""
    for words in (NOT_LUNAR, NOT_SOLAR, LUNAR, SOLAR):
        said = words.sub(" ", said)
    return said


def _worded(said: str) -> Iterator[Said]:
    for match in _WORDED.finditer(said):
        named = {"正": 1, "元": 1, "冬": 11, "腊": 12, "蜡": 12}.get(match["month"])
        month = named or number(match["month"])
        leap = bool(match["leap"])
        yield Said(month, number(match["day"]), _calendar(match), leap, match["year"])


def _calendar(match: re.Match[str]) -> Calendar | None:
    """Return the calendar that the way of writing shows: 八月十五 shows none."""
    if match["leap"] or match["month"] in "正冬腊蜡" or match["early"] or match["day"][0] in "廿卅":
        return "lunar"
    in_words = not match["day"].isdecimal() and not match["unit"]
    return None if in_words and number(match["day"]) <= 30 else "solar"


def _new_year(said: str) -> Iterator[Said]:
    for match in _NEW_YEAR.finditer(said):
        yield Said(1, number(match["day"]), "lunar", year=match["year"])


def _festivals(said: str) -> Iterator[Said]:
    for match in _FESTIVAL.finditer(said):
        if match["near"]:
            raise Unclear("birthday_day")
        day = FESTIVALS[match["festival"]]
        yield Said(day.month, day.day, day.calendar, year=match["year"], eve=day == EVE)


def _in_digits(said: str) -> Iterator[Said]:
    digits = without_calendar(said)
    for form in _IN_DIGITS:
        yield from map(_read, form.finditer(digits))


def _alone(said: str, today: date) -> list[Said]:
    """Read short forms like 3.5, 五一 or 今天, which count only when nothing else is said."""
    words = _NOISE.sub(" ", without_calendar(said)).strip(" ,，.。、;；")
    if words in FESTIVALS:
        day = FESTIVALS[words]
        return [Said(day.month, day.day, day.calendar)]
    if words in _NEAR_DAYS:
        then = today + timedelta(days=_NEAR_DAYS[words])
        return [Said(then.month, then.day, "solar")]
    usual = _USUAL.fullmatch(words)
    if usual and _read(usual).is_possible:
        return [_read(usual)]
    readings = [_read(match) for form in _SHORT if (match := form.fullmatch(words))]
    return [day for day in readings if day.is_possible] or readings[:1]


def _read(match: re.Match[str]) -> Said:
    year = match.groupdict().get("year")
    return Said(int(match["month"]), int(match["day"]), "solar", year=year)
