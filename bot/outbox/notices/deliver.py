"""Send what people of the shop must hear; what fails here keeps nothing else waiting."""

import logging
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import clock
from bot.channels import SendFailed
from bot.channels.mail import Letter, MailServer
from bot.channels.robots import LONGEST, Robot
from bot.db import Database
from bot.outbox.notices.models import Notice
from bot.outbox.notices.queries import notices_due
from bot.shop.staff.models import Staff
from bot.shop.stores.queries import ShopBook
from bot.texts import Line, TextError, Texts, line
from bot.traces import where_it_broke

log = logging.getLogger(__name__)

AT_A_TIME = 20
CLAIM_LASTS = timedelta(seconds=60)
PAUSES = (
    timedelta(seconds=10),
    timedelta(minutes=1),
    timedelta(minutes=10),
    timedelta(minutes=30),
)


@dataclass(frozen=True)
class Post:
    """One text on its way, and the notices it tells: to the robot all at once."""

    ids: tuple[int, ...]
    text: str
    subject: str = ""
    to: str = ""


@dataclass(frozen=True)
class Bell:
    """Everything telling people needs; one per process."""

    database: Database
    texts: Texts
    shops: ShopBook
    robot: Robot | None
    mail: MailServer | None
    link: str

    def ring(self) -> Counter[str]:
        """Send all that is due; return how many notices ended how."""
        tally: Counter[str] = Counter()
        while True:
            looked_at, posts = self.database.run(self._claim)
            for post in posts:
                tally[self._carry(post)] += len(post.ids)
            if not looked_at:
                return tally

    def _claim(self, db: Session) -> tuple[int, list[Post]]:
        """Take a batch; what has no door, or comes too late, is closed."""
        self._write_off(db)
        now = clock.now()
        due = notices_due(db, now, AT_A_TIME)
        told: list[tuple[Notice, str]] = []
        for notice in due:
            why = self._why_not(db, notice)
            words = None if why else self._words(notice)
            if words is None:
                notice.state = "skipped"
                notice.reason = self.texts.render(line(why or "reasons.no_words"))
                continue
            notice.claimed_until = clock.real_now() + CLAIM_LASTS
            notice.attempts += 1
            told.append((notice, words))
        db.flush()
        return len(due), self._posts(db, told)

    def _why_not(self, db: Session, notice: Notice) -> str:
        """Return why a notice goes nowhere, "" where it goes."""
        if not notice.params:
            return "reasons.forgotten"
        if clock.now() >= notice.not_after:
            return "reasons.too_late"
        if notice.door == "robot":
            return "" if self.robot else "reasons.no_robot"
        return "" if self.mail and _address(db, notice) else "reasons.no_mail"

    def _words(self, notice: Notice) -> str | None:
        customer = notice.params.get("customer") or line("notices.somebody")
        try:
            return self.texts.render(Line(notice.key, {**notice.params, "customer": customer}))
        except TextError as error:  # a deploy took its text away
            log.error("notice %s has no words: %s", notice.id, error)
            return None

    def _posts(self, db: Session, told: Sequence[tuple[Notice, str]]) -> list[Post]:
        """Put what the group hears into one post, so that a robot's limit is never reached."""
        shop = self.shops.read(db).shop.name
        group = [(notice.id, words) for notice, words in told if notice.door == "robot"]
        posts = []
        if group:
            ids = tuple(number for number, _ in group)
            posts.append(Post(ids, self._written(shop, [words for _, words in group])))
        for notice, words in told:
            if notice.door == "mail":
                subject = self.texts.render(line("notices.subject", shop=shop))
                text = self._written(shop, [words])
                posts.append(Post((notice.id,), text, subject, _address(db, notice)))
        return posts

    def _written(self, shop: str, words: Sequence[str]) -> str:
        """Fit them into what every robot takes; how many there is no room for is said."""
        shown = list(dict.fromkeys(words))
        for left_out in range(len(shown)):
            lines = shown[: len(shown) - left_out]
            if left_out:
                lines.append(self.texts.render(line("notices.more", count=left_out)))
            said = line("notices.post", shop=shop, lines="\n".join(lines), link=self.link)
            text = self.texts.render(said)
            if len(text.encode()) <= LONGEST:
                return text
        return text

    def _carry(self, post: Post) -> str:
        """Send one post and keep what came of it."""
        failed = self._send(post)
        return self.database.run(lambda db: self._keep(db, post, failed))

    def _send(self, post: Post) -> SendFailed | None:
        try:
            if post.to and self.mail:
                letter = Letter(f"notice-{post.ids[0]}", post.to, post.subject, post.text)
                self.mail.send(letter)
            elif self.robot:
                self.robot.send(post.text)
        except SendFailed as failed:
            log.warning("notices %s: %s", post.ids, failed.why)
            return failed
        except Exception as error:  # this thread's outermost door: the next one is told
            log.error("notices %s broke: %s", post.ids, where_it_broke(error))
            return SendFailed("broken", uncertain=True)
        return None

    def _keep(self, db: Session, post: Post, failed: SendFailed | None) -> str:
        state = "sent" if failed is None else _state_after(failed)
        for number in post.ids:
            notice = db.get(Notice, number, with_for_update=True, populate_existing=True)
            if notice is None or notice.claimed_until is None:
                continue  # it took so long that another worker has written it off
            notice.claimed_until, notice.state = None, state
            if failed is None:
                notice.sent_at, notice.reason = clock.now(), None
                continue
            notice.reason = failed.why[:300]
            pause = PAUSES[min(notice.attempts, len(PAUSES)) - 1]
            notice.look_at = clock.now() + (failed.pause or pause)
        return state

    def _write_off(self, db: Session) -> None:
        """A claim that ran out was perhaps sent by a process that died: never send it again."""
        lost = select(Notice).where(Notice.claimed_until < clock.real_now())
        for notice in db.scalars(lost.with_for_update(skip_locked=True)):
            notice.claimed_until, notice.state = None, "uncertain"
        db.flush()


def _address(db: Session, notice: Notice) -> str:
    colleague = db.get(Staff, notice.staff) if notice.staff else None
    return str(colleague.email or "") if colleague else ""


def _state_after(failed: SendFailed) -> str:
    if failed.uncertain:
        return "uncertain"
    return "failed" if failed.permanent else "planned"
