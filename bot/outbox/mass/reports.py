"""What WeChat says later about a text for many: how many got it, or that nobody did.

It may come before our own call has returned, twice, never, or about another program's call.
"""

from datetime import datetime, timedelta

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from bot import clock
from bot.channels.wechat.mass import MassOutcome
from bot.db import insert_once
from bot.outbox.mass.models import MassBatch, MassReport

STRANGERS_KEPT = timedelta(days=3)


def hear_mass_report(db: Session, told: MassOutcome) -> None:
    """Keep what is reported about a call; what was said before counts."""
    report = _halves(db, told.msg_id)
    if report.status:
        return
    report.status = told.status
    report.total, report.filtered = told.total, told.filtered
    report.sent, report.errors = told.sent, told.errors
    if report.batch_id:
        settling = update(MassBatch).where(MassBatch.id == report.batch_id)
        db.execute(settling.values(look_at=clock.now()))
    else:
        _drop_strangers(db, clock.real_now())


def note_taken(db: Session, batch: MassBatch, msg_id: str) -> MassReport:
    """Keep under which number WeChat took a batch, and return what it has said already."""
    report = _halves(db, msg_id)
    report.batch_id = report.batch_id or batch.id
    batch.msg_id = msg_id
    return report


def report_on(db: Session, batch: MassBatch) -> MassReport | None:
    """Return what was reported about a batch, None while nothing was."""
    report = db.get(MassReport, batch.msg_id) if batch.msg_id else None
    return report if report and report.status else None


def _halves(db: Session, msg_id: str) -> MassReport:
    """Hold the row where both halves meet: who comes second waits for the first's commit."""
    insert_once(db, MassReport, msg_id=msg_id, at=clock.real_now())
    return db.get_one(MassReport, msg_id, with_for_update=True, populate_existing=True)


def _drop_strangers(db: Session, now: datetime) -> None:
    """Forget what was said about calls that are not ours."""
    old = MassReport.batch_id.is_(None) & (MassReport.at < now - STRANGERS_KEPT)
    db.execute(delete(MassReport).where(old))
