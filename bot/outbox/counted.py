"""What WeChat counts for two records counts for the one they become, and apart again if undone."""

from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot import clock
from bot.db import put
from bot.outbox.doors import MASS, MASS_EACH_MONTH, month_ends
from bot.outbox.models import DoorGrant, ReminderCredit
from bot.outbox.reminders import add_yes

Counts = dict[str, Any]


def join_counts(db: Session, loser_id: int, winner_id: int) -> Counts:
    """Let the winner have the loser's yeses too, and no more texts for many than either had left.

    WeChat counts these texts by openid, and either openid may hear the next one.
    """
    yeses = _yeses(db, loser_id)
    for template, left in yeses.items():
        add_yes(db, winner_id, template, count=left)
        _set_yeses(db, loser_id, template, 0)
    lefts = _mass_left(db, loser_id), _mass_left(db, winner_id)
    joined = min(lefts)
    if joined < MASS_EACH_MONTH:
        _set_mass(db, winner_id, joined)
    return {"yeses": yeses, "mass": [*lefts, joined], "month": month_ends(clock.now()).isoformat()}


def part_counts(db: Session, counts: Counts, loser_id: int, winner_id: int) -> None:
    """Give each her own back, less what was used since."""
    for template, count in counts.get("yeses", {}).items():
        left = _yeses(db, winner_id).get(template, 0)
        back = min(count, left)
        _set_yeses(db, winner_id, template, left - back)
        _set_yeses(db, loser_id, template, back)
    left = _mass_left(db, winner_id)
    its_month = counts.get("month") == month_ends(clock.now()).isoformat()
    theirs, hers, joined = counts["mass"] if its_month else (left, left, left)
    for person_id, before in ((loser_id, theirs), (winner_id, hers)):
        _set_mass(db, person_id, left + before - joined)


def _yeses(db: Session, person_id: int) -> dict[str, int]:
    hers = (ReminderCredit.person_id == person_id) & (ReminderCredit.left > 0)
    return {row.template: row.left for row in db.scalars(select(ReminderCredit).where(hers))}


def _set_yeses(db: Session, person_id: int, template: str, left: int) -> None:
    hers = (ReminderCredit.person_id == person_id) & (ReminderCredit.template == template)
    db.execute(update(ReminderCredit).where(hers).values(left=left))


def _mass_left(db: Session, person_id: int) -> int:
    hers = (DoorGrant.person_id == person_id) & (DoorGrant.cause == MASS)
    left = db.scalar(select(DoorGrant.left).where(hers, DoorGrant.until > clock.now()))
    return MASS_EACH_MONTH if left is None else left


def _set_mass(db: Session, person_id: int, left: int) -> None:
    keys = {"person_id": person_id, "cause": MASS}
    put(db, DoorGrant, keys, until=month_ends(clock.now()), left=left)
