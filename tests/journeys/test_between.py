"""Between plan and send her life goes on: what is said is what is true when it is said."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from bot import clock
from bot.outbox.models import Message
from bot.shop.people.models import Person
from bot.shop.purchases.models import Purchase
from bot.shop.tasks.models import Task
from bot.usecases.erasing import erase
from tests.journeys.care import Care
from tests.people import WANG, Day, OpenShop
from tests.shop.till import Till

DAY3 = "day3"


@pytest.fixture
def receipt(shop: OpenShop, till: Till, care: Care, day: Day) -> str:
    """王姐 bought something three days ago; it is early, and she is to be asked about it today."""
    shop.member(WANG)
    receipt = till.sells(30_000, openid=WANG, lines=(("羊毛围巾", 1, 30_000),))
    day.passes(days=2)
    day.is_at(9, 30)
    care.plans(DAY3)
    assert [each.state for each in care.planned(DAY3)] == ["planned"]
    return receipt


def asks(care: Care, day: Day, hour: int = 11) -> Message:
    """Deliver what is due at that hour; return what became of the question."""
    day.is_at(hour)
    care.shop.bot.post.deliver_all()
    (message,) = care.planned(DAY3)
    return message


def test_what_came_back_since_is_not_asked_about(
    care: Care, till: Till, day: Day, receipt: str
) -> None:
    till.takes_back(receipt)
    message = asks(care, day)
    assert (message.state, message.reason) == ("skipped", "不用再发了：这笔已经退货")


def test_what_became_a_secret_since_is_not_asked_about(care: Care, day: Day, receipt: str) -> None:
    until = clock.today() + timedelta(days=20)
    with care.shop.bot.database.transaction() as db:
        db.execute(update(Purchase).where(Purchase.receipt == receipt).values(secret_until=until))
    assert asks(care, day).state == "skipped"


def test_who_left_since_is_not_written_to(care: Care, day: Day, receipt: str) -> None:
    care.shop.phone(WANG).leaves()
    message = asks(care, day)
    assert (message.state, message.door) == ("task", "task")
    assert "取消关注" in str(message.reason)


def test_who_was_erased_since_is_not_asked(care: Care, day: Day, receipt: str) -> None:
    her_id = care.shop.person(WANG).id
    care.shop.bot.database.run(lambda db: erase(db, her_id, actor="customer", why="她要求注销"))
    message = asks(care, day)
    assert (message.state, message.text) == ("skipped", None)


def test_who_has_another_guide_since_is_asked_by_her_new_one(
    care: Care, day: Day, receipt: str
) -> None:
    with care.shop.bot.database.transaction() as db:
        db.execute(update(Person).values(guide="zhangli"))
    day.passes(days=2)
    asks(care, day, hour=20)
    assert [task.staff for task in care.shop.rows(Task, Task.kind == DAY3)] == ["zhangli"]
