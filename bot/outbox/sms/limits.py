"""How many SMS one number gets at most: ours stay far below what the gateways bear. Pure.

https://help.aliyun.com/zh/sms/user-guide/configure-message-sending-limits
https://cloud.tencent.com/document/product/382/39023
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
Windows = tuple[tuple[timedelta, int], ...]

OURS: Mapping[str, Windows] = {
    "code": ((MINUTE, 1), (HOUR, 4), (DAY, 8)),
    "notice": ((MINUTE, 1), (HOUR, 4), (DAY, 8)),
    "marketing": ((DAY, 1),),
}
# what each gateway lets one number have of one kind, where the account is as it was opened
THEIRS: Mapping[str, Mapping[str, Windows]] = {
    "aliyun": {
        "code": ((MINUTE, 1), (HOUR, 5), (DAY, 10)),
        "notice": ((DAY, 50),),
        "marketing": ((DAY, 50),),
    },
    "tencent": {
        "code": ((timedelta(seconds=30), 1), (HOUR, 5), (DAY, 10)),
        "notice": ((timedelta(seconds=30), 1), (HOUR, 5), (DAY, 10)),
        "marketing": ((timedelta(seconds=30), 1), (HOUR, 5), (DAY, 10)),
    },
}


def opens_at(kind: str, sent: Sequence[datetime], now: datetime) -> datetime | None:
    """Return when this number may get one more, None where it may now."""
    waits = [_over(window, most, sent, now) for window, most in OURS[kind]]
    return max(filter(None, waits), default=None)


def _over(window: timedelta, most: int, sent: Sequence[datetime], now: datetime) -> datetime | None:
    """Return when the oldest of those that fill a window leaves it."""
    within = sorted(at for at in sent if at > now - window)
    return within[-most] + window if len(within) >= most else None
