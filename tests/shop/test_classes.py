"""Classes of customers: who is found by a class is who has it."""

from __future__ import annotations

from datetime import timedelta
from random import Random

from sqlalchemy import select

from bot import clock
from bot.shop.people.models import Person
from bot.shop.purchases.models import Purchase
from bot.shop.purchases.queries import buying_of, is_of_class, never_bought
from bot.shop.stores.segments import SEGMENTS, Segments
from tests.people import OpenShop

RULES = Segments()
DAYS = (0, 1, 44, 45, 46, 89, 90, 91, 179, 180, 181, 359, 360, 361, 1000, -1)
PEOPLE = 300


def crowd(shop: OpenShop) -> list[int]:
    """Some hundred people have bought on days around the borders, and brought some of it back."""
    dice, today = Random(7), clock.today()
    with shop.bot.database.transaction() as db:
        people = [Person(created_at=clock.now()) for _ in range(PEOPLE)]
        db.add_all(people)
        db.flush()
        for person in people:
            for number in range(dice.randrange(5)):
                total = dice.choice((0, 100))
                known = {"till": "t", "receipt": f"{person.id}-{number}", "person_id": person.id}
                known |= {"total_fen": total, "returned_fen": dice.choice((0, 0, total))}
                day = today - timedelta(days=dice.choice(DAYS))
                db.add(Purchase(**known, at=clock.now(), day=day))
    return [person.id for person in people]


def test_who_is_found_by_a_class_is_who_has_it(shop: OpenShop) -> None:
    ids, today = crowd(shop), clock.today()
    with shop.bot.database.reading() as db:
        bought = buying_of(db, ids, near=RULES.near)
        for each in SEGMENTS:
            found = db.scalars(select(Person.id).where(is_of_class(each, RULES))).all()
            hers = {her for her, how in bought.items() if RULES.of(how, today) == each}
            assert (each, {*found}) == (each, hers)
            assert found
        strangers = db.scalars(select(Person.id).where(never_bought())).all()
    assert {*strangers} == {*ids} - {*bought}
