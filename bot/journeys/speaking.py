"""What a planned message says on its day, and whether it is still wanted."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import clock
from bot.journeys.ahead import days_ahead
from bot.journeys.due import still_due
from bot.journeys.due.batch import Occasion
from bot.journeys.facts import Facts, speaks_of
from bot.journeys.gone import what_is_gone
from bot.journeys.plans import Journey, Step
from bot.journeys.wordings import Wordings
from bot.outbox.courtesy import Ahead
from bot.outbox.manners import Manner, Words
from bot.outbox.models import Message
from bot.texts import Line, line

NOT_AGAIN = timedelta(days=366)
OTHER = Manner()
BY_SMS = Manner(doors=("sms",), without_door="skip")


@dataclass(frozen=True)
class Speaker:
    """Knows the shop's journeys, and finds the words of each planned message."""

    journeys: Mapping[str, Journey]
    wordings: Wordings
    manners: dict[str, Manner] = field(init=False)

    def __post_init__(self) -> None:
        manners = {word: journey.manner(None) for word, journey in self.journeys.items()}
        for journey in self.journeys.values():
            told = {f"{journey.word}.{step.word}": journey.manner(step) for step in journey.steps}
            manners |= told
        object.__setattr__(self, "manners", manners)

    def manner_of(self, message: Message) -> Manner:
        """Return how a message goes: as its step says, else its journey, else as all others."""
        # a code proves a phone, so it goes nowhere else; who texted is answered by SMS
        if message.purpose == "code" or message.kind == "text_reply":
            return BY_SMS
        journey = message.journey or ""
        return self.manners.get(message.key) or self.manners.get(journey) or OTHER

    def ahead(
        self, db: Session, person_ids: Sequence[int], first: date, last: date
    ) -> dict[int, list[Ahead]]:
        """Return for each person the days that are known to come, both ends included."""
        return days_ahead(db, self.journeys, person_ids, first, last)

    def words_for(
        self, db: Session, messages: Sequence[Message], now: datetime
    ) -> dict[int, Words | Line]:
        """Return the words of planned messages, or why one is no longer wanted."""
        found = what_is_gone(db, messages)
        planned = {each.id: it for each in messages if (it := self.occasion(each))}
        if not planned:
            return found
        wanted = still_due(db, planned.values())
        facts = speaks_of(db, wanted)
        used = said_to(db, {each.person_id for each in wanted}, now)
        for message_id, each in planned.items():
            if each not in wanted:
                found[message_id] = line("reasons.not_wanted", why=each.journey.stopped_by)
                continue
            words = self.say(each, facts[each], used[each.person_id], now, seed=message_id)
            found[message_id] = words or line("reasons.all_said")
        return found

    def say(
        self, occasion: Occasion, facts: Facts, used: set[str], now: datetime, *, seed: int
    ) -> Words | None:
        """Choose the words of one message; None where all that fits was said within a year."""
        chosen = self.wordings.choose(
            occasion.journey.word,
            _pools(occasion.step, facts),
            items=facts.items,
            month=clock.local(now).month,
            used=used if occasion.journey.never_again else (),
            seed=self._seed(occasion, seed),
        )
        if chosen is None:
            return None
        item = chosen.item(facts.items)
        values = {"item": item.name if item else "", "guide": facts.guide, "what": facts.what}
        return Words(chosen.key, values | _sheet(occasion.journey, facts))

    def _seed(self, occasion: Occasion, seed: int) -> int:
        """Let all hear the same on a day where it may go to many at once."""
        manner = self.manners.get(f"{occasion.journey.word}.{occasion.step.word}", OTHER)
        return occasion.day.toordinal() if "mass" in manner.doors else seed

    def occasion(self, message: Message) -> Occasion | None:
        """Return what a planned message is; None for all others, and where its step is gone."""
        journey = self.journeys.get(message.journey or "")
        step = journey.step(message.key.partition(".")[2]) if journey else None
        if journey is None or step is None or message.subject_id is None:
            return None
        day = clock.local(message.due).date()
        return Occasion(journey, step, day, message.person_id, message.subject_id)


def _sheet(journey: Journey, facts: Facts) -> dict[str, Any]:
    """Return what stands beside the words where people say them."""
    items = [item.name for item in facts.items]
    return {"sheet": {"key": f"sheets.{journey.sheet}", "items": items}} if journey.sheet else {}


def _pools(step: Step, facts: Facts) -> Sequence[str]:
    return step.lunar_pools if facts.lunar and step.lunar_pools else step.pools


def said_to(db: Session, people: set[int], now: datetime) -> defaultdict[int, set[str]]:
    """Return for each person the texts she was told within a year."""
    rows = select(Message.person_id, Message.said).where(
        Message.person_id.in_(people),
        Message.said.is_not(None),
        Message.sent_at > now - NOT_AGAIN,
    )
    found: defaultdict[int, set[str]] = defaultdict(set)
    for person_id, said in db.execute(rows):
        found[person_id].add(said or "")
    return found
