"""Play the days to come for some people, changing nothing: what, when, how, or why not."""

import heapq
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from itertools import chain, count
from operator import attrgetter
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import clock
from bot.journeys.due import batches
from bot.journeys.due.batch import Batch, Occasion
from bot.journeys.facts import Facts, speaks_of
from bot.journeys.rooms import Rooms
from bot.journeys.speaking import Speaker, said_to
from bot.outbox.courtesy import MONTH, Said
from bot.outbox.doors import MASS, Grant, month_ends
from bot.outbox.facts import Standing
from bot.outbox.heard import heard
from bot.outbox.models import Message
from bot.outbox.policy import Decision, Later, Policy, Send, Skip, Task
from bot.outbox.queries import OPEN_STATES, facts_of, standings
from bot.outbox.reach import mass_left
from bot.outbox.rendering import render_for_many, render_message, values_of
from bot.outbox.sms.filling import NO_SMS_BOOK, FilledSms, SmsBook
from bot.outbox.sms.spending import Budget, as_yuan
from bot.outbox.switches import house
from bot.shop.people.models import Person
from bot.shop.purchases.models import Purchase
from bot.shop.stores.rules import Shop
from bot.texts import TextError, Texts, line

MOST_DAYS = 400
MOST_LOOKS = 40  # at one message, before it counts as held back


@dataclass(frozen=True)
class Played:
    """What would become of one message: sent by a door, said by people, or held back."""

    person_id: int
    at: datetime
    journey: str
    purpose: str
    door: str | None
    text: str
    held_back: str | None = None
    fen: int | None = None

    def tell(self, texts: Texts) -> str:
        """Say it in one line to people of the shop."""
        told = line(
            "story.played_held" if self.held_back else "story.played",
            when=f"{clock.local(self.at):%Y-%m-%d %H:%M}",
            member=str(self.person_id),
            kind=texts.render(line(f"story.kind_{self.journey}")),
            door=texts.render(line(f"story.door_{self.door or 'none'}")),
            words=self.text,
            reason=self.held_back or "",
            cost=line("story.played_cost", yuan=as_yuan(self.fen)) if self.fen else "",
        )
        return texts.render(told)

    def to_json(self) -> dict[str, Any]:
        """Return `{"member","date","time","journey","purpose","door","text"}`, more as it is so.

        That is `held_back` with the reason, `fen` for what costs.
        """
        here = clock.local(self.at)
        told: dict[str, Any] = {
            "member": self.person_id,
            "date": f"{here:%Y-%m-%d}",
            "time": f"{here:%H:%M}",
            "journey": self.journey,
            "purpose": self.purpose,
            "door": self.door,
            "text": self.text,
        }
        told |= {"held_back": self.held_back} if self.held_back else {}
        return told | ({"fen": self.fen} if self.fen is not None else {})


