"""Customers go to who follows, a slice at a time, each with all that lies there for her."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import clock
from bot.outbox.notices.actions import tell_staff
from bot.shop.owning.actions import give
from bot.shop.owning.models import Handover
from bot.shop.owning.queries import customers_of, how_many, last_served_by
from bot.shop.owning.rules import proposed
from bot.shop.people.models import Person
from bot.usecases.handing_over.giving import STAYS, hand_on
from bot.usecases.handing_over.hands import Hands, mates
from bot.usecases.handing_over.hello import Hello
from bot.usecases.handing_over.pieces import APPROVAL, approvals_asked, pieces

SLICE = 100
MOST_PIECES = 1000
Moved = Mapping[str, Mapping[str, Any]]  # by kind and id, who has it now


class Given(NamedTuple):
    """One thing of a kind, and who is to have it, None: the people of the store."""

    kind: str
    row: Any
    to: str | None


def hand_over(
    hands: Hands, heirs: Mapping[int, str | None], *, why: str = "handed", words: str = ""
) -> int:
    """Give these customers to their heirs, None: to their stores; return how many went.

    Who is not the giver's any more, because she bought from somebody else meanwhile or another
    press was first, stays where she is.
    """
    people = _held(hands.db, hands.giver, heirs)
    lying = defaultdict[int, list[Given]](list)
    for kind, row in _pieces(hands, [each.id for each in people]):
        lying[row.person_id].append(Given(kind, row, heirs[row.person_id]))
    hello, now = Hello(hands, [each.id for each in people]), clock.now()
    for person in people:
        heir = heirs[person.id]
        _note(hands, heir, lying[person.id], person, now)
        person.store = person.store or hands.store
        give(hands.db, person, heir, why=why, by=hands.by, at=now, shop=hands.shop, words=words)
        if heir:
            hello.ask(person, heir)
    _tell(hands, {heirs[each.id] for each in people})
    hands.db.flush()
    return len(people)


def hand_over_rest(hands: Hands) -> int:
    """Give on what lies with the giver for customers who are not hers; return how many things went.

    Each goes to the customer's own guide, else to who leads the store; a question that waits for
    the giver's yes goes to who may say it.
    """
    concerned = {row.person_id for _, row in _pieces(hands, None)}
    guides = _guides(hands, concerned)
    given = [
        Given(kind, row, guides.get(row.person_id, hands.manager))
        for kind, row in _pieces(hands, None)
        if row.person_id in concerned  # she is held
    ]
    asked = approvals_asked(hands.db, hands.giver or "")
    given += [Given(APPROVAL, each, hands.manager) for each in asked]
    moved = _note(hands, hands.manager, given, None, clock.now())
    _tell(hands, {has for kind in moved if kind != "visit" for has in moved[kind].values()})
    hands.db.flush()
    return sum(map(len, moved.values()))


def proposals(hands: Hands, person_ids: list[int]) -> dict[int, str | None]:
    """Return who could follow for each of these customers, by the rule."""
    logins = [one.login for one in mates(hands.people, hands.store)]
    served = last_served_by(hands.db, person_ids, logins)
    return proposed(person_ids, logins, served_by=served, loads=how_many(hands.db, logins))


def next_slice(hands: Hands, after: int) -> list[int]:
    """Return the ids of the next customers of the giver."""
    return [each.id for each in customers_of(hands.db, hands.giver or "", after=after, limit=SLICE)]


def _held(db: Session, giver: str | None, heirs: Mapping[int, str | None]) -> list[Person]:
    hers = select(Person).where(
        Person.id.in_(heirs), Person.guide == giver, Person.merged_into.is_(None)
    )
    locked = hers.order_by(Person.id).with_for_update(key_share=True)
    people = db.scalars(locked.execution_options(populate_existing=True))
    return [each for each in people if heirs[each.id] != giver]


def _pieces(hands: Hands, ids: list[int] | None) -> Iterator[tuple[str, Any]]:
    return pieces(hands, ids, MOST_PIECES) if hands.giver else iter(())


def _note(
    hands: Hands, heir: str | None, given: list[Given], person: Person | None, at: datetime
) -> Moved:
    """Give these things on; keep and return who has each now, so that it can be taken back."""
    moved = defaultdict[str, dict[str, Any]](dict)
    for kind, row, to in given:
        if (has := hand_on(hands, kind, row, to)) is not STAYS:
            moved[kind][str(row.id)] = has
    if person or moved:
        values = {"giver": hands.giver, "heir": heir, "press": hands.press, "by": hands.by}
        served_at = person.served_at if person else None
        about = {"person_id": person.id if person else None, "served_at": served_at}
        hands.db.add(Handover(**values, **about, at=at, moved=dict(moved)))
    return moved


def _guides(hands: Hands, person_ids: set[int | None]) -> dict[int | None, str]:
    """Hold these customers and return the guides of them who work here."""
    held = select(Person.id, Person.guide).where(Person.id.in_(person_ids - {None}))
    rows = hands.db.execute(held.order_by(Person.id).with_for_update(key_share=True))
    working = {one.login for one in hands.people}
    return {person_id: guide for person_id, guide in rows if guide in working}


def _tell(hands: Hands, heirs: set[str | None]) -> None:
    """Let each who follows hear of it, once for a press."""
    for heir in heirs - {None}:
        why = hands.says("handover.notice", guide=hands.name(hands.giver))
        once = f"handover:{hands.press}:{heir}"
        tell_staff(hands.db, "notices.task", dedupe=once[:200], person=None, to=heir, why=why)
