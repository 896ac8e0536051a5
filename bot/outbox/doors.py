"""Which doors there are and how long an act of hers keeps one open: pure.

The numbers are WeChat's for verified service accounts, as of 2026:
https://developers.weixin.qq.com/doc/service/guide/product/kf
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bot.channels.wechat.errors import BEIJING


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


# One text for many: the fifth of a calendar month is silently not shown to her.
# https://developers.weixin.qq.com/doc/service/guide/product/message/Batch_Sends.html
MASS = "mass"
MASS_EACH_MONTH = 4


@dataclass(frozen=True)
class Grant:
    """What is left of one allowance of one person."""

    cause: str
    until: datetime
    left: int

    @property
    def ends(self) -> datetime:
        """Return until when we use it: a little less than WeChat allows."""
        return self.until - ALLOWANCES[self.cause].early

    def is_open(self, now: datetime) -> bool:
        return self.left > 0 and now < self.ends


def best_grant(grants: Iterable[Grant], now: datetime, *, wrote: bool) -> Grant | None:
    """Return the open grant that ends first; with `wrote`, only one that she opened by writing."""
    causes = ("message",) if wrote else tuple(ALLOWANCES)
    usable = [grant for grant in grants if grant.cause in causes and grant.is_open(now)]
    return min(usable, key=lambda grant: grant.until, default=None)


def month_ends(now: datetime) -> datetime:
    """Return when the calendar month ends that WeChat counts by."""
    here = now.astimezone(BEIJING)
    first = here.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    return (first + timedelta(days=32)).replace(day=1).astimezone(UTC)
