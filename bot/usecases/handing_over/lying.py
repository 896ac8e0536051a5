"""What else lies with a colleague beside her customers: counted, for who hands it on."""

from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.shop.appointments.models import Visit
from bot.shop.people.models import Person
from bot.shop.tasks.models import Task
from bot.usecases.handing_over.hands import Hands
from bot.usecases.handing_over.pieces import kinds, written_by

CALLS = ("call", "call_back", "complaint")
VISITS_SHOWN = 10


class Lying(NamedTuple):
    """How much of each kind; of her tasks so many are calls and promises; who comes to her next."""

    tasks: int
    calls: int
    promises: int
    cases: int
    works: int
    talks: int
    visits: int
    words: int
    approvals: int
    next_visits: list[tuple[Visit, Person]]

    @property
    def anything(self) -> bool:
        counts = (self.tasks, self.cases, self.works, self.talks, self.visits)
        return any((*counts, self.words, self.approvals))


def lying_with(hands: Hands) -> Lying:
    """Return what else is to be handed on."""
    db, counted = hands.db, ("case", "work", "talk", "visit", "approval")
    found = {kind: _count(hands, kind) for kind in counted}
    rows = select(Task.kind, func.count()).where(Task.staff == hands.giver, Task.done_at.is_(None))
    by_kind: dict[str, int] = dict(db.execute(rows.group_by(Task.kind)).all())
    return Lying(
        tasks=sum(by_kind.values()),
        calls=sum(by_kind.get(kind, 0) for kind in CALLS),
        promises=by_kind.get("promise", 0),
        cases=found["case"],
        works=found["work"],
        talks=found["talk"],
        visits=found["visit"],
        words=len(written_by(db, hands.giver, None, hers_too=True)),
        approvals=found["approval"],
        next_visits=_next_visits(db, hands),
    )


def _count(hands: Hands, kind: str) -> int:
    table, owner, is_open = kinds()[kind]
    hers = owner.in_(hands.served_as) if kind == "visit" else owner == hands.giver
    counted = select(func.count()).select_from(table).where(hers, is_open)
    return hands.db.scalar(counted) or 0


def _next_visits(db: Session, hands: Hands) -> list[tuple[Visit, Person]]:
    is_open = kinds()["visit"].is_open & Visit.specialist.in_(hands.served_as)
    rows = select(Visit, Person).join(Person, Person.id == Visit.person_id).where(is_open)
    return [(row[0], row[1]) for row in db.execute(rows.order_by(Visit.starts).limit(VISITS_SHOWN))]
