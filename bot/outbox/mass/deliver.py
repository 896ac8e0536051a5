"""Send one text to many: gather, look once more, call once, keep what came of it.

A batch that may have been taken is asked about under the same mark, so WeChat sends it once
however often it hears of it, for a day. What surely did not go is decided about anew.
"""

import logging
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Protocol

from sqlalchemy import ColumnElement, select

from bot import clock
from bot.channels import SendFailed
from bot.channels.wechat.mass import arrived, refusal_in
from bot.db import Database
from bot.outbox.actions import pause_door
from bot.outbox.handover import report_mass
from bot.outbox.mass.calling import accept, begin_call, end, may_ask_again
from bot.outbox.mass.claiming import Looks, claim_all, claimed_in, in_slices, let_go, taken_back
from bot.outbox.mass.gathering import due_batches, take_batch
from bot.outbox.mass.models import MassBatch
from bot.outbox.mass.reports import report_on
from bot.outbox.models import Message
from bot.outbox.queries import openids_of
from bot.texts import Line, Texts, line
from bot.traces import where_it_broke

log = logging.getLogger(__name__)

PAUSES = (timedelta(seconds=5), timedelta(seconds=30), timedelta(minutes=2))
ASKED_AGAIN = timedelta(minutes=1)  # sooner WeChat says only that it is too fast
REPORTED_WITHIN = timedelta(minutes=30)
GIVEN_UP_AFTER = timedelta(hours=24)
KNOWN_REFUSALS = (
    *("10001", "20001", "20002", "20004", "20006", "20008", "20013"),
    *("21000", "22000", "40001", "40002"),
)


class MassChannel(Protocol):
    """One way to say the same to many at once."""

    def send(self, openids: Sequence[str], text: str, *, once: str) -> str:
        """Send and return the provider's number; raise SendFailed."""

    def status(self, msg_id: str) -> str | None:
        """Ask what became of a call; None while it is open."""


