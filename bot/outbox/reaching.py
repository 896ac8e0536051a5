"""Why can't I write to her? What holds words back, how each door stands: in plain words."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from bot import clock
from bot.outbox.facts import Standing, Waiting
from bot.outbox.heard import heard
from bot.outbox.holds import Hold
from bot.outbox.manners import Journeys
from bot.outbox.policy import Policy
from bot.outbox.queries import standings
from bot.outbox.reach import DoorState
from bot.outbox.sms.templates import KIND_OF
from bot.outbox.switches import house
from bot.shop.people.actions import living
from bot.shop.stores.rules import Shop
from bot.texts import Line, Texts, line


@dataclass(frozen=True)
class Reach:
    """What holds words of a purpose back before any door, and how each door stands."""

    held: list[dict[str, Any]]
    doors: list[dict[str, Any]]


@dataclass(frozen=True)
class Reaching:
    """What the answer is made with: the words, the rules, what is planned, the shop's file."""

    texts: Texts
    policy: Policy
    journeys: Journeys
    shop: Shop

    def of(self, db: Session, person_id: int, purpose: str) -> Reach | None:
        """Return how she can be reached for a purpose; None where nobody has this number."""
        person = living(db, person_id)
        if person is None:
            return None
        message, standing, now = anything(purpose), self._standing(db, person.id), clock.now()
        held = self.policy.holds(message, standing, now)
        states = self.policy.reach(message, standing, now)
        return Reach(
            [_held(self.texts, each) for each in held], [_told(self.texts, each) for each in states]
        )

    def _standing(self, db: Session, person_id: int) -> Standing:
        stands = house(db, self.shop)
        shadow, now = stands.shadow is not None, clock.now()
        told = heard(db, [person_id], self.journeys, now, shadow=shadow)
        standing, _ = standings(db, [person_id], heard=told, house=stands)[person_id]
        return standing


def anything(purpose: str) -> Waiting:
    """Return a message that could go by any door its purpose may take."""
    kind = KIND_OF.get(purpose, "notice")
    return Waiting(purpose, reminder="ready", for_many=True, sms="ready", sms_kind=kind)


def _held(texts: Texts, hold: Hold) -> dict[str, Any]:
    about = "、".join(texts.render(line(f"wishes.thing_{topic}")) for topic in hold.topics)
    opens = line("story.reach_opens", opens=_clock(hold.until)) if hold.until else ""
    about_it = line("story.reach_about", about=about) if about else ""
    return {
        "held": hold.word,
        "why": texts.render(hold.why),
        "about": list(hold.topics),
        "until": _moment(hold.until),
        "story": texts.render(line("story.reach_held", about=about_it, why=hold.why, opens=opens)),
    }


def _told(texts: Texts, state: DoorState) -> dict[str, Any]:
    why = texts.render(state.why) if state.why else None
    return {
        "door": state.door,
        "open": state.is_open,
        "left": state.left,
        "until": _moment(state.until),
        "why": why,
        "opens": _moment(state.opens),
        "story": texts.render(_story(state)),
    }


def _story(state: DoorState) -> Line:
    door = line(f"story.by_{state.door}")
    if state.is_open:
        left = line("story.reach_left", left=state.left) if state.left is not None else ""
        until = line("story.reach_until", until=_clock(state.until)) if state.until else ""
        return line("story.reach_open", door=door, left=left, until=until)
    opens = line("story.reach_opens", opens=_clock(state.opens)) if state.opens else ""
    return line("story.reach_shut", door=door, why=state.why or "", opens=opens)


def _clock(moment: datetime | None) -> str:
    return f"{clock.local(moment):%m-%d %H:%M}" if moment else ""


def _moment(moment: datetime | None) -> str | None:
    return clock.local(moment).isoformat() if moment else None
