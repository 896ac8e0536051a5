"""Why can't I write to her? How each door stands, in words a shopkeeper understands."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from bot import clock
from bot.outbox.facts import Waiting
from bot.outbox.policy import Policy
from bot.outbox.queries import standings
from bot.outbox.reach import DoorState
from bot.shop.people.actions import living
from bot.texts import Line, Texts, line


def how_to_reach(
    db: Session, texts: Texts, policy: Policy, person_id: int, purpose: str
) -> list[dict[str, Any]] | None:
    """Return how each door stands for words of a purpose; None where nobody has this number."""
    person = living(db, person_id)
    if person is None:
        return None
    standing, _ = standings(db, [person.id])[person.id]
    states = policy.reach(anything(purpose), standing, clock.now())
    return [_told(texts, state) for state in states]


def anything(purpose: str) -> Waiting:
    """Return a message that could go by any door its purpose may take."""
    return Waiting(purpose, reminder="ready", for_many=True)


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
