"""A visit that other hours cut off: she is reminded of no time at which the store is shut."""

from datetime import date, time, timedelta
from typing import NamedTuple

import pytest

from bot import clock
from bot.outbox.models import Message
from bot.shop.appointments.models import Visit
from bot.shop.appointments.queries import free_times
from bot.shop.appointments.rules import FreeTime, Search, Wanted
from bot.shop.people.models import Person
from bot.shop.tasks.models import Task
from bot.usecases.changing_hours import change_hours, keep_usual_hours
from bot.usecases.visiting import Desk
from tests.databases import ONE_SERVER
from tests.people import WANG, Day, OpenShop

HERE = "静安店"
WHY = "那天改了营业时间，她约的时间店里不开，先不提醒；时间改好了，或那天照常开门，再提醒"
IN_DAYS = 4


class Booked(NamedTuple):
    """王姐's visit in four days, at the last time of the day; which times were free."""

    shop: OpenShop
    visit: Visit
    free: list[FreeTime]

    def opens(self, hours: str) -> None:
        with self.shop.bot.database.transaction() as db:
            desk = Desk(db, self.shop.rules, self.shop.bot.texts)
            change_hours(desk, HERE, self._day, hours, why="盘点", by="limin")

    def opens_as_ever(self) -> None:
        with self.shop.bot.database.transaction() as db:
            desk = Desk(db, self.shop.rules, self.shop.bot.texts)
            keep_usual_hours(desk, HERE, self._day, by="limin")

    def moves_to(self, free: FreeTime) -> None:
        with self.shop.bot.database.transaction() as db:
            visit = db.get_one(Visit, self.visit.id)
            service = self.shop.rules.service("cleaning")
            assert service
            search = Search(service, (HERE,), visit.id)
            desk = Desk(db, self.shop.rules, self.shop.bot.texts)
            desk.move(db.get_one(Person, visit.person_id), visit, search, free.starts)

    def is_cancelled(self) -> None:
        with self.shop.bot.database.transaction() as db:
            desk = Desk(db, self.shop.rules, self.shop.bot.texts)
            desk.cancel(db.get_one(Visit, self.visit.id))

    def reminders(self) -> list[tuple[str, str | None]]:
        """Return how each reminder stands, and why."""
        told = self.shop.rows(Message, Message.key == "appointment.reminder")
        return [(each.state, each.reason) for each in told]

    def reaches_the_eve(self, day: Day, hour: int) -> None:
        """It is so late on the day before, and what is due leaves."""
        day.goes_to(clock.at(self._day - timedelta(days=1), time(hour)))
        self.shop.bot.post.deliver_all()

    @property
    def _day(self) -> date:
        return clock.local(self.visit.starts).date()


@pytest.fixture
def booked(shop: OpenShop, day: Day) -> Booked:
    shop.member(WANG)
    when = clock.today() + timedelta(days=IN_DAYS)
    with shop.bot.database.transaction() as db:
        rules = shop.rules
        service = rules.service("cleaning")
        assert service
        search = Search(service, (HERE,))
        free = free_times(db, rules, search, Wanted(when, when))
        person = shop.person(WANG)
        visit = Desk(db, rules, shop.bot.texts).book(person, search, free[-1].starts)
    return Booked(shop, visit, free)


def test_she_is_not_reminded_of_a_time_at_which_the_store_is_shut(booked: Booked, day: Day) -> None:
    booked.opens("10:00-15:00")
    assert booked.reminders() == [("skipped", WHY)]
    booked.reaches_the_eve(day, 13)
    assert booked.reminders() == [("skipped", WHY)]


def test_she_is_reminded_again_once_the_day_opens_as_ever(booked: Booked, day: Day) -> None:
    for _ in range(2):
        booked.opens("")
    for _ in range(2):
        booked.opens_as_ever()
    assert booked.reminders() == [("planned", None)]
    booked.opens("10:00-15:00")
    booked.opens("10:00-22:00")
    assert booked.reminders() == [("planned", None)]


@ONE_SERVER
def test_hours_set_back_at_noon_of_the_eve_still_remind_her(booked: Booked, day: Day) -> None:
    booked.opens("")
    booked.reaches_the_eve(day, 13)
    booked.opens_as_ever()
    booked.shop.bot.post.deliver_all()
    ((state, _),) = booked.reminders()
    assert state in ("sent", "waiting")


@ONE_SERVER
def test_hours_set_back_too_late_remind_her_of_nothing(booked: Booked, day: Day) -> None:
    booked.opens("")
    booked.reaches_the_eve(day, 21)
    booked.opens_as_ever()
    booked.shop.bot.post.deliver_all()
    assert booked.reminders() == [("skipped", "过了该发的时间，不再补发")]


def test_a_visit_that_is_moved_is_reminded_of_at_its_new_time(booked: Booked) -> None:
    booked.opens("10:00-15:00")
    booked.moves_to(booked.free[0])
    booked.opens_as_ever()
    assert booked.reminders() == [("skipped", WHY), ("planned", None)]


@ONE_SERVER
def test_a_visit_that_is_cancelled_is_reminded_of_no_more(booked: Booked) -> None:
    booked.opens("")
    booked.is_cancelled()
    booked.opens_as_ever()
    assert booked.reminders() == [("skipped", WHY)]


def test_nobody_of_the_shop_reminds_her_either(booked: Booked, day: Day) -> None:
    booked.shop.phone(WANG).leaves()
    booked.reaches_the_eve(day, 18)
    says_it = Task.dedupe.like("outbox:%")
    assert booked.shop.one(Task, says_it).done_at is None
    booked.opens("")
    assert booked.shop.one(Task, says_it).done_by == "bot"
    booked.opens_as_ever()
    assert booked.shop.one(Task, says_it).done_at is None
    booked.is_cancelled()
    assert booked.shop.one(Task, says_it).done_by == "bot"
