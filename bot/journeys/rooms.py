"""The places for tasks of care on the days that are played, as delivery gives them."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import clock
from bot.journeys.speaking import Speaker
from bot.outbox.models import Message
from bot.outbox.policy import Decision, Task
from bot.outbox.room import Place, is_bounded, no_place, tasks_made, whose_room
from bot.shop.members.models import Member
from bot.shop.people.models import Person
from bot.shop.stores.rules import Shop

Day = tuple[str, date]


@dataclass
class Rooms:
    """Who has how many tasks on which day already, and what waits for a place there."""

    people: Mapping[int, Person]
    levels: Mapping[int, int]
    speaker: Speaker
    most: int
    _made: Counter[Day] = field(default_factory=Counter)
    _waits: defaultdict[Day, set[Place]] = field(default_factory=lambda: defaultdict(set))

    @classmethod
    def of(cls, db: Session, people: Mapping[int, Person], speaker: Speaker, shop: Shop) -> "Rooms":
        """Begin with the places that are taken today."""
        known = select(Member.person_id, Member.level).where(Member.person_id.in_(people))
        levels = {id_: shop.levels.index(shop.level(level)) for id_, level in db.execute(known)}
        today = clock.today()
        made = Counter({(whose, today): n for whose, n in tasks_made(db, today).items()})
        return cls(people, levels, speaker, shop.care.tasks_a_day, made)

    def waits(self, message: Message, at: datetime) -> None:
        """Note that it may become a task on that day."""
        if is_bounded(message) and self.speaker.manner_of(message).without_door == "task":
            self._waits[self._day(message, at)].add(self._place(message))

    def in_room(self, decision: Decision, message: Message, at: datetime) -> Decision:
        """Take a place for a task; where what goes before it needs them all, it waits or lapses."""
        day, mine = self._day(message, at), self._place(message)
        self._waits[day].discard(mine)
        if not isinstance(decision, Task) or not is_bounded(message):
            return decision
        ahead = sum(each < mine for each in self._waits[day])
        if self._made[day] + ahead >= self.most:
            return no_place(message, at, self.most)
        self._made[day] += 1
        return decision

    def _day(self, message: Message, at: datetime) -> Day:
        return whose_room(self.people[message.person_id]), clock.local(at).date()

    def _place(self, message: Message) -> Place:
        rank = self.speaker.manner_of(message).rank
        return rank, -self.levels.get(message.person_id, 0), message.id
