"""One talk in one turn: who she is, where the talk stands, what is said."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from bot.channels.incoming import Incoming
from bot.dialogue.answers import Context, spot_id_or_bank
from bot.dialogue.flow import Answers, Flow
from bot.dialogue.intents import Understanding
from bot.dialogue.models import Conversation
from bot.outbox.actions import queue
from bot.outbox.notices.actions import tell_staff
from bot.shop.members.models import Member
from bot.shop.people.models import Identity, Person
from bot.shop.stores.rules import Shop
from bot.shop.tasks.actions import ask_people
from bot.texts import Line, Texts, line

PARKED_AT_MOST = 3
# where her last unreadable answer is kept, beside the answers: a short second one completes it
UNREAD = "?"
# and how often the open question was put again since she answered one
AGAIN = "again"
# what the talk was about last, where no flow is open: 怎么用 alone means nothing
ABOUT = "about"


@dataclass
class Talk:
    """What a handler works with. It says lines and starts flows; the turn does the rest."""

    db: Session
    incoming: Incoming
    identity: Identity
    person: Person
    member: Member | None
    conversation: Conversation
    shop: Shop
    texts: Texts
    context: Context
    now: datetime
    flows: Mapping[str, Flow]
    site: str
    understood: Understanding | None = None
    complains: bool = False
    was_asked: bool = False
    proves_by_sms: bool = False
    said: list[Line] = field(default_factory=list)
    may_ride: bool = True
    has_turned: bool = False

    @property
    def is_member(self) -> bool:
        return self.member is not None and self.member.status == "member"

    @property
    def is_with_staff(self) -> bool:
        """Say whether a person has the talk: then the bot keeps silent."""
        return self.conversation.holder == "staff"

    @property
    def words(self) -> str:
        """Return what of her message may be kept: card and identity numbers are hidden."""
        return spot_id_or_bank(self.incoming.text)

    @property
    def name(self) -> str:
        """Return how she is called, or the polite word for who has not told her name."""
        told = self.conversation.answers.get("name") or self.person.name
        return told or self.texts.render(line("common.nameless"))

    @property
    def subject(self) -> str:
        """Return what the talk is about: the open flow, or the last intent or flow before."""
        here = self.conversation
        return here.flow or str(here.answers.get(ABOUT, ""))

    def turn_to(self, subject: str) -> None:
        """Keep what the talk is about now; whoever says so first in a turn knows best."""
        if self.conversation.flow is None and not self.has_turned:
            self.keep({ABOUT: subject})
            self.has_turned = True

    def say(self, key: str, **values: object) -> None:
        """Say a text."""
        self.say_line(line(key, **values))

    def say_line(self, said: Line) -> None:
        """Say a line; the shop's name, hers and the helper's are always at hand."""
        known = {
            "name": self.name,
            "shop": self.shop.shop.name,
            "helper": self.shop.shop.helper,
            "service_phone": self.shop.shop.service_phone,
            "site": self.site,
        }
        self.said.append(Line(said.key, {**known, **said.values}, said.pick))

    def send_picture(
        self,
        key: str,
        picture: dict[str, Any],
        *,
        kind: str,
        of: object = "",
        not_after: datetime | None = None,
    ) -> None:
        """Send a picture after the answer, to the WeChat she wrote from; `of` tells several apart.

        A passive reply has no room for it.
        """
        queue(
            self.db,
            self.person.id,
            key,
            {"picture": picture},
            kind=kind,
            purpose="reply",
            dedupe=f"{kind}:{of}:{self.incoming.key}",
            not_after=not_after,
            caused_at=self.now,
            identity_id=self.identity.id,
        )

    def start(self, flow: str, **answers: object) -> None:
        """Begin a flow; one that is open meanwhile waits and is taken up again after it.

        Who comes back to the open one is asked again, however often she was asked in vain.
        """
        here = self.conversation
        if here.flow == flow:
            self.keep({name: value for name, value in here.answers.items() if name != AGAIN})
            return
        if here.flow in self.flows:
            parked = {"flow": here.flow, "answers": here.answers}
            here.parked = [*here.parked, parked][-PARKED_AT_MOST:]
        here.flow, here.answers, here.asks, here.misses = flow, dict(answers), None, 0

    def leave(self) -> None:
        """Drop the open flow and what was answered in it, but for what it recalls."""
        here = self.conversation
        flow = self.flows.get(here.flow or "")
        left = here.answers
        here.flow, here.answers, here.asks, here.misses = None, {}, None, 0
        if flow:
            recalled = {name: left[name] for name in flow.recalls if name in left}
            self.keep({**recalled, ABOUT: flow.name})

    def hush(self) -> None:
        """Ask nothing more and add nothing: she complains, wants a person, or to be left alone."""
        self.leave()
        self.conversation.answers, self.conversation.parked = {}, []
        self.may_ride = False

    def keep(self, answers: Answers) -> None:
        self.conversation.answers = dict(answers)

    def call_people(
        self,
        kind: str,
        why: str,
        *,
        within: timedelta = timedelta(hours=2),
        waits: bool = True,
    ) -> None:
        """Ask somebody of the shop to look after her; `waits` says that she expects an answer."""
        here = self.conversation
        reason = self.texts.render(line(why))
        ask_people(
            self.db,
            kind=kind,
            dedupe=f"{kind}:{self.incoming.key}",
            person=self.person,
            why=reason,
            words=self.words,
            due=self.now + within,
        )
        if waits:
            here.waiting_since = here.waiting_since or self.now
            # five photos are one notice
            once = f"{kind}:{self.person.id}:{here.waiting_since.isoformat()}"
            tell_staff(self.db, "notices.task", dedupe=once, person=self.person, why=reason)


Handler = Callable[[Talk], None]
