"""She is told nothing by itself: who follows says hello in person, so many customers a day."""

from collections import Counter
from collections.abc import Collection
from datetime import date, datetime, time, timedelta

from sqlalchemy import select

from bot import clock
from bot.shop.people.models import Person
from bot.shop.tasks.models import Task
from bot.shop.traits.queries import traits_of_all
from bot.usecases.handing_over.asking import ask_anew
from bot.usecases.handing_over.hands import Hands
from bot.usecases.handing_over.pieces import GREETING

BY = time(18)
DAYS_AHEAD = 30  # who would come later is met at the counter


class Hello:
    """The tasks of one slice: spread over the days that each successor has places left."""

    def __init__(self, hands: Hands, person_ids: Collection[int]) -> None:
        self._hands = hands
        self._called = traits_of_all(hands.db, person_ids)
        self._made: dict[str, Counter[date]] = {}

    def ask(self, person: Person, heir: str) -> bool:
        """Ask who follows to greet her; False where her days are full."""
        hands, due = self._hands, self._place(heir)
        if due is None:
            return False
        nameless = hands.says("common.nameless")
        called = self._called[person.id].get("called") or person.name or nameless
        shop, guide = hands.shop.shop.name, hands.name(heir)
        return ask_anew(
            hands.db,
            kind=GREETING,
            dedupe=greeting_of(hands.press, person.id),
            person=person,
            why=hands.says("handover.greet", guide=hands.name(hands.giver)),
            words=hands.says("new_guide.hello", name=called, shop=shop, guide=guide),
            due=due,
            staff=heir,
            store=person.store,
        )

    def _place(self, heir: str) -> datetime | None:
        """Take a place of the next day on which she has one left."""
        if heir not in self._made:
            self._made[heir] = self._open(heir)
        made = self._made[heir]
        now = clock.now()
        first = clock.local(now + timedelta(hours=1))
        start = first.date() + timedelta(days=first.time() > BY)
        for ahead in range(DAYS_AHEAD):
            day = start + timedelta(days=ahead)
            if made[day] < self._hands.shop.owning.greetings_a_day:
                made[day] += 1
                return clock.at(day, BY)
        return None

    def _open(self, heir: str) -> Counter[date]:
        hers = (Task.staff == heir) & (Task.kind == GREETING) & Task.done_at.is_(None)
        dues = self._hands.db.scalars(select(Task.due).where(hers))
        return Counter(clock.local(due).date() for due in dues)


def greeting_of(press: str, person_id: int) -> str:
    """Return by what the task to greet her is known."""
    return f"{GREETING}:{press}:{person_id}"
