"""What WeChat's error codes mean for us: a table, and the failure it makes.

Codes: https://developers.weixin.qq.com/doc/service/guide/dev/errCode.html
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, timezone
from types import MappingProxyType
from typing import Any

from bot import clock
from bot.channels import SendFailed, Shut

BEIJING = timezone(timedelta(hours=8))
MINUTE = timedelta(minutes=1)
OPERATOR = timedelta(minutes=10)
STALE_TOKEN = frozenset({40001, 40014, 42001})


class WeChatError(Exception):
    """WeChat refused a call: its code and message, `rid` included for a look-up there.

    `answer` holds what it said besides.
    """

    def __init__(
        self, code: int, message: str, answer: Mapping[str, Any] = MappingProxyType({})
    ) -> None:
        super().__init__(f"{code} {message}")
        self.code = code
        self.message = message
        self.answer = answer


class Unreachable(Exception):
    """No usable answer; `uncertain` where the call may have taken effect all the same."""

    def __init__(self, why: str, *, uncertain: bool) -> None:
        super().__init__(why)
        self.uncertain = uncertain


@dataclass(frozen=True)
class _Meaning:
    permanent: bool = False
    shut: Shut = "nothing"
    pause: timedelta | None = timedelta(0)
    reach: str = "left"


_BUSY = _Meaning()
_UNTIL_MIDNIGHT = _Meaning(shut="door", pause=None)
_FOR_THE_OPERATOR = _Meaning(shut="door", pause=OPERATOR)
_BAD_CONTENT = _Meaning(permanent=True)
_WINDOW_OVER = _Meaning(shut="grant")
_GONE = _Meaning(shut="identity", reach="left")
_BLOCKED = _Meaning(shut="identity", reach="blocked")

_MEANINGS = {
    **dict.fromkeys((-1, 268487001, 268487002, 268488001), _BUSY),
    **dict.fromkeys((45015, 45047), _WINDOW_OVER),
    **dict.fromkeys((43004, 46004, 50005, 40003), _GONE),
    **dict.fromkeys((43019, 48002), _BLOCKED),
    **dict.fromkeys((45009, 45028), _UNTIL_MIDNIGHT),
    45011: _Meaning(shut="door", pause=MINUTE),
    **dict.fromkeys((40125, 40013, 40243, 50007, 40164, 89503, 89506, 89507), _FOR_THE_OPERATOR),
    **dict.fromkeys((48001, 48004, 48008, 50002, 45087), _FOR_THE_OPERATOR),
    **dict.fromkeys(STALE_TOKEN, _FOR_THE_OPERATOR),
}


def as_failure(error: WeChatError | Unreachable) -> SendFailed:
    """Say what follows from an error; a code we don't know is about this message's content."""
    if isinstance(error, Unreachable):
        return SendFailed(str(error), uncertain=error.uncertain)
    meaning = _MEANINGS.get(error.code, _BAD_CONTENT)
    pause = meaning.pause if meaning.pause is not None else until_midnight()
    return SendFailed(
        str(error),
        permanent=meaning.permanent,
        shut=meaning.shut,
        pause=pause,
        reach=meaning.reach,
    )


def until_midnight() -> timedelta:
    """Return how long a day's quota is used up: it begins anew at midnight in Beijing."""
    here = clock.real_now().astimezone(BEIJING)
    midnight = datetime.combine(here.date() + timedelta(days=1), time(), tzinfo=BEIJING)
    return midnight.astimezone(UTC) - clock.real_now()
