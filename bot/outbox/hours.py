"""When the shop does not speak first: pure."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from bot import clock

OWN_ACT = timedelta(hours=2)


@dataclass(frozen=True)
class QuietHours:
    """When the shop does not speak first, and until when it may answer an act of hers."""

    begins: time = time(21)
    ends: time = time(9)
    own_act_until: time = time(22, 30)

    def end_after(self, now: datetime, caused_at: datetime | None) -> datetime | None:
        """Return when quiet ends, or None where the message may go now."""
        here = clock.local(now)
        fresh = caused_at is not None and now - caused_at <= OWN_ACT
        begins = max(self.begins, self.own_act_until) if fresh else self.begins
        if self.ends <= here.time() < begins:
            return None
        day = here.date() + timedelta(days=1 if here.time() >= begins else 0)
        return clock.at(day, self.ends)


# What sells goes in the daytime alone, as the gateways ask of marketing.
OFFERS = QuietHours(time(20), time(9), time(20))
