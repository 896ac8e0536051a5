"""Nobody of the shop gets more tasks of care on a day than can be done well; the best go first."""

from collections import Counter
from datetime import timedelta

import pytest
from sqlalchemy import update

from bot import clock
from bot.journeys.rehearsal import Rehearsal
from bot.outbox.actions import queue
from bot.outbox.models import Message
from bot.shop.members.models import Member
from bot.shop.people.models import Person
from bot.shop.tasks.models import Task, TaskRoom
from tests.people import Day, OpenShop, at_once


@pytest.fixture
def customers(shop: OpenShop, day: Day) -> list[int]:
    """Fourteen members of 周婷, the last of them the one with the best level."""
    day.is_at(10)
    for number in range(14):
        shop.member(f"oCustomer-{number:04}", name="王姐", phone=f"139{number:08}")
    with shop.bot.database.transaction() as db:
        db.execute(update(Person).values(guide="zhouting"))
        people = [person.id for person in db.query(Person).order_by(Person.id)]
        db.get_one(Member, people[-1]).level = "diamond"
    return people


def plans(shop: OpenShop, people: list[int], journey: str = "large_purchase", **more: int) -> None:
    """Plan a call to each of them, due now."""
    ends = clock.now() + timedelta(**(more or {"hours": 8}))
    with shop.bot.database.transaction() as db:
        for each in people:
            queue(
                db,
                each,
                "common.words",
                {"words": "您好"},
                kind=journey,
                journey=journey,
                purpose="service",
                dedupe=f"{journey}:{each}",
                not_after=ends,
            )


def called(shop: OpenShop) -> list[int | None]:
    """Return whom people were asked to call, first first."""
    return [task.person_id for task in shop.rows(Task)]


def test_ten_a_day_are_enough(shop: OpenShop, customers: list[int]) -> None:
    plans(shop, customers)
    shop.bot.post.deliver_all()
    assert len(called(shop)) == 10
    lapsed = shop.rows(Message, Message.state == "skipped")
    assert len(lapsed) == 4
    assert "已经有10件" in str(lapsed[0].reason)


def test_the_best_level_goes_first(shop: OpenShop, customers: list[int]) -> None:
    plans(shop, customers)
    shop.bot.post.deliver_all()
    assert customers[-1] in called(shop)
    assert customers[9] not in called(shop)


def test_what_comes_first_goes_before_though_it_was_planned_last(
    shop: OpenShop, customers: list[int]
) -> None:
    plans(shop, customers[:12], "referral_care")
    plans(shop, customers[12:], "large_purchase")
    shop.bot.post.deliver_all()
    assert {*customers[12:]} < {*called(shop)}


def test_the_rest_goes_tomorrow_where_that_is_in_time(
    shop: OpenShop, customers: list[int], day: Day
) -> None:
    plans(shop, customers, days=3)
    shop.bot.post.deliver_all()
    assert len(called(shop)) == 10
    day.passes(days=1)
    shop.bot.post.deliver_all()
    assert len(called(shop)) == 14


def test_two_who_deliver_at_once_keep_to_it(shop: OpenShop, customers: list[int]) -> None:
    plans(shop, customers)
    at_once(*[shop.bot.post.deliver_all] * 2)
    assert len(called(shop)) == 10
    assert shop.one(TaskRoom).made == 10


def test_what_she_waits_for_has_no_such_end(shop: OpenShop, customers: list[int]) -> None:
    plans(shop, customers, "appointment")
    shop.bot.post.deliver_all()
    assert shop.count(TaskRoom) == 0


def test_what_is_played_beforehand_keeps_to_ten_a_day(shop: OpenShop, customers: list[int]) -> None:
    plans(shop, customers, days=3)
    bot = shop.bot
    with bot.database.reading() as db:
        rules = bot.shops.read(db)
        rehearsal = Rehearsal(db, bot.texts, rules, bot.policy, bot.speaker, clock.now())
        played = [each for each in rehearsal.play(customers, 2) if each.journey == "large_purchase"]
    days = Counter(clock.local(each.at).date() for each in played if each.door == "task")
    assert days == {clock.today(): 10, clock.today() + timedelta(days=1): 4}
    bot.post.deliver_all()
    today = {each.person_id for each in played if clock.local(each.at).date() == clock.today()}
    assert today == {*called(shop)}
    assert customers[-1] in today
