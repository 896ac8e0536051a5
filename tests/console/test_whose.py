"""Whose customers she sees: what SQL finds is what the rule says."""

from itertools import product

from sqlalchemy import select

from bot import clock
from bot.shop.people.models import Person
from bot.shop.people.queries import seen_by
from bot.shop.staff.models import ROLES
from bot.shop.staff.rules import Actor, may_talk
from tests.console.staff import ELSEWHERE, HERE
from tests.people import OpenShop


def test_a_list_shows_the_customers_that_the_rule_lets_her_see(shop: OpenShop) -> None:
    people = list(product((None, HERE, ELSEWHERE), (None, "zhouting", "chenyu")))
    with shop.bot.database.transaction() as db:
        for store, guide in people:
            db.add(Person(created_at=clock.now(), store=store, guide=guide))
    for role, store in product(ROLES, (None, HERE)):
        who = Actor("zhouting", role, store)
        with shop.bot.database.reading() as db:
            rows = db.execute(select(Person.store, Person.guide).where(seen_by(who)))
            found = {tuple(row) for row in rows}
        assert found == {(s, g) for s, g in people if may_talk(who, guide=g, store=s)}
