"""How the post stands: what went by each door today, which are shut, what went wrong."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, time
from types import MappingProxyType
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot import clock
from bot.channels.wechat.errors import BEIJING
from bot.outbox.mass.models import MassBatch
from bot.outbox.models import TROUBLED, DoorPause, Message
from bot.shop.people.models import Person

# What a verified service account may call in a day, counted from midnight in Beijing; the real
# numbers of an account are at https://developers.weixin.qq.com/doc/service/api/apimanage/
A_DAY: Mapping[str, int] = MappingProxyType(
    {"custom": 500_000, "template": 100_000, "subscribe": 100_000, "mass": 100}
)


class DoorToday(NamedTuple):
    """How much went by one door since midnight, and how much may."""

    door: str
    used: int
    limit: int | None


class Trouble(NamedTuple):
    """A message that did not arrive, or perhaps did, and whose it was."""

    message: Message
    person: Person


def doors_today(db: Session, doors: Sequence[str], now: datetime) -> list[DoorToday]:
    """Return what went by each door today; a text for many is one call, however many hear it."""
    counted = select(Message.door, func.count()).where(Message.sent_at >= _midnight(now))
    rows = db.execute(counted.group_by(Message.door))
    used: dict[str | None, int] = {row[0]: row[1] for row in rows}
    calls = MassBatch.called_at >= _midnight(clock.real_now())
    used["mass"] = db.scalar(select(func.count()).select_from(MassBatch).where(calls)) or 0
    return [DoorToday(door, used.get(door, 0), A_DAY.get(door)) for door in doors]


def shut_doors(db: Session) -> list[DoorPause]:
    """Return which doors are shut for everybody now, the longest last."""
    shut = select(DoorPause).where(DoorPause.until > clock.real_now())
    return list(db.scalars(shut.order_by(DoorPause.until)))


def in_trouble(db: Session, *, before: int | None, limit: int) -> list[Trouble]:
    """Return messages that failed or are uncertain, newest first."""
    found = select(Message, Person).join(Person, Person.id == Message.person_id).where(TROUBLED)
    if before is not None:
        found = found.where(Message.id < before)
    rows = db.execute(found.order_by(Message.id.desc()).limit(limit))
    return [Trouble(*row) for row in rows]


def _midnight(now: datetime) -> datetime:
    midnight = datetime.combine(now.astimezone(BEIJING).date(), time(), tzinfo=BEIJING)
    return midnight.astimezone(UTC)
