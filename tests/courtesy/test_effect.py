"""Who came back of those who were told a journey, and of those it was kept from."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from bot import clock
from bot.db import insert
from bot.outbox.effect import Effect, effect_of
from bot.outbox.heard import is_in_control
from bot.outbox.manners import Manner
from bot.outbox.models import Message
from bot.shop.purchases.models import Purchase
from bot.shop.tasks.models import Task
from tests.courtesy.counter import Desk
from tests.people import Day, Phone


def buys(desk: Desk, hers: Phone, *, days_on: int) -> None:
    """Let her buy so many days from now."""
    at = clock.now() + timedelta(days=days_on)
    receipt = {"till": "T", "receipt": f"{desk.id_of(hers)}:{days_on}", "total_fen": 100}
    values = {**receipt, "returned_fen": 0, "person_id": desk.id_of(hers), "gift": False}
    with desk.shop.bot.database.transaction() as db:
        insert(db, Purchase, at=at, day=clock.local(at).date(), rain=False, **values)


def effect(desk: Desk) -> Effect:
    today = clock.today()
    with desk.shop.bot.database.reading() as db:
        return effect_of(db, "knowledge", today, today, days=30)


def test_who_came_in_time_is_counted_in_her_group(desk: Desk) -> None:
    told = [desk.customer() for _ in range(3)]
    for hers in told:
        desk.plans(hers, journey="knowledge")
    desk.sends()
    kept = desk.customer()
    key = desk.plans(kept, journey="knowledge")
    with desk.shop.bot.database.transaction() as db:
        skipped = {"state": "skipped", "in_control": True}
        db.execute(update(Message).where(Message.dedupe == key).values(skipped))
    buys(desk, told[0], days_on=3)
    buys(desk, told[1], days_on=31)
    buys(desk, kept, days_on=1)
    found = effect(desk)
    assert (found.told.people, found.told.did) == (3, 1)
    assert (found.control.people, found.control.did) == (1, 1)
    assert not found.is_enough
    assert [each.key for each in found.tell()][-1] == "story.effect_small"


def test_the_control_group_is_the_same_for_her_always_and_another_for_each_journey() -> None:
    def drawn(journey: str) -> list[bool]:
        rows = [Message(person_id=number, journey=journey) for number in range(2000)]
        return [is_in_control(row, Manner(control=20)) for row in rows]

    first = drawn("knowledge")
    assert first == drawn("knowledge")
    assert first != drawn("season")
    assert 340 <= sum(first) <= 460


@pytest.mark.parametrize("control", [0])
def test_nobody_is_in_it_where_the_shop_did_not_ask(control: int) -> None:
    row = Message(person_id=1, journey="knowledge")
    assert not is_in_control(row, Manner(control=control))


def test_tasks_of_a_rest_are_due_after_it(desk: Desk, day: Day) -> None:
    rest = {"first": clock.today(), "last": clock.today() + timedelta(days=6), "why": "春节"}
    desk.rests(rest)
    hers = desk.customer()
    day.passes(days=3)
    desk.plans(hers, purpose="service", kind="order", journey="order", ends_in=0.05)
    desk.sends()
    assert desk.shop.one(Task).due > clock.now() + timedelta(days=3)


def test_while_the_shop_rests_care_waits_or_gives_way(desk: Desk) -> None:
    rest = {"first": clock.today(), "last": clock.today() + timedelta(days=6), "why": "春节"}
    desk.rests(rest)
    late = desk.plans(desk.customer(), journey="knowledge", ends_in=20)
    gone = desk.plans(desk.customer(), journey="knowledge", ends_in=2)
    wish = desk.plans(desk.customer(), "新年好", journey="holiday", ends_in=1)
    desk.sends()
    assert [desk.message(key).state for key in (late, gone, wish)] == ["waiting", "skipped", "sent"]
    assert "春节" in str(desk.message(gone).reason)
