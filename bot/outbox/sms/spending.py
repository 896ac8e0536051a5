"""What SMS cost: the price of each, the day's cap and the month's bound, and alarms before both."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from bot import clock
from bot.db import change, insert_once
from bot.outbox.notices.actions import tell_staff
from bot.outbox.sms.models import SmsDay

WARNS_AT = 80  # percent
HEAD_OFFICE = ("head_office",)


@dataclass(frozen=True)
class Budget:
    """What a segment costs, and what a day and a month may bring; 0 a month is no bound."""

    fen: int = 5
    marketing_fen: int = 6
    day_cap: int = 2000
    month_fen: int = 0

    def cost(self, kind: str, segments: int) -> int:
        """Return what one SMS costs, in fen."""
        return segments * (self.marketing_fen if kind == "marketing" else self.fen)


def take_place(db: Session, budget: Budget, kind: str, segments: int) -> str | None:
    """Debit one SMS; return what is full instead, `day` or `month`. Codes go beyond the month."""
    today, fen = clock.today(), budget.cost(kind, segments)
    if kind != "code" and budget.month_fen and spent(db, today) + fen > budget.month_fen:
        return "month"
    insert_once(db, SmsDay, day=today, numbers=0, segments=0, fen=0)
    room = (SmsDay.day == today) & (SmsDay.numbers < budget.day_cap)
    taken = (
        update(SmsDay)
        .where(room)
        .values(
            numbers=SmsDay.numbers + 1, segments=SmsDay.segments + segments, fen=SmsDay.fen + fen
        )
    )
    return None if change(db, taken) else "day"


def give_place_back(db: Session, day: date, segments: int, fen: int) -> None:
    """Take back what was debited for one that surely did not go."""
    left = (SmsDay.day == day) & (SmsDay.numbers > 0)
    db.execute(
        update(SmsDay)
        .where(left, SmsDay.segments >= segments, SmsDay.fen >= fen)
        .values(
            numbers=SmsDay.numbers - 1, segments=SmsDay.segments - segments, fen=SmsDay.fen - fen
        )
    )


def spent(db: Session, today: date) -> int:
    """Return what the month has cost so far, in fen."""
    begins = today.replace(day=1)
    within = (SmsDay.day >= begins) & (SmsDay.day < (begins + timedelta(days=32)).replace(day=1))
    return db.scalar(select(func.coalesce(func.sum(SmsDay.fen), 0)).where(within)) or 0


def warn(db: Session, budget: Budget) -> None:
    """Tell head office, once a day and once a month, before a bound bites."""
    today = clock.today()
    row = db.get(SmsDay, today, populate_existing=True)
    if row and row.numbers * 100 >= budget.day_cap * WARNS_AT:
        told = {"count": str(row.numbers), "most": str(budget.day_cap)}
        tell_staff(
            db, "notices.sms_day", dedupe=f"sms_day:{today}", person=None, roles=HEAD_OFFICE, **told
        )
    if budget.month_fen and (fen := spent(db, today)) * 100 >= budget.month_fen * WARNS_AT:
        month = f"{today:%Y-%m}"
        told = {"spent": as_yuan(fen), "most": as_yuan(budget.month_fen)}
        tell_staff(
            db,
            "notices.sms_month",
            dedupe=f"sms_month:{month}",
            person=None,
            roles=HEAD_OFFICE,
            **told,
        )


def as_yuan(fen: int) -> str:
    """Return an amount as people read it: 12.50."""
    return f"{fen // 100:,}.{fen % 100:02d}"
