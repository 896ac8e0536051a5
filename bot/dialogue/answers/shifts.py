"""How she would move a time, said from where it stands: 往后推一天, 下周同一时间, 晚点."""

import re
from datetime import datetime, timedelta

from bot.dialogue.answers.numerals import number
from bot.dialogue.answers.spelling import plain
from bot.dialogue.answers.wording import any_of, spaced

Shift = dict[str, str | int]
LATER, EARLIER = "later", "earlier"

_AFTER = any_of("推迟 推后 延后 延迟 延期 顺延 往后 向后 后推 后延 晚 迟")
_BEFORE = any_of("提前 提早 往前 向前 早")
_PUSHED = "(?: 再 | 个 | 了 | [推挪移调改延到] )*"
_1TO9 = "一二三四五六七八九"
_COUNT = rf"(?P<count> 半 | [0-9]{{1,3}} | [二三四五]?十[{_1TO9}]? | [两{_1TO9}] )"
_UNIT = """
    (?: (?P<weeks> 个?(?: 周 | 星期 | 礼拜 ) ) | (?P<days> 天 | 日 )
        | 个? (?P<half> 半 )? (?P<hours> 小时 | 钟头 )
        | (?P<quarters> 刻钟? ) | (?P<minutes> 分钟? ) )
"""
_COUNTED = spaced(rf"(?: (?P<after> {_AFTER} ) | {_BEFORE} ) {_PUSHED} {_COUNT} {_UNIT} (?! 后 )")
_NEXT_DAY = spaced("(?: (?<! [今明大] ) 后[一1] | 第[二2] ) 天 | 次日")
_DAY_BEFORE = spaced("前 [一1] 天")
_WEEKS_ON = spaced("(?P<weeks> 下{1,3} ) 一?个? (?: 周 | 星期 | 礼拜 ) 的?")
_SAME = spaced(
    "(?: 同一?个? | 同样的? | 相同的? | 一样的? | 这个 | 那个 ) (?: 时间 | 时候 | 点 | 钟点 )"
)
_A_BIT = "(?: 一?点 (?! [半钟整0-9] ) | 一?些 | 一下 | 一会儿? | 几天 )"
_LATER = spaced(rf"""
    (?: 晚 | 迟 ) {_A_BIT} (?! 再 | 回 | 到 | 来电 ) | (?: 推迟 | 推后 | 延后 | 延期 | 顺延 | 往后 )
""")
_EARLIER = spaced(rf"早 {_A_BIT} | 提前 (?! 预?约 ) | 提早 | 往前")
_FILLING = spaced(any_of("""
    我 想 要 能 能不能 可以 可不可以 行 行不行 有 有没有 时间 预约 约 来 去 再 那 那天 就 还 稍微 点
    一点 一些 一下 几天 推 挪 移 调 改 换 的 吗 吧 呢 么 不 了 啊 呀 好 麻烦 请问 您 你 们 帮 给 把
    到 是
"""))  # fmt: skip
_SIGNS = re.compile(r"[\W_]+")


def shift(text: str) -> Shift:
    """Return how far she would move a time, as `days` or `minutes`, else in which direction.

    `{"later": 1}` and `{"earlier": 1}` leave open how far. Empty where she says none of it.
    """
    said = plain(text)
    return _counted(said) or _towards(said)


def says_how_far(text: str) -> bool:
    """Say whether she names how far a time is to be moved."""
    return bool(_counted(plain(text)))


def only_shifts(text: str) -> bool:
    """Say whether the message is about moving a time, and about nothing else."""
    said = plain(text)
    if not shift(text):
        return False
    for words in (_COUNTED, _NEXT_DAY, _DAY_BEFORE, _WEEKS_ON, _SAME, _LATER, _EARLIER, _FILLING):
        said = words.sub(" ", said)
    return not _SIGNS.sub("", said)


def shifted(said: Shift, starts: datetime) -> Shift:
    """Return the time she means for what begins at a moment of the shop's own clock.

    A day alone keeps the hour, an hour or a part of the day alone keeps the day.
    """
    if "days" in said or "minutes" in said:
        then = starts + timedelta(
            days=int(said.get("days", 0)), minutes=int(said.get("minutes", 0))
        )
        return _on(then) | {"time": f"{then:%H:%M}"} | _store(said)
    here, names_hour = _on(starts), "time" in said or "part" in said
    if "from" not in said:
        return said | here if names_hour else said
    if names_hour or said["from"] != said["to"]:
        return said
    if said["from"] == here["from"] and (LATER in said or EARLIER in said):
        return {word: value for word, value in said.items() if word not in here}
    return said | {"time": f"{starts:%H:%M}"}


def _counted(said: str) -> Shift:
    if match := _COUNTED.search(said):
        sign = 1 if match["after"] else -1
        return {unit: sign * amount for unit, amount in _amount(match).items()}
    if _SAME.search(said) and (weeks := _WEEKS_ON.search(said)):
        return {"days": 7 * len(weeks["weeks"])}
    if _NEXT_DAY.search(said):
        return {"days": 1}
    return {"days": -1} if _DAY_BEFORE.search(said) else {}


def _amount(match: re.Match[str]) -> dict[str, int]:
    """Return how far; half a day and half a week say too little."""
    is_half = match["count"] == "半"
    count = 0 if is_half else number(match["count"])
    if match["weeks"] or match["days"]:
        return {"days": count * (7 if match["weeks"] else 1)} if count else {}
    if match["hours"]:
        return {"minutes": 60 * count + (30 if is_half or match["half"] else 0)}
    return {"minutes": count * (15 if match["quarters"] else 1)} if count else {}


def _towards(said: str) -> Shift:
    later, earlier = _LATER.search(said), _EARLIER.search(said)
    if bool(later) == bool(earlier):
        return {}
    return {LATER: 1} if later else {EARLIER: 1}


def _on(moment: datetime) -> Shift:
    day = moment.date().isoformat()
    return {"from": day, "to": day}


def _store(said: Shift) -> Shift:
    return {"store": said["store"]} if "store" in said else {}
