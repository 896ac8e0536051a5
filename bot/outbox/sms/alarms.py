"""What people of the shop must hear of a gateway that no longer takes our SMS, once a day."""

from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot import clock
from bot.outbox.notices.actions import tell_staff
from bot.outbox.sms.models import SmsDay
from bot.outbox.sms.spending import HEAD_OFFICE

# each has its words in content/notices.toml, as sms_balance
LEAST = 100
LOW_DAYS = 7  # a package that lasts no longer than the last week is bought anew in time
ALARMS = ("account", "balance", "cap", "clock", "sign", "template")


def sound(db: Session, alarm: str, code: str) -> None:
    """Tell head office what is wrong, with the gateway's own word for who looks it up."""
    tell_staff(
        db,
        f"notices.sms_{alarm}",
        dedupe=f"sms_{alarm}:{clock.today()}",
        person=None,
        roles=HEAD_OFFICE,
        code=code,
    )


def warn_of_package(db: Session, left: int) -> bool:
    """Tell head office, once a day, that what was paid for may not last another week."""
    today = clock.today()
    week = SmsDay.day > today - timedelta(days=LOW_DAYS)
    used = db.scalar(select(func.coalesce(func.sum(SmsDay.segments), 0)).where(week)) or 0
    if left > max(used, LEAST):
        return False
    about = {"left": str(left), "used": str(used)}
    dedupe = f"sms_low:{today}"
    tell_staff(db, "notices.sms_low", dedupe=dedupe, person=None, roles=HEAD_OFFICE, **about)
    return True
