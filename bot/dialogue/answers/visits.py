"""What she says of a visit: when she would come, as far as she says it, for what, and where."""

import re
from datetime import date, timedelta

from bot.dialogue.answers.appointments import day, moment, without_greeting
from bot.dialogue.answers.context import Context, Unclear
from bot.dialogue.answers.hours import Part, parts_in
from bot.dialogue.answers.numerals import number
from bot.dialogue.answers.shifts import says_how_far, shift
from bot.dialogue.answers.spelling import plain, tidy
from bot.dialogue.answers.visit_wishes import visit_wish
from bot.dialogue.answers.weekdays import week_alone
from bot.dialogue.answers.wording import any_of, spaced
from bot.dialogue.answers.yesno import yes_no

VisitTime = dict[str, str | int]
ANY, PLACE, OFF = "any", "place", "off"

_SOON = spaced(any_of("""
    最近 最早 尽快 尽早 越快越好 越早越好 随时 随便 都行 都可以 都好 哪天都 什么时候都 几点都
    你们定 你们安排 您安排 看着安排 哪天能约 哪天有空 什么时候有空 什么时候能约 什么时候方便
    什么时间方便 有空档 排期 档期 有号
"""))  # fmt: skip
_TAKING = "^ (?: 那? | 就 | 要 | 选 | 约 )*"
_THAT = "(?: 那个 | 的 | 吧 )* $"
_PLACE = spaced(rf"""
    第 \s* (?P<place> [1-9] | [一二三四五六七八九] ) \s* 个
    | {_TAKING} (?P<first> 前面 | 早一?点 | 早的? | 头一个 ) {_THAT}
    | {_TAKING} (?P<last> 后面 | 晚一?点 | 晚的? | 最后一个 ) {_THAT}
""")
_OFF = spaced(r"""
    ^ (?: 那 | 帮我 | 先 | 就 | 还是 )* (?: 取消 | 不来了 | 不去了 ) (?: 掉 | 吧 | 了 | 一下 )* $
""")
_SHORTEST = 5
_STREET = re.compile("[路街道巷弄胡村区苑园庄湾府城楼栋幢号室单县镇乡]")


def visit(text: str, context: Context) -> VisitTime:
    """Return what she says of the time: `from` and `to` are days, `time` or `part` of them.

    `{"any": 1}` says that she leaves it to us, `{"place": 2}` that she takes the second of what
    was offered (-1: the last), `{"off": 1}` that she won't come; `store` is the one she names.
    Only a part of a day, an hour or a store alone is an answer too: what was offered completes
    it. `days` and `minutes`, `later` and `earlier` say how a time would move. Raise Unclear where
    even that is missing, or she names what can't be.
    """
    named = spot_store(text, context)
    there: VisitTime = shift(text)
    if named:
        there["store"] = named
    if says_how_far(text):
        return there
    try:
        found = moment(text, context)
    except Unclear as unclear:
        return _so_far(without_greeting(plain(text)), context, unclear, there) | there
    return {"from": found["day"], "to": found["day"], "time": found["time"]} | there


def spot_visit(text: str, context: Context) -> VisitTime | None:
    """Return what a message says of the time, None where it says nothing that can be used."""
    try:
        return visit(text, context)
    except Unclear:
        return None


def visit_or_no(text: str, context: Context) -> VisitTime | bool:
    """Return her yes or no to a time that is free, or the other one that she would rather have."""
    if visit_wish(text) == "another":
        raise Unclear("yes_no_unclear")
    said = spot_visit(text, context) or {}
    return said if said.keys() - {ANY, PLACE, OFF, "store"} else yes_no(text)


def service(text: str, context: Context) -> str:
    """Return the word of the service that she names."""
    found = spot_service(text, context)
    if found is None:
        raise Unclear("choice_unclear")
    return found


def spot_service(text: str, context: Context) -> str | None:
    """Return the service whose longest word or name stands in the text; a visit at home first."""
    if context.shop is None:
        return None
    said = plain(text)
    named = [
        (each.at_home, len(word), each.word)
        for each in context.shop.services
        for word in (each.name, *each.called)
        if plain(word) in said
    ]
    return max(named)[2] if named else None


def store(text: str, context: Context) -> str:
    """Return the store that she names; the first part of its name is enough."""
    found = spot_store(text, context)
    if found is None:
        raise Unclear("choice_unclear")
    return found


def spot_store(text: str, context: Context) -> str | None:
    """Return the only store whose name she says, with or without 店."""
    if context.shop is None:
        return None
    names = [each.name for each in context.shop.stores]
    named = [name for name in names if name.removesuffix("店") in plain(text)]
    return named[0] if len(named) == 1 else None


def address(text: str, context: Context) -> str:
    """Return an address: a text that names a street, an estate or a house."""
    del context
    said = tidy(text)
    if len(said) < _SHORTEST or not _STREET.search(said):
        raise Unclear("address_unclear")
    return said


def _so_far(said: str, context: Context, unclear: Unclear, there: VisitTime) -> VisitTime:
    match unclear.key:
        case "moment_hour":
            named = day(said, Context(context.today))  # an answer before this one names none
            return _days(named, named, _part(said))
        case "moment_weekend":
            return _days(_on(said, "六", context), _on(said, "日", context), _part(said))
        case "moment_day":
            return _week_or_hour(said, context, unclear)
        case "moment_unclear":
            return _left_to_us(said) or there or _none(unclear)
    raise unclear


def _days(first: str, last: str, part: Part | None) -> VisitTime:
    found: VisitTime = {"from": first, "to": last}
    return found | ({"part": part} if part else {})


def _on(said: str, weekday: str, context: Context) -> str:
    """Return one day of the weekend she names: 下周末 → 下周六."""
    return day(re.sub(r"(周|星期|礼拜)末", rf"\g<1>{weekday}", said), context)


def _week_or_hour(said: str, context: Context, unclear: Unclear) -> VisitTime:
    """Return a week that she names without a day, or the hour that she names without one."""
    if week := week_alone(said):
        last = date.fromisoformat(day(f"{week}日", Context(context.today)))
        first = max(context.today, last - timedelta(days=6))
        return _days(first.isoformat(), last.isoformat(), _part(said))
    try:
        return {"time": moment(f"今天,{said}", Context(context.today))["time"]}
    except Unclear:
        raise unclear from None


def _left_to_us(said: str) -> VisitTime:
    if match := _PLACE.search(said):
        return {PLACE: number(match["place"]) if match["place"] else 1 if match["first"] else -1}
    if part := _part(said):
        return {"part": part}
    if _SOON.search(said):
        return {ANY: 1}
    return {OFF: 1} if _OFF.search(said) else {}


def _none(unclear: Unclear) -> VisitTime:
    raise unclear


def _part(said: str) -> Part | None:
    parts = parts_in(said)
    return parts[0] if len(parts) == 1 else None
