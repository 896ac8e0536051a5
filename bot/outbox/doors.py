"""Which doors there are and how long an act of hers keeps one open: pure.

The numbers are WeChat's for verified service accounts, as of 2026:
https://developers.weixin.qq.com/doc/service/guide/product/kf
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True)
class Allowance:
    """How many customer-service messages an act allows, how long, and how early we stop."""

    messages: int
    lasts: timedelta
    early: timedelta


ALLOWANCES = {
    "message": Allowance(5, timedelta(hours=48), timedelta(seconds=60)),
    "click": Allowance(3, timedelta(minutes=1), timedelta(seconds=10)),
    "follow": Allowance(3, timedelta(minutes=1), timedelta(seconds=10)),
    "scan": Allowance(3, timedelta(minutes=1), timedelta(seconds=10)),
}


# She refuses service notices: a grant of none, until we may try again.
CARDS = "cards"
REFUSAL_LASTS = timedelta(days=30)


@dataclass(frozen=True)
class Grant:
    """What is left of one allowance of one person."""

    cause: str
    until: datetime
    left: int

    def is_open(self, now: datetime) -> bool:
        return self.left > 0 and now < self.until - ALLOWANCES[self.cause].early


def best_grant(grants: Iterable[Grant], now: datetime, *, wrote: bool) -> Grant | None:
    """Return the open grant that ends first; with `wrote`, only one that she opened by writing."""
    usable = [g for g in grants if g.is_open(now) and (g.cause == "message" or not wrote)]
    return min(usable, key=lambda grant: grant.until, default=None)
