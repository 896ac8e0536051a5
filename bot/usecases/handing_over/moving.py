"""Customers go to who follows, a slice at a time, each with all that lies there for her."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import clock
from bot.outbox.notices.actions import tell_staff
from bot.shop.owning.actions import give
from bot.shop.owning.models import Handover
from bot.shop.owning.queries import customers_of, how_many, last_served_by
from bot.shop.owning.rules import proposed
from bot.shop.people.models import Person
from bot.shop.staff.queries import who_leads
from bot.usecases.handing_over.hands import LEADERS, Hands, mates
from bot.usecases.handing_over.hello import Hello
from bot.usecases.handing_over.pieces import STAYS, approvals_asked, hand_on, pieces

SLICE = 100
MOST_PIECES = 1000


def hand_over(
    hands: Hands, heirs: Mapping[int, str | None], *, why: str = "handed", words: str = ""
) -> int:
    """Give these customers to their heirs, None: to their stores; return how many went.

    Who is not the giver's any more, because she bought from somebody else meanwhile or another
    press was first, stays where she is.
    """
    people = _held(hands.db, hands.giver, heirs)
    lying = defaultdict[int, list[tuple[str, Any]]](list)
    for kind, row in _pieces(hands, [each.id for each in people]):
        lying[row.person_id].append((kind, row))
    hello = Hello(hands, [each.id for each in people])
    for person in people:
        heir = heirs[person.id]
        _note(hands, heir, lying[person.id], person)
        person.store = person.store or hands.store
        give(hands.db, person, heir, why=why, by=hands.by, shop=hands.shop, words=words)
        if heir:
            hello.ask(person, heir)
    _tell(hands, {heirs[each.id] for each in people})
    hands.db.flush()
    return len(people)


def hand_over_rest(hands: Hands) -> int:
    """Give on what lies with the giver for customers who are not hers; return how many things went.

    Each goes to the customer's own guide, else to who leads the store.
    """
    rows = list(_pieces(hands, None))
    guides = _guides(hands, {row.person_id for _, row in rows if row.person_id})
    moved = _note(hands, hands.manager, rows, None, guides)
    for approval in approvals_asked(hands.db, hands.giver or ""):
        above = who_leads(hands.people, LEADERS, hands.store)
        if above:
            approval.asked, moved = above.login, moved + 1
    if moved:
        _tell(hands, {hands.manager})
    hands.db.flush()
    return moved


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
    hands: Hands,
    heir: str | None,
    rows: list[tuple[str, Any]],
    person: Person | None,
    guides: Mapping[int, str] | None = None,
) -> int:
    """Give these things on and keep who has each now, so that it can be taken back."""
    moved = defaultdict[str, dict[str, Any]](dict)
    for kind, row in rows:
        to = (guides or {}).get(row.person_id or 0, heir)
        if (has := hand_on(hands, kind, row, to)) is not STAYS:
            moved[kind][str(row.id)] = has
    if person or moved:
        values = {"giver": hands.giver, "heir": heir, "press": hands.press, "by": hands.by}
        served_at = person.served_at if person else None
        about = {"person_id": person.id if person else None, "served_at": served_at}
        hands.db.add(Handover(**values, **about, at=clock.now(), moved=dict(moved)))
    return sum(map(len, moved.values()))


def _guides(hands: Hands, person_ids: set[int]) -> dict[int, str]:
    """Return the guides of these customers who work here."""
    rows = hands.db.execute(select(Person.id, Person.guide).where(Person.id.in_(person_ids)))
    working = {one.login for one in hands.people}
    return {person_id: guide for person_id, guide in rows if guide in working}


def _tell(hands: Hands, heirs: set[str | None]) -> None:
    """Let each who follows hear of it, once for a press."""
    for heir in heirs - {None}:
        why = hands.says("handover.notice", guide=hands.name(hands.giver))
        once = f"handover:{hands.press}:{heir}"
        tell_staff(hands.db, "notices.task", dedupe=once[:200], person=None, to=heir, why=why)
