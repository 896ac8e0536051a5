"""What people of the shop must hear of a gateway that no longer takes our SMS, once a day."""

from sqlalchemy.orm import Session

from bot import clock
from bot.outbox.notices.actions import tell_staff
from bot.outbox.sms.spending import HEAD_OFFICE

# each has its words in content/notices.toml, as sms_balance
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
