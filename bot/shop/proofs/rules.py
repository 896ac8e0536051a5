"""How long a code lasts, how often one is sent, how often it may be mistyped: pure."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Literal

LIVES = timedelta(minutes=5)
TRIES = 5
GAP = timedelta(minutes=1)
# as many as the gateways let through to one number: help.aliyun.com/zh/sms, 短信发送频率限制
LIMITS = ((timedelta(hours=1), 5), (timedelta(days=1), 10))

Full = Literal["soon", "often"]
Verdict = Literal["right", "wrong", "late", "tries"]


def too_many(made: Collection[datetime], now: datetime) -> Full | None:
    """Say why no code may be made now: the last one was just sent, or there were enough."""
    if any(now - GAP < at for at in made):
        return "soon"
    if any(sum(now - span < at for at in made) >= most for span, most in LIMITS):
        return "often"
    return None
