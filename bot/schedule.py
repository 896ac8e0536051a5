"""When jobs begin: one scheduler at a time, by a lease in the database."""

import os
import signal
import socket
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta

from flask import current_app
from sqlalchemy import select, update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from bot import clock
from bot.db import Lease, change, insert_once
from bot.dialogue.models import Inbox
from bot.jobs import enqueue, queue_of
from bot.journeys.planning import is_plan_wanted
from bot.outbox.models import Message
from bot.outbox.notices.queries import is_notice_due
from bot.outbox.queries import is_lost, next_look
from bot.shop.complaints.queries import complaints_due
from bot.shop.media.queries import is_media_wanted
from bot.shop.referrals.queries import due_rewards
from bot.store import Lost
from bot.traces import Absence
from bot.usecases.forgetting import who_left
from bot.usecases.reminding import late_calls
from bot.usecases.talking import quiet_talks
from bot.wiring import Bot, bot_of

TICK_SECONDS = 1.0
DAILY = (
    "expire",
    "expire_gifts",
    "expire_coupons",
    "end_secrets",
    "watch_works",
    "ask_surveys",
    "keep_birthdays",
    "review_levels",
    "warn_of_points",
    "return_to_pool",
    "let_lapse",
    "check_points",
    "watch_sms",
)
LEASE = timedelta(seconds=4)  # two at once do no harm; nobody for longer makes messages late


@dataclass
class Scheduler:
    """Looks every second whether there is work, and asks a worker for it."""

    bot: Bot
    name: str = field(default_factory=lambda: f"{socket.gethostname()}:{os.getpid()}"[:40])
    looked_on: date | None = None  # the day whose ends have been looked at
    greeted: bool = False

    def run(self, keep_going: Callable[[], bool]) -> None:
        """Tick until told to stop; a lost database or Redis is waited for."""
        needed = Absence("scheduler")
        while keep_going():
            try:
                self._greet_demo()
                self.tick()
                needed.over()
            except (SQLAlchemyError, Lost) as error:
                needed.noticed(error)
            time.sleep(TICK_SECONDS)

    def tick(self) -> list[str]:
        """Ask for the jobs there is work for, if this process holds the lease; return them."""
        with self.bot.database.transaction() as db:
            if not self._hold_lease(db):
                return []
        with self.bot.database.reading() as db:  # who writes need not wait for our looking
            wanted = self._wanted(db)
        if not wanted or not queue_of(self.bot).is_empty():
            return []
        for job in wanted:
            enqueue(self.bot, job)
        if DAILY[0] in wanted:
            self.looked_on = clock.today()
        return wanted

    def _greet_demo(self) -> None:
        """Have the demo's menu pushed, once."""
        if self.bot.settings.demo and not self.greeted:
            enqueue(self.bot, "push_demo_menu")
            self.greeted = True

    def _wanted(self, db: Session) -> list[str]:
        now = clock.now()
        due = next_look(db)
        lost = select(Message.id).where(is_lost(clock.real_now())).limit(1)
        deliver = (due is not None and due <= now) or db.scalar(lost) is not None
        pending = select(Inbox.id).where(Inbox.state == "pending").limit(1)
        wanted = {
            "answer_pending": db.scalar(pending) is not None,
            "deliver": deliver,
            "mind_complaints": bool(complaints_due(db, now, 1)),
            "return_talks": bool(quiet_talks(db, now, 1)),
            "call_again": bool(late_calls(db, now, 1)),
            "tell_people": is_notice_due(db, now),
            "fetch_media": is_media_wanted(db, now),
            "reward_friends": bool(due_rewards(db, now, 1)),
            "forget_left": bool(who_left(db, now, 1)),
            "plan_care": is_plan_wanted(db, self.bot.journeys, clock.local(now).date()),
        } | dict.fromkeys(DAILY, self.looked_on != clock.today())
        return [job for job, is_wanted in wanted.items() if is_wanted]

    def _hold_lease(self, db: Session) -> bool:
        """Take the lease where it is free, ours or run out."""
        now = clock.real_now()
        insert_once(db, Lease, name="scheduler", holder=self.name, until=now)
        taken = (
            update(Lease)
            .where(Lease.name == "scheduler")
            .where((Lease.holder == self.name) | (Lease.until <= now))
            .values(holder=self.name, until=now + LEASE)
        )
        return change(db, taken) == 1


def keep_time() -> None:
    """Ask for jobs until SIGTERM; runs inside the app's context."""
    stopped = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stopped.set())
    Scheduler(bot_of(current_app)).run(lambda: not stopped.is_set())
