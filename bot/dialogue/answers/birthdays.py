"""Which day she was born on, in which calendar; a day that could be two is asked about."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Literal

from bot.dialogue.answers.context import Context, Unclear
from bot.dialogue.answers.festivals import (
    FESTIVALS,
    LUNAR,
    NOT_LUNAR,
    NOT_SOLAR,
    ONLY_ALONE,
    SOLAR,
)
from bot.dialogue.answers.numerals import digit_by_digit, number
from bot.dialogue.answers.spelling import plain
from bot.lunar import FIRST_YEAR, Birthday, age_on, born_on

Calendar = Literal["solar", "lunar"]

_YEAR = r"(?P<year>[0-9]{4}|[0-9]{2}|[一二][零〇○一二三四五六七八九]{3}|[零〇○一二三四五六七八九]{2}(?=年))"
_WORD = r"(?:农历|阴历|旧历|公历|阳历|新历|[的年,，.、/\s-])*"
_MONTH = r"(?P<leap>闰)?(?P<month>[正元冬腊蜡]|[0-9]{1,2}|十[一二]?|[一二三四五六七八九])月份?的?"
_DAY = (
    r"(?P<early>初|出(?=[一二三四五六七八九十]))?"
    r"(?P<day>[0-9]{1,2}|[廿卅][一二三四五六七八九]?|[二三]?十[一二三四五六七八九]?|[一二三四五六七八九])(?P<unit>[日号。])?"
)
_WORDED = re.compile(
    rf"(?<![0-9])(?:{_YEAR}{_WORD})?(?<![0-9一二三四五六七八九十]){_MONTH}\s*[,.、，-]?\s*{_DAY}(?![0-9]|\s*[个元块岁点折件克月])"
)
_NEW_YEAR_DAY = re.compile(
    rf"(?:{_YEAR}{_WORD})?(?:大年|(?<![今明去前每0-9几])年)(?P<early>初)(?P<day>[0-9]{{1,2}}|[一二三四五六七八九]|十)(?![0-9])"
)
_FESTIVAL = re.compile(
    rf"(?:(?<![0-9]){_YEAR}{_WORD})?(?P<festival>{'|'.join(sorted(set(FESTIVALS) - ONLY_ALONE, key=len, reverse=True))})节?"
    r"(?P<near>\s*(?:的?前|的?后|左右|附近|第二天|第三天|次日))?"
)
_GAP = r"\s*[-/.·、,，_—–~。\s\\]\s*"
_YEAR_FIRST = re.compile(
    rf"(?<![0-9])(?P<year>[0-9]{{4}})(?:{_GAP}|年)(?P<month>[0-9]{{1,2}}){_GAP}(?P<day>[0-9]{{1,2}})(?![0-9])"
)
_COMPACT = re.compile(
    r"(?<![0-9])(?P<year>(?:19|20)[0-9]{2})(?P<month>[0-9]{2})(?P<day>[0-9]{2})(?![0-9])"
)
_SHORT_YEAR_FIRST = re.compile(
    rf"(?P<year>[0-9]{{2}})(?:{_GAP}|年)(?P<month>[0-9]{{1,2}}){_GAP}(?P<day>[0-9]{{1,2}})[日号]?"
)
_BARE = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?P<month>[0-9]{{1,2}}){_GAP}(?P<day>[0-9]{{1,2}})[日号]?",
        rf"(?P<month>[0-9]{{1,2}}){_GAP}(?P<day>[0-9]{{1,2}}){_GAP}(?P<year>[0-9]{{4}}|[3-9][0-9])",
        rf"(?P<day>[0-9]{{1,2}}){_GAP}(?P<month>[0-9]{{1,2}}){_GAP}(?P<year>[0-9]{{4}})",
        r"(?P<year>[0-9]{2})(?P<month>[0-9]{2})(?P<day>[0-9]{2})",
        r"(?P<month>[0-9]{2})(?P<day>[0-9]{2})",
        r"(?P<month>[0-9])(?P<day>[0-9]{2})",
        r"(?P<month>1[0-2])(?P<day>[1-9])",
    )
)
_NOISE = re.compile(
    r"我的?|本人的?|出生(?:日期|年月日?|于|在|的)?|生日|生于|生的|生人|身份证(?:上|号)?(?:面)?(?:写的?|的)?|那一?天|每年|过|是|在|的|哦|啊|呀|吧|啦|"
    r"哈|嗯|好|生|就|应该|谢谢|您|你|节(?!日)|劳动|国庆节?|[:：!！?()（）\"“”~～]"
)
_NEAR_DAYS = {"昨天": -1, "今天": 0, "明天": 1, "后天": 2}
_PART_OF_DAY = re.compile(r"[年月后岁属座]|[0-9]{4}|初[一二三四五六七八九十]|节|清明|冬至|小年")
_CUE = re.compile(r"生日|出生|生于|诞辰|生人|birthday")
_SOMEBODY_ELSE = re.compile(
    r"老公|老婆|丈夫|妻子|先生|爱人|对象|孩子|宝宝|儿子|女儿|闺女|妈|爸|父亲|母亲|婆|公公|朋友|闺蜜|同事|他|她|谁|爷|奶|姐姐|妹妹|哥|弟"
)


@dataclass(frozen=True)
class _Said:
    """A day as it was said: `calendar` is None where either may be meant."""

    month: int
    day: int
    calendar: Calendar | None
    leap: bool = False
    year: str | None = None
    eve: bool = False


def birthday(text: str, context: Context) -> dict[str, Any]:
    """Return her birthday as `{"calendar", "year"?, "month", "day", "leap"}`.

    Only clear signs make it lunar (农历, 初五, 正月, 闰, 中秋); 八月十五 alone is
    asked about. Two-digit years are never in the future.
    """
    said = plain(text)
    marked = _marked_calendar(said)
    if marked and context.earlier and not _days(said, context.today):
        said = f"{_without_markers(plain(context.earlier))} {said}"
    days = _days(said, context.today)
    if not days:
        part = marked or _PART_OF_DAY.search(said)
        raise Unclear("birthday_day" if part else "birthday_unclear")
    if len(days) > 1:
        raise Unclear("birthday_which")
    return _settled(_in_calendar(days[0], marked), context.today).to_json()


def spot_birthday(text: str, context: Context) -> dict[str, Any] | None:
    """Return the birthday where she says that it is hers and names one clear day."""
    said = plain(text)
    asks = said.endswith(("?", "吗", "呢", "么"))
    if asks or not _CUE.search(said) or _SOMEBODY_ELSE.search(said):
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


def _marked_calendar(said: str) -> Calendar | None:
    """Return the calendar she names, None without one or with both."""
    if NOT_LUNAR.search(said):
        return "solar"
    if NOT_SOLAR.search(said):
        return "lunar"
    lunar, solar = LUNAR.search(said), SOLAR.search(said)
    if bool(lunar) == bool(solar):
        return None
    return "lunar" if lunar else "solar"


def _without_markers(said: str) -> str:
    for marker in (NOT_LUNAR, NOT_SOLAR, LUNAR, SOLAR):
        said = marker.sub(" ", said)
    return said


def _days(said: str, today: date) -> list[_Said]:
    """List the different days the text can mean."""
    named = list(_worded(said)) + list(_festivals(_WORDED.sub(" ", said)))
    days = named or list(_numeric(said)) or list(_bare_days(said, today))
    sure = [day for day in days if day.calendar]
    open_days = [day for day in days if not day.calendar and not _is_among(day, sure)]
    return list(dict.fromkeys(sure + open_days))


def _is_among(day: _Said, others: list[_Said]) -> bool:
    """Tell whether 八月十五 is made clear by a 中秋 beside it."""
    return any((day.month, day.day) == (other.month, other.day) for other in others)


def _worded(said: str) -> Iterator[_Said]:
    for match in _WORDED.finditer(said):
        month, day = match["month"], match["day"]
        named = {"正": 1, "元": 1, "冬": 11, "腊": 12, "蜡": 12}.get(month)
        yield _Said(
            named or number(month), number(day), _form(match), bool(match["leap"]), match["year"]
        )
    for match in _NEW_YEAR_DAY.finditer(said):
        yield _Said(1, number(match["day"]), "lunar", year=match["year"])


def _form(match: re.Match[str]) -> Calendar | None:
    """Return the calendar that the way of writing shows."""
    lunar_month = match["leap"] or match["month"] in "正冬腊蜡"
    if lunar_month or match["early"] or match["day"][0] in "廿卅":
        return "lunar"
    in_words = not match["day"].isdecimal() and match["unit"] is None
    return None if in_words and number(match["day"]) <= 30 else "solar"


def _festivals(said: str) -> Iterator[_Said]:
    for match in _FESTIVAL.finditer(_NEW_YEAR_DAY.sub(" ", said)):
        if match["near"]:
            raise Unclear("birthday_day")
        yield _from_festival(match["festival"], match["year"])


def _from_festival(word: str, year: str | None = None) -> _Said:
    day = FESTIVALS[word]
    is_eve = (day.month, day.day) == (12, 30)
    return _Said(day.month, day.day, day.calendar, year=year, eve=is_eve)


def _numeric(said: str) -> Iterator[_Said]:
    for pattern in (_YEAR_FIRST, _COMPACT):
        for match in pattern.finditer(said):
            yield _in_digits(match)


def _bare_days(said: str, today: date) -> Iterator[_Said]:
    """Read short forms like 3.5, which count only when nothing else is said."""
    bare = _NOISE.sub(" ", _without_markers(said)).strip(" ,，.。、;；")
    if bare in ONLY_ALONE:
        yield _from_festival(bare)
    if bare in _NEAR_DAYS:
        day = today + timedelta(days=_NEAR_DAYS[bare])
        yield _Said(day.month, day.day, "solar")
    yield from _readings(bare)


def _readings(bare: str) -> list[_Said]:
    """Return the days that digits can mean, or an impossible one when there is no other."""
    usual = _SHORT_YEAR_FIRST.fullmatch(bare)
    if usual and _is_possible(_in_digits(usual)):
        return [_in_digits(usual)]
    readings = [_in_digits(match) for form in _BARE if (match := form.fullmatch(bare))]
    possible = [day for day in readings if _is_possible(day)]
    return possible or readings[:1]


def _in_digits(match: re.Match[str]) -> _Said:
    year = match.groupdict().get("year")
    return _Said(int(match["month"]), int(match["day"]), "solar", year=year)


def _is_possible(day: _Said) -> bool:
    try:
        date(2000, day.month, day.day)
    except ValueError:
        return False
    return True


def _in_calendar(day: _Said, marked: Calendar | None) -> _Said:
    """Settle which calendar is meant, or ask."""
    if marked == "lunar":
        return replace(day, calendar="lunar")
    if day.calendar is None and marked is None:
        raise Unclear("birthday_calendar")
    if marked == "solar" and day.calendar == "lunar":
        raise Unclear("birthday_calendar")
    return replace(day, calendar=day.calendar or marked)


def _settled(day: _Said, today: date) -> Birthday:
    """Return the day in the newest year it can mean that is not in the future."""
    reason = "birthday_no_such_day"
    for year in _years(day.year, today):
        try:
            found = _born(day, year)
        except ValueError:
            continue
        if (born_on(found) or today) <= today:
            return found
        reason = "birthday_future"
    raise Unclear(reason)


def _born(day: _Said, year: int | None) -> Birthday:
    calendar: Calendar = day.calendar or "solar"
    try:
        return Birthday(calendar, day.month, day.day, day.leap, year)
    except ValueError:
        if not day.eve or year is None:
            raise
        return Birthday(calendar, day.month, day.day - 1, day.leap, year)


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
