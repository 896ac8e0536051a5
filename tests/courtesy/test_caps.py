"""Not too often, the best first, over all doors: as rows in the database."""

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from bot import clock
from bot.shop.complaints.models import Complaint
from bot.shop.people.models import Person
from bot.shop.tasks.models import Task
from bot.usecases.merging import merge_people
from bot.usecases.talking import finish_work
from tests.courtesy.counter import Desk
from tests.people import Day, at_once


def test_the_best_goes_first_and_the_others_give_way(desk: Desk) -> None:
    hers = desk.customer()
    tip = desk.plans(hers, "小知识", journey="knowledge", ends_in=1)
    cleaning = desk.plans(hers, "该清洗了", journey="cleaning", ends_in=9)
    birthday = desk.plans(hers, "生日快乐", journey="birthday", ends_in=1)
    desk.sends()
    assert desk.wire.took == ["生日快乐"]
    assert desk.message(birthday).state == "sent"
    assert desk.message(tip).state == "skipped"
    assert desk.message(tip).reason == "这周已经给她发过一条了，这条让一让"
    assert desk.message(cleaning).state == "waiting"


def test_what_waited_goes_in_its_week(desk: Desk, day: Day) -> None:
    hers = desk.customer()
    desk.plans(hers, "生日快乐", journey="birthday")
    cleaning = desk.plans(hers, "该清洗了", journey="cleaning", ends_in=9)
    desk.sends()
    day.passes(days=7)
    hers.says("你好")
    desk.sends()
    assert desk.message(cleaning).state == "sent"


def test_two_workers_at_once_send_one_of_ten(desk: Desk) -> None:
    hers = desk.customer()
    for _ in range(10):
        desk.plans(hers)
    at_once(desk.sends, desk.sends, desk.sends)
    assert len(desk.wire.took) == 1


def test_what_rode_along_counts_and_only_one_rides_in_a_week(desk: Desk) -> None:
    hers = desk.customer()
    desk.plans(hers, "天冷了")
    desk.plans(hers, "下雪了")
    heard = [str(hers.says("门店地址")), str(hers.says("营业时间"))]
    assert ["天冷了" in each or "下雪了" in each for each in heard] == [True, False]
    desk.sends()
    assert desk.wire.took == []


def test_what_people_said_counts_once_they_have_said_it(desk: Desk, day: Day) -> None:
    hers = desk.customer()
    day.passes(days=3)
    desk.plans(hers, journey="birthday", ends_in=0.05)
    desk.sends()
    task = desk.shop.one(Task)
    shop = desk.shop.rules
    desk.shop.bot.database.run(
        lambda db: finish_work(db, task.id, result="说了", by="limin", shop=shop)
    )
    hers.says("你好")
    late = desk.plans(hers, ends_in=1)
    desk.sends()
    assert (desk.message(late).state, desk.wire.took) == ("skipped", [])


def test_the_records_of_one_person_count_together(desk: Desk) -> None:
    one, other = desk.customer(), desk.customer()
    desk.plans(one)
    desk.sends()
    ids = desk.id_of(one), desk.id_of(other)

    def merge(db: Session) -> None:
        loser, winner = (db.get_one(Person, each) for each in ids)
        merge_people(db, loser, winner, by="limin")

    desk.shop.bot.database.run(merge)
    key = desk.plans(other, ends_in=1)
    desk.sends()
    assert desk.message(key).state == "skipped"


def test_a_clock_that_was_put_back_makes_room_for_nothing(desk: Desk, day: Day) -> None:
    hers = desk.customer()
    desk.plans(hers)
    desk.sends()
    day.passes(days=-3)
    key = desk.plans(hers, ends_in=1)
    desk.sends()
    assert desk.message(key).state == "skipped"
    assert len(desk.wire.took) == 1


def test_in_shadow_mode_what_was_shown_counts_as_said(desk: Desk) -> None:
    hers = desk.customer()
    desk.presses("shadow")
    desk.plans(hers)
    second = desk.plans(hers, ends_in=1)
    desk.sends()
    assert "让一让" in str(desk.message(second).reason)
    desk.presses("shadow", on=False)
    third = desk.plans(hers)
    desk.sends()
    assert desk.message(third).state == "sent"


def test_after_a_complaint_it_begins_again_with_one(desk: Desk, day: Day) -> None:
    hers = desk.customer()
    hers.says("投诉，手链断了，太气人了")
    keys = [desk.plans(hers, ends_in=9) for _ in range(4)] + [desk.plans(hers, ends_in=1)]
    desk.sends()
    assert desk.wire.took == []
    day.passes(days=1, hours=1)
    closed = {"status": "closed", "closed_at": clock.now(), "look_at": None}
    with desk.shop.bot.database.transaction() as db:
        db.execute(update(Complaint).values(closed))
    day.passes(days=3, hours=1)
    hers.says("你好")
    desk.sends()
    states = [desk.message(key).state for key in keys]
    assert (states.count("sent"), states[-1]) == (1, "skipped")


@pytest.mark.parametrize("journey", ["knowledge", None])
def test_an_answer_never_waits_behind_care(desk: Desk, journey: str | None) -> None:
    hers = desk.customer()
    desk.plans(hers, "天冷了", journey=journey)
    desk.plans(hers, "您问的到货了", purpose="reply", kind="reply")
    desk.sends()
    assert desk.wire.took == ["您问的到货了", "天冷了"]
