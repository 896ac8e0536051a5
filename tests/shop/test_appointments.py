"""Visits: a time is given once, a moved one is free again, and each has its reminder and task."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import clock
from bot.outbox.cards import Cards
from bot.outbox.models import Message
from bot.shop.appointments.actions import cancel
from bot.shop.appointments.models import BookedQuarter, Visit
from bot.shop.appointments.rules import Search
from bot.shop.people.models import Person
from bot.shop.refusal import Refused
from bot.shop.tasks.models import Task
from bot.usecases.merging import merge_people
from bot.usecases.visiting import Desk
from tests.people import LI, WANG, OpenShop, at_once

THREE = datetime.fromisoformat("2027-03-02T15:00:00+08:00")  # a Tuesday
WHERE = ("静安店",)
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _it_is_february(shop: OpenShop, day: object) -> None:
    """王姐 is a member, and March can be booked."""
    clock.run_ahead(datetime.fromisoformat("2027-02-20T14:00:00+08:00") - clock.real_now())
    shop.member(WANG)


def books(shop: OpenShop, openid: str, service: str = "repair", at: datetime = THREE) -> int | None:
    """Let somebody book; return the visit, None where the time is gone."""
    her_id, rules = shop.person(openid).id, shop.rules
    wanted = rules.service(service)
    assert wanted is not None

    def work(db: Session) -> int | None:
        desk = Desk(db, rules, shop.bot.texts)
        try:
            return desk.book(db.get_one(Person, her_id), Search(wanted, WHERE), at, words="洗").id
        except Refused as refused:
            if refused.reason != "appointment_taken":
                raise
            return None

    return shop.bot.database.run(work)


def followers(shop: OpenShop, count: int) -> list[str]:
    """Let some people follow."""
    phones = [shop.stranger() for _ in range(count)]
    for phone in phones:
        phone.follows()
    return [phone.openid for phone in phones]


def test_of_twenty_that_want_the_last_time_one_gets_it(shop: OpenShop) -> None:
    crowd = followers(shop, 20)
    won = at_once(*[partial(books, shop, openid) for openid in crowd], hands=12)
    assert len([each for each in won if each]) == 1
    assert shop.count(Visit) == 1
    assert shop.count(BookedQuarter) == 3  # 45 minutes of one specialist


def test_times_that_only_overlap_are_not_both_given(shop: OpenShop) -> None:
    half_past = THREE + timedelta(minutes=30)
    crowd = followers(shop, 12)
    times = [THREE, half_past] * 6
    won = at_once(*[partial(books, shop, who, at=at) for who, at in zip(crowd, times, strict=True)])
    assert len([each for each in won if each]) == 1


def test_two_specialists_give_one_time_twice(shop: OpenShop) -> None:
    crowd = followers(shop, 10)
    won = at_once(*[partial(books, shop, openid, "cleaning") for openid in crowd])
    assert len([each for each in won if each]) == 2
    visits = shop.rows(Visit)
    assert len({visit.specialist for visit in visits}) == len(visits)


def test_a_cancelled_time_is_free_again(shop: OpenShop) -> None:
    first = books(shop, WANG)
    (li,) = followers(shop, 1)
    assert books(shop, li) is None
    with shop.bot.database.transaction() as db:
        cancel(db, db.get_one(Visit, first))
    assert books(shop, li)


def test_what_is_cancelled_twice_is_refused(shop: OpenShop) -> None:
    number = books(shop, WANG)
    with shop.bot.database.transaction() as db:
        cancel(db, db.get_one(Visit, number))
    with shop.bot.database.transaction() as db, pytest.raises(Refused):
        cancel(db, db.get_one(Visit, number))


def test_a_visit_moves_half_an_hour_into_its_own_time(shop: OpenShop) -> None:
    number = books(shop, WANG)
    moves(shop, number, THREE + timedelta(minutes=30))
    visit = shop.one(Visit)
    assert (visit.starts, visit.moves) == (THREE + timedelta(minutes=30), 1)
    assert min(quarter.starts for quarter in shop.rows(BookedQuarter)) == visit.starts
    assert shop.count(BookedQuarter) == 3


def test_a_move_to_a_time_that_is_gone_leaves_all_as_it_was(shop: OpenShop) -> None:
    later = THREE + timedelta(hours=2)
    (li,) = followers(shop, 1)
    number, _ = books(shop, WANG), books(shop, li, at=later)
    assert not moves(shop, number, later)
    assert shop.one(Visit, Visit.id == number).starts == THREE
    assert shop.count(BookedQuarter) == 6


def test_she_is_reminded_the_day_before_and_the_store_knows(shop: OpenShop) -> None:
    books(shop, WANG)
    reminder = shop.one(Message, Message.journey == "appointment")
    assert (reminder.purpose, reminder.due) == ("service", THREE - timedelta(hours=27))
    task = shop.one(Task, Task.kind == "visit")
    assert (task.store, task.due, task.words) == ("静安店", THREE, "洗")


def test_the_reminder_fits_on_a_service_notice(shop: OpenShop) -> None:
    books(shop, WANG)
    reminder = shop.one(Message, Message.journey == "appointment")
    ids = {"appointment": "template-1"}
    filled = Cards.load().fill(reminder, {**reminder.params, "name": "王姐"}, ids)
    assert (filled.state, "2027年3月2日 15:00" in filled.text) == ("ready", True)


def test_a_moved_visit_has_one_reminder_and_one_task(shop: OpenShop) -> None:
    moves(shop, books(shop, WANG), THREE + timedelta(days=1))
    reminders = shop.rows(Message, Message.journey == "appointment")
    assert [each.state for each in reminders] == ["skipped", "planned"]
    assert [task.done_by for task in shop.rows(Task, Task.kind == "visit")] == ["bot", None]


def test_who_books_for_tomorrow_is_not_reminded_of_what_she_just_did(shop: OpenShop) -> None:
    books(shop, WANG, at=clock.now().replace(hour=7, minute=0, second=0, microsecond=0) + DAY)
    assert shop.count(Message, Message.journey == "appointment") == 0


def test_whom_we_waited_for_in_vain_hears_a_kind_word_once(shop: OpenShop) -> None:
    number = books(shop, WANG)
    clock.run_ahead(THREE + timedelta(hours=1) - clock.real_now())
    for refused in (False, True):
        with shop.bot.database.transaction() as db:
            desk, visit = Desk(db, shop.rules, shop.bot.texts), db.get_one(Visit, number)
            if refused:
                with pytest.raises(Refused):
                    desk.close(visit, "missed", by="limin")
            else:
                desk.close(visit, "missed", by="limin")
    assert shop.count(Message, Message.key == "appointment.missed") == 1


def test_nobody_is_missed_before_her_time(shop: OpenShop) -> None:
    number = books(shop, WANG)
    with shop.bot.database.transaction() as db, pytest.raises(Refused):
        Desk(db, shop.rules, shop.bot.texts).close(db.get_one(Visit, number), "missed", by="limin")


def test_nobody_keeps_more_than_three_times(shop: OpenShop) -> None:
    for days in range(3):
        books(shop, WANG, at=THREE + timedelta(days=days))
    with pytest.raises(Refused, match="appointment_many"):
        books(shop, WANG, at=THREE + timedelta(days=7))


def test_the_visits_of_two_records_of_one_person_are_hers(shop: OpenShop) -> None:
    shop.phone(LI).follows()
    books(shop, LI)
    li, wang = shop.person(LI).id, shop.person(WANG).id
    with shop.bot.database.transaction() as db:
        merge_people(db, db.get_one(Person, li), db.get_one(Person, wang), by="limin")
    with shop.bot.database.reading() as db:
        assert db.scalar(select(Visit.person_id)) == wang


def moves(shop: OpenShop, number: int | None, at: datetime) -> bool:
    """Move a visit; return whether the new time was free."""
    rules = shop.rules
    with shop.bot.database.transaction() as db:
        visit = db.get_one(Visit, number)
        person, service = db.get_one(Person, visit.person_id), rules.service(visit.service)
        assert service is not None
        try:
            Desk(db, rules, shop.bot.texts).move(
                person, visit, Search(service, WHERE, visit.id), at
            )
        except Refused:
            return False
    return True
