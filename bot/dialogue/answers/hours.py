"""What hour of the day a text names, once all that names a day is taken out of it."""

import re
from dataclasses import dataclass
from typing import Literal

from bot.dialogue.answers.context import Unclear
from bot.dialogue.answers.numerals import number
from bot.dialogue.answers.wording import spaced

Part = Literal["night", "morning", "noon", "afternoon", "evening"]

_SENSIBLE = range(8, 22)  # hours at which some shop is open
_HOURS: dict[Part | None, range] = {
    None: _SENSIBLE,
    "night": range(6),
    "morning": range(5, 13),
    "noon": range(11, 15),
    "afternoon": range(12, 22),
    "evening": range(17, 24),
}
_TODAY_TO = "[今明后天日号当]"
_PARTS: dict[Part, re.Pattern[str]] = {
    "night": spaced("凌晨 | 半夜 | 深夜"),
    "morning": spaced(rf"清晨 | 清早 | 早上 | 早晨 | 上午 | 一早 | {_TODAY_TO} 早 (?! [点一] )"),
    "noon": spaced("中午 | 正午 | 午间 | 晌午"),
    "afternoon": spaced("下午 | 午后"),
    "evening": spaced(rf"傍晚 | 晚上 | 晚间 | 夜里 | 夜晚 | {_TODAY_TO} 晚 (?! 点 ) | 下班 | 晚饭"),
}
_1TO9 = "一二三四五六七八九"
_NUMERAL = rf"(?: 二?十[{_1TO9}]? | [零〇两{_1TO9}] )"
_COUNT = rf"(?: [0-9]{{1,2}} | {_NUMERAL} )"
_MINUTES = rf"""
    (?: [0-5][0-9] (?! [0-9] ) | [二三四五]?十[{_1TO9}]? | [零〇] [{_1TO9}]
        | (?: [{_1TO9}] | [0-9] ) (?= 分 ) )
"""
_OR = r"(?: [-~、/到至或] | 或者 )"
_CLOCK = spaced(rf"""
    (?P<range> {_COUNT} [点时]? \s* {_OR} \s* )?
    (?P<hour> (?<! [0-9.:第] ) [0-9]{{1,2}} | (?<! [第十{_1TO9}] ) {_NUMERAL} ) \s* (?:
        (?: : \s* (?P<colon> [0-5][0-9] ) (?! [0-9] ) )? \s* (?P<half_day> [ap] ) \.?m\b
        | : \s* (?P<exact> [0-5][0-9] ) (?! [0-9] )
        | [点时] (?! [间候装代常尚儿都也] ) (?: 钟 | 整 | (?P<half> 半 )
            | 过? (?P<quarters> [一1三3] ) 刻 | 过? (?P<minutes> {_MINUTES} ) 分? )?
    )
    (?P<open> \s* (?: [以之]? [后前] (?! [后天面台] ) | 起 | 开始
        | {_OR} \s* (?: {_COUNT} | [上中下]午 | 晚 ) ) )?
""")
_A_BIT = spaced("""
    (?: (?<= [早晚快慢多少宜大小好有差近远高低轻重买要] )
        | (?<= [往向]后 | 往前 | 提前 | 推迟 | 延后 ) )
    一点 (?! [半钟整] )
""")
_BARE = spaced(rf"{_COUNT} [吧呢哈]?")


@dataclass(frozen=True)
class Hour:
    """An hour as it was said: `exact` where the clock has 24 hours, as in 09:00 or 15:30."""

    hour: int
    minute: int
    exact: bool = False

    def at(self, part: Part | None) -> str | None:
        """Return the time of a part of the day, None where that part has no such hour.

        Raise Unclear where both halves of the day have it, or no shop is open.
        """
        hours = self._hours(part)
        if not hours:
            return None
        if len(hours) > 1:
            raise Unclear("moment_half")
        if hours[0] not in _SENSIBLE:
            raise Unclear("moment_hours")
        return f"{hours[0]:02}:{self.minute:02}"

    def _hours(self, part: Part | None) -> list[int]:
        if self.exact and part is None:
            return [self.hour]
        again = [self.hour + 12] if 1 <= self.hour < 12 and not self.exact else []
        return [hour for hour in (self.hour, *again) if hour in _HOURS[part]]


def hours_in(said: str) -> list[Hour]:
    """List the different hours a text names; ask where it names a stretch of time."""
    found = list(_CLOCK.finditer(_A_BIT.sub(" ", said)))
    if any(match["range"] or match["open"] for match in found):
        raise Unclear("moment_hour")
    return list(dict.fromkeys(map(_read, found)))


def without_hours(said: str) -> str:
    """Return the text without the hours it names."""
    return _CLOCK.sub(" ", said)


def parts_in(said: str) -> list[Part]:
    """List the parts of the day a text names."""
    return [part for part, words in _PARTS.items() if words.search(said)]


def bare_hour(said: str) -> Hour | None:
    """Return the hour where the text is nothing but a number."""
    match = _BARE.fullmatch(said.strip(" ,.。!"))
    return Hour(number(match[0].rstrip("吧呢哈")), 0) if match else None


def _read(match: re.Match[str]) -> Hour:
    hour = number(match["hour"])
    if match["half_day"]:
        return Hour(hour % 12 + 12 * (match["half_day"] == "p"), int(match["colon"] or 0), True)
    if match["exact"]:
        return Hour(hour, int(match["exact"]), match["hour"][0] == "0")
    return Hour(hour, _minute(match))


def _minute(match: re.Match[str]) -> int:
    if match["half"]:
        return 30
    if match["quarters"]:
        return 15 * number(match["quarters"])
    return number(match["minutes"]) if match["minutes"] else 0