@dataclass
class Rehearsal:
    """A moved clock, and what people would have been told by then."""

    db: Session
    texts: Texts
    shop: Shop
    policy: Policy
    speaker: Speaker
    now: datetime
    sms: SmsBook = NO_SMS_BOOK
    budget: Budget = field(default_factory=Budget)
    _stands: dict[int, Standing] = field(default_factory=dict)
    _people: dict[int, Person] = field(default_factory=dict)
    _used: Mapping[int, set[str]] = field(default_factory=dict)
    _facts: Mapping[Occasion, Facts] = field(default_factory=dict)

    def play(self, person_ids: Sequence[int], days: int) -> Iterator[Played]:
        """Play so many days from now on, in the order in which things would happen."""
        last = clock.local(self.now).date() + timedelta(days=min(days, MOST_DAYS))
        people = set(person_ids)
        coming = [*self._planned(people, last), *self._to_be_planned(people, last)]
        self._stands = self._standings([*people], last)
        rows = select(Person).where(Person.id.in_(people))
        self._people = {person.id: person for person in self.db.scalars(rows)}
        self._used = said_to(self.db, people, self.now)
        self._facts = speaks_of(self.db, [each for _, each in coming if each])
        yield from sorted(self._run(coming), key=attrgetter("at"))

    def _standings(self, person_ids: list[int], last: date) -> dict[int, Standing]:
        """Read how each stands now, with all that is known to come until the last day."""
        stands, first = house(self.db, self.shop), clock.local(self.now).date()
        hears = heard(self.db, person_ids, self.speaker, self.now, shadow=False)
        ahead = self.speaker.ahead(self.db, person_ids, first, last + timedelta(days=MONTH))
        told = {id_: replace(each, ahead=tuple(ahead[id_])) for id_, each in hears.items()}
        found = standings(self.db, person_ids, heard=told, house=stands)
        return {person_id: standing for person_id, (standing, _) in found.items()}

    def _planned(self, people: set[int], last: date) -> Iterator[tuple[Message, Occasion | None]]:
        """Give what is in the outbox already."""
        rows = select(Message).where(Message.person_id.in_(people), Message.state.in_(OPEN_STATES))
        for message in self.db.scalars(rows):
            self.db.expunge(message)  # what is played is not kept
            message.attempts, message.reason = 0, None
            if clock.local(message.due).date() <= last:
                yield message, self.speaker.occasion(message)

    def _to_be_planned(self, people: set[int], last: date) -> Iterator[tuple[Message, Occasion]]:
        """Give what planning would write, day by day."""
        numbers = count(1)
        bought = set(
            self.db.scalars(select(Purchase.day).where(Purchase.person_id.in_(people)).distinct())
        )
        known = set(self.db.scalars(select(Message.dedupe).where(Message.person_id.in_(people))))
        today = clock.local(self.now).date()
        journeys = self.speaker.journeys.values()
        for batch in chain.from_iterable(batches(each, today, last) for each in journeys):
            if batch.since and bought.isdisjoint(batch.since):
                continue
            for person_id, subject_id in self._of(batch, people):
                if f"{batch.dedupe}{subject_id}" not in known:
                    row = _row(batch, person_id, subject_id, next(numbers))
                    yield row, Occasion(batch.journey, batch.step, batch.day, person_id, subject_id)

    def _of(self, batch: Batch, people: set[int]) -> Iterable[tuple[int, int]]:
        person_id, _ = batch.who.selected_columns
        return [(row[0], row[1]) for row in self.db.execute(batch.who.where(person_id.in_(people)))]

    def _run(self, coming: Sequence[tuple[Message, Occasion | None]]) -> Iterator[Played]:
        """Look at each message when its time comes, and again when it was told to wait."""
        rooms = Rooms.of(self.db, self._people, self.speaker, self.shop)
        looks = [
            (max(message.due, self.now), self.speaker.manner_of(message).rank, place)
            for place, (message, _) in enumerate(coming)
        ]
        heapq.heapify(looks)
        for at, _, place in looks:
            rooms.waits(coming[place][0], at)
        while looks:
            at, rank, place = heapq.heappop(looks)
            message, occasion = coming[place]
            match rooms.in_room(self._decide(message, occasion, at), message, at):
                case Later(when, why) if message.attempts < MOST_LOOKS and when > at:
                    message.attempts, message.reason = message.attempts + 1, self.texts.render(why)
                    heapq.heappush(looks, (when, rank, place))
                    rooms.waits(message, when)
                case Later(_, why) | Skip(why):
                    yield self._told(message, at, None, message.reason or self.texts.render(why))
                case Task():
                    yield self._said(message, at, "task")
                case Send(door, cause):
                    self._spend(message.person_id, cause or door, at)
                    yield self._said(message, at, door)

    def _decide(self, message: Message, occasion: Occasion | None, at: datetime) -> Decision:
        if occasion:
            used = self._used[message.person_id]
            words = self.speaker.say(occasion, self._facts[occasion], used, at, seed=message.id)
            if words is None:
                return Skip(line("reasons.all_said"))
            message.said, message.params = words.key, dict(words.values)
        many = render_for_many(self.texts, self.shop, message) is not None
        manner, filled = self.speaker.manner_of(message), self._text(message)
        facts = facts_of(message, manner, for_many=many, sms=filled)
        return self.policy.choose(facts, self._stands[message.person_id], at)

    def _text(self, message: Message) -> FilledSms:
        person = self._people[message.person_id]
        return self.sms.fill(message, values_of(self.texts, self.shop, message, person))

    def _spend(self, person_id: int, cause: str, at: datetime) -> None:
        """Take one from what her doors still let through."""
        hers = self._stands[person_id]
        kept = tuple(each for each in hers.grants if each.cause != cause)
        if cause == MASS:
            spent = [Grant(MASS, month_ends(at), mass_left(hers, at) - 1)]
        else:
            spent = [replace(each, left=each.left - 1) for each in hers.grants if each not in kept]
        self._stands[person_id] = replace(hers, grants=(*kept, *spent))

    def _said(self, message: Message, at: datetime, door: str) -> Played:
        """Note that she was told, for what comes after."""
        self._used[message.person_id].add(message.said or "")
        hers = self._stands[message.person_id]
        said = (*hers.heard.said, Said(at, message.journey, message.purpose))
        texted = (*hers.sms_sent, at) if door == "sms" else hers.sms_sent
        heard_ = replace(hers.heard, said=said)
        self._stands[message.person_id] = replace(hers, heard=heard_, sms_sent=texted)
        return self._told(message, at, door)

    def _told(
        self, message: Message, at: datetime, door: str | None, held_back: str | None = None
    ) -> Played:
        person = self._people[message.person_id]
        try:
            by_people = door == "task"
            text = render_message(self.texts, self.shop, message, person, at, by_people=by_people)
        except TextError as error:
            text, held_back = "", held_back or str(error)
        journey, fen = message.journey or message.kind, None
        when = message.due if held_back else at
        if door == "sms":
            filled = self._text(message)
            text, fen = filled.sms.text, self.budget.cost(filled.kind, filled.segments)
        return Played(person.id, when, journey, message.purpose, door, text, held_back, fen)


def _row(batch: Batch, person_id: int, subject_id: int, number: int) -> Message:
    """Return the row that planning would write; it belongs to no session."""
    return Message(
        id=number,
        person_id=person_id,
        subject_id=subject_id,
        dedupe=f"{batch.dedupe}{subject_id}",
        kind=batch.journey.word,
        journey=batch.journey.word,
        purpose=batch.journey.purpose,
        key=batch.key,
        due=batch.due,
        not_after=batch.not_after,
        attempts=0,
    )
