"""How many texts for many she may still get this month, and how many calls WeChat still takes.

https://developers.weixin.qq.com/doc/service/guide/product/message/Batch_Sends.html
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from bot import clock
from bot.channels.wechat.errors import BEIJING
from bot.db import insert_once
from bot.outbox.doors import MASS, MASS_EACH_MONTH, month_ends
from bot.outbox.mass.models import MassBatch
from bot.outbox.models import DoorGrant

EACH_DAY, EACH_MINUTE = 100, 60


def debit(db: Session, person_ids: Sequence[int], now: datetime) -> set[int]:
    """Take one of this month's texts for many from each who has one left; return who had."""
    hers = (DoorGrant.cause == MASS) & DoorGrant.person_id.in_(person_ids)
    until = month_ends(now)
    known = set(db.scalars(select(DoorGrant.person_id).where(hers)))
    for person_id in set(person_ids) - known:
        values = {"until": until, "left": MASS_EACH_MONTH}
        insert_once(db, DoorGrant, person_id=person_id, cause=MASS, **values)
    anew = {"until": until, "left": MASS_EACH_MONTH}
    db.execute(update(DoorGrant).where(hers, DoorGrant.until <= now).values(anew))
    taking = update(DoorGrant).where(hers, DoorGrant.left > 0).values(left=DoorGrant.left - 1)
    return set(db.scalars(taking.returning(DoorGrant.person_id)))


def give_back(db: Session, person_ids: Sequence[int]) -> None:
    """Give back what a text for many took that surely did not go."""
    hers = (DoorGrant.cause == MASS) & DoorGrant.person_id.in_(person_ids)
    full = DoorGrant.left < MASS_EACH_MONTH
    db.execute(update(DoorGrant).where(hers, full).values(left=DoorGrant.left + 1))


def calls_left(db: Session) -> int:
    """Return how many calls WeChat still takes today, as Beijing counts days."""
    here = clock.real_now().astimezone(BEIJING)
    midnight = here.replace(hour=0, minute=0, second=0, microsecond=0)
    today = func.coalesce(func.sum(MassBatch.attempts), 0)
    made = db.scalar(select(today).where(MassBatch.called_at >= midnight)) or 0
    return EACH_DAY - int(made)


def is_too_fast(db: Session) -> bool:
    """Say whether this minute's calls are used up."""
    since = clock.real_now() - timedelta(minutes=1)
    made = db.scalar(select(func.count()).where(MassBatch.called_at >= since)) or 0
    return made >= EACH_MINUTE
