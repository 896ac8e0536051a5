"""Killed in the middle of a hand-over, and pressed again: nobody is lost, nobody goes twice."""

from collections.abc import Callable
from random import Random

import pytest

from bot import clock
from bot.shop.events.models import Event
from bot.shop.owning.actions import MOVED
from bot.shop.owning.models import Handover
from bot.shop.people.models import Person
from bot.shop.tasks.actions import ask_people
from bot.shop.tasks.models import Task
from bot.usecases.handing_over import moving, undoing
from tests.console.staff import HERE, ONCE, Colleague, hire
from tests.console.test_handover import LEAVER, MATE
from tests.killed import dies_before_statement
from tests.people import OpenShop

CUSTOMERS, SLICE, SEED = 24, 4, 7


@pytest.fixture
def limin(shop: OpenShop, monkeypatch: pytest.MonkeyPatch) -> Colleague:
    """李敏, while 周婷 leaves two dozen customers, to each of whom something was promised."""
    monkeypatch.setattr(moving, "SLICE", SLICE)
    monkeypatch.setattr(undoing, "SLICE", SLICE)
    hire(shop, "zhouting")
    hire(shop, MATE)
    with shop.bot.database.transaction() as db:
        for number in range(CUSTOMERS):
            her = Person(created_at=clock.now(), name=f"客{number}", store=HERE, guide="zhouting")
            db.add(her)
            db.flush()
            about = {"kind": "promise", "dedupe": f"p{number}", "why": "给她送去", "words": ""}
            ask_people(db, **about, person=her, due=clock.now(), staff="zhouting")
    return Colleague(shop, "limin")


def test_killed_anywhere_and_pressed_again_each_customer_goes_once(
    shop: OpenShop, limin: Colleague
) -> None:
    once = ONCE.findall(limin.reads(LEAVER))[0]
    form = {"what": "all", "heir": MATE, "once": once, "csrf_token": limin.token()}
    stages = killed(shop, MATE, lambda: limin.sends(LEAVER, **form))
    assert (stages[0], stages[-1]) == (0, CUSTOMERS)
    assert {each % SLICE for each in stages} == {0}
    assert len(set(stages)) > 3  # it was killed in several slices
    assert shop.count(Task, Task.kind == "new_guide") == CUSTOMERS


def test_killed_while_it_is_taken_back_each_customer_returns_once(
    shop: OpenShop, limin: Colleague
) -> None:
    once = ONCE.findall(limin.reads(LEAVER))[0]
    limin.sends(LEAVER, what="all", heir=MATE, once=once)
    form = {"press": shop.rows(Handover)[0].press, "csrf_token": limin.token()}
    stages = killed(shop, "zhouting", lambda: limin.sends(f"{LEAVER}/undo", **form))
    assert (stages[0], stages[-1], len(set(stages)) > 3) == (0, CUSTOMERS, True)
    assert shop.count(Task, Task.kind == "new_guide", Task.done_at.is_(None)) == 0


def killed(shop: OpenShop, to: str, presses: Callable[[], object]) -> list[int]:
    """Press until it lives, killed later each time; return how many customers were there then."""
    dice, statement, stages = Random(SEED), 0, list[int]()
    while dies_before_statement(shop.bot, statement, presses):
        stages.append(arrived(shop, to))
        statement += dice.randint(20, 70)
    return [*stages, arrived(shop, to)]


def arrived(shop: OpenShop, to: str) -> int:
    """See that her things and one line of the journal went with each; return how many there are."""
    guides = {each.id: each.guide for each in shop.rows(Person)}
    there = sorted(each for each in guides if guides[each] == to)
    assert set(guides.values()) <= {"zhouting", MATE}
    assert {
        each.person_id: each.staff for each in shop.rows(Task, Task.kind == "promise")
    } == guides
    lines = [
        each for each in shop.rows(Event, Event.verb == MOVED) if (each.detail or {})["to"] == to
    ]
    assert sorted(each.person_id or 0 for each in lines) == there
    standing = shop.rows(Handover, Handover.undone_at.is_(None), Handover.person_id.is_not(None))
    assert {each.person_id for each in standing} == {
        each for each in guides if guides[each] == MATE
    }
    assert len(guides) == CUSTOMERS
    return len(there)
