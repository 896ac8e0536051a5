"""The only clock for business. In the demo the shop's time may run ahead of the real one."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

_ahead = timedelta(0)
_zone = ZoneInfo("Asia/Shanghai")


def now() -> datetime:
    """Return the shop's time, aware, in UTC."""
    return datetime.now(UTC) + _ahead


def today() -> date:
    """Return the day it is in the shop."""
    return local(now()).date()


def local(moment: datetime) -> datetime:
    """Show a moment in the shop's time zone."""
    return moment.astimezone(_zone)


def at(day: date, hour: time) -> datetime:
    """Return the moment when it is `hour` in the shop on `day`, in UTC."""
    return datetime.combine(day, hour, tzinfo=_zone).astimezone(UTC)


def real_now() -> datetime:
    """Return the real time: for signatures, tokens, leases and rate limits only."""
    return datetime.now(UTC)


def run_ahead(by: timedelta) -> None:
    """Set how far the shop's time is ahead; every transaction of a demo reads it anew."""
    global _ahead  # noqa: PLW0603 - one clock a process is the point
    _ahead = by


def use_zone(zone: ZoneInfo) -> None:
    """Set where the shop stands."""
    global _zone  # noqa: PLW0603 - one shop a process
    _zone = zone