@dataclass(frozen=True)
class MassPost:
    """Everything that texts for many need; one per process."""

    database: Database
    texts: Texts
    channel: MassChannel | None

    def send_due(self, look: Looks) -> Counter[str]:
        """Send what has gathered and settle what is open; return how many went which way."""
        with self.database.reading() as db:
            due = due_batches(db, clock.now())
        tally: Counter[str] = Counter()
        for batch_id in due:
            batch = self.database.run(partial(take_batch, batch_id=batch_id))
            if batch:
                tally += self._go_on(batch, look)
        return tally

    def _go_on(self, batch: MassBatch, look: Looks) -> Counter[str]:
        if batch.state == "sent":
            return self._settle(batch)
        if batch.called_at is None:
            claim_all(self.database, batch, look)
            let_go(self.database, taken_back(batch.id))
        elif not may_ask_again(batch):
            return self._doubt(batch)
        openids = self._openids(batch)
        match self.database.run(partial(begin_call, batch_id=batch.id, people=len(openids))):
            case None:
                return self._call(self._read(batch), openids)
            case "later":
                return self._end(batch, "asking", look_at=clock.now() + ASKED_AGAIN)
            case why_not:
                return self._drop(batch, alone=why_not == "alone")

    def _call(self, batch: MassBatch, openids: Sequence[str]) -> Counter[str]:
        try:
            if self.channel is None:
                raise SendFailed("no WeChat account is set", shut="door", pause=PAUSES[-1])
            msg_id = self.channel.send(openids, batch.words, once=batch.once or "")
        except SendFailed as failed:
            log.warning("mass %s: %s", batch.id, failed.why)
            return self._keep_failure(batch, failed)
        except Exception as error:  # as at every door: what came of the others is kept
            log.error("mass %s broke: %s", batch.id, where_it_broke(error))
            return self._keep_failure(batch, SendFailed("broken", uncertain=True))
        self.database.run(partial(accept, batch_id=batch.id, msg_id=msg_id))
        return self._settle(self._read(batch))

    def _keep_failure(self, batch: MassBatch, failed: SendFailed) -> Counter[str]:
        """Ask again where it may have been taken; else give back, and try again or tell people."""
        is_busy = failed.shut == "nothing" and not failed.permanent
        if failed.uncertain or (batch.state == "asking" and is_busy):
            return self._ask_later(batch)
        if batch.state == "asking":  # it says nothing about the first call
            return self._doubt(batch)
        if is_busy and batch.attempts <= len(PAUSES):
            return self._end(batch, "leaving", look_at=clock.now() + PAUSES[batch.attempts - 1])
        if failed.shut == "door":
            pausing = partial(pause_door, door="mass", lasts=failed.pause, why=failed.why)
            self.database.run(pausing)
            return self._drop(batch, alone=False)
        why = line("reasons.mass_refused", error=failed.why)
        self._close(batch, "failed", why, claimed_in(batch.id), refunded=True)
        return Counter(not_sent=batch.people)

    def _ask_later(self, batch: MassBatch) -> Counter[str]:
        """Let nothing of theirs wait for the answer: for each it is uncertain meanwhile."""
        reason = self.texts.render(line("reasons.asking_again"))
        in_slices(self.database, claimed_in(batch.id), state="uncertain", reason=reason)
        pause = ASKED_AGAIN * min(batch.attempts, 30)
        self._end(batch, "asking", look_at=clock.now() + pause, reason=reason)
        return Counter(uncertain=batch.people)

    def _doubt(self, batch: MassBatch) -> Counter[str]:
        """Say for good that nobody knows whether it went."""
        why = line("reasons.uncertain")
        self._close(batch, "uncertain", why, claimed_in(batch.id) | _doubted(batch))
        return Counter(uncertain=batch.people)

    def _settle(self, batch: MassBatch) -> Counter[str]:
        """Mark all as sent, and hear what WeChat has reported, or ask for it."""
        on_the_way = claimed_in(batch.id) | _doubted(batch)
        sent_at = batch.sent_at
        sent = in_slices(self.database, on_the_way, state="sent", sent_at=sent_at, reason=None)
        with self.database.reading() as db:
            report = report_on(db, batch)
        asked = clock.now() - (batch.sent_at or clock.now()) >= REPORTED_WITHIN
        status = report.status if report else self._asked(batch) if asked else None
        if status is None:
            self._wait_for_report(batch)
        elif arrived(status):
            self._end(batch, "done")
        else:
            self._fail(batch, status, partly=bool(report and report.sent))
        return Counter(sent=sent)

    def _asked(self, batch: MassBatch) -> str | None:
        return self.channel.status(batch.msg_id) if self.channel and batch.msg_id else None

    def _wait_for_report(self, batch: MassBatch) -> None:
        since = batch.sent_at or clock.now()
        if clock.now() - since >= GIVEN_UP_AFTER:
            self._end(batch, "done")  # WeChat took it, and says no more
        elif clock.now() - since >= REPORTED_WITHIN:
            self._end(batch, "sent", look_at=clock.now() + timedelta(hours=1))
        else:
            self._end(batch, "sent", look_at=since + REPORTED_WITHIN)

    def _fail(self, batch: MassBatch, status: str, *, partly: bool) -> None:
        """Say that it did not arrive, or not with all, once for all of them."""
        number = refusal_in(status)
        known = f"reasons.mass_err_{number}" if number in KNOWN_REFUSALS else "reasons.mass_err"
        why = line("reasons.mass_refused", error=line(known, status=status))
        hers = (Message.mass_id == batch.id) & (Message.state == "sent") & (Message.door == "mass")
        self._close(
            batch, "uncertain" if partly else "failed", why, hers & Message.text.is_not(None)
        )

    def _close(
        self,
        batch: MassBatch,
        state: str,
        why: Line,
        which: ColumnElement[bool],
        *,
        refunded: bool = False,
    ) -> None:
        """End a batch that did not go well; people hear of it once."""
        reason = self.texts.render(why)
        which &= Message.reason.is_distinct_from(reason)
        in_slices(self.database, which, refunded=refunded, state=state, reason=reason)
        self.database.run(partial(report_mass, batch_id=batch.id, why=reason, words=batch.words))
        self._end(batch, state, reason=reason)

    def _drop(self, batch: MassBatch, *, alone: bool) -> Counter[str]:
        released = let_go(self.database, claimed_in(batch.id), alone=alone)
        self._end(batch, "dropped")
        return Counter(released=released)

    def _end(
        self,
        batch: MassBatch,
        state: str,
        *,
        look_at: datetime | None = None,
        reason: str | None = None,
    ) -> Counter[str]:
        ended = partial(end, batch_id=batch.id, state=state, look_at=look_at, reason=reason)
        self.database.run(ended)
        return Counter()

    def _read(self, batch: MassBatch) -> MassBatch:
        with self.database.reading() as db:
            return db.get_one(MassBatch, batch.id)

    def _openids(self, batch: MassBatch) -> list[str]:
        with self.database.reading() as db:
            hers = claimed_in(batch.id) | _doubted(batch)
            people = list(db.scalars(select(Message.person_id).where(hers).order_by(Message.id)))
            return openids_of(db, people)


def _doubted(batch: MassBatch) -> ColumnElement[bool]:
    return (Message.mass_id == batch.id) & (Message.state == "uncertain")


def _told(batch: MassBatch) -> ColumnElement[bool]:
    """Return what finds those who were told, and have not been forgotten since."""
    told = (Message.mass_id == batch.id) & (Message.state == "sent") & (Message.door == "mass")
    return told & Message.text.is_not(None)
