"""So long after she was here last."""

from collections.abc import Iterator
from datetime import date, time, timedelta
from functools import partial

from sqlalchemy import exists, select
from sqlalchemy.orm import aliased

from bot import clock
from bot.journeys.due.batch import Batch, Due
from bot.journeys.due.people import came, members
from bot.journeys.plans import Journey, Step
from bot.outbox.models import DoorGrant
from bot.shop.members.models import Member
from bot.shop.purchases.models import Purchase
from bot.shop.purchases.secrecy import hers_to_know

WINDOW = timedelta(hours=48)


def unseen(journey: Journey, step: Step, day: date) -> Iterator[Batch]:
    """Select members whose last purchase is so long ago, and who did not come or write since."""
    for last in [last for _, days in step.anchors(day) for last in days]:
        find = partial(_last_here, day, last)
        yield Batch(journey, step, day, str(last), find, Member.person_id, since=[last])


def _last_here(day: date, last: date) -> Due:
    later = aliased(Purchase)
    bought = exists().where(
        Purchase.person_id == Member.person_id, Purchase.day == last, hers_to_know(day)
    )
    again = exists().where(later.person_id == Member.person_id, later.day > last)
    wrote = exists().where(
        DoorGrant.person_id == Member.person_id,
        DoorGrant.cause == "message",
        DoorGrant.until > clock.at(last + timedelta(days=1), time()) + WINDOW,
    )
    was_here = came(Member.person_id, day, (day - last).days)
    # from the purchases of one day, not from a million members
    hers = select(Purchase.person_id).where(Purchase.day == last)
    return members().where(Member.person_id.in_(hers), bought, ~again, ~wrote, ~was_here)
