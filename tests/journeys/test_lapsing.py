"""What people were to say to her and did not in time is not said late."""

from datetime import timedelta
from functools import partial

import pytest

from bot import clock
from bot.outbox.models import Message
from bot.shop.events.models import Event
from bot.shop.tasks.actions import put_off
from bot.shop.tasks.models import Task
from bot.usecases.lapsing import let_lapse, tasks_long_due
from tests.journeys.care import Care
from tests.people import WANG, Day, OpenShop
from tests.shop.till import Till

CALL = "large_purchase"


@pytest.fixture
def call(shop: OpenShop, care: Care, till: Till, day: Day) -> Task:
    """To ring 王姐 up within some days about what she bought."""
    shop.member(WANG)
    till.sells(6_800_00, openid=WANG, lines=(("钻石戒指", 1, 6_800_00),), guide="zhouting")
    for _ in range(8):
        care.speaks(CALL)
        day.passes(days=1)
    return shop.one(Task, Task.kind == CALL)


def lapses(shop: OpenShop) -> int:
    """Look for what has lapsed, as is done every day; return how many tasks."""
    bot, today = shop.bot, clock.today()
    with bot.database.reading() as db:
        found = tasks_long_due(db, today=today, after=0, limit=100)
    lapse = partial(let_lapse, today=today, texts=bot.texts)
    return sum(bot.database.run(partial(lapse, task_id=each)) for each in found)


def test_what_nobody_said_may_be_said_a_day_later_and_then_lapses(
    shop: OpenShop, call: Task, day: Day
) -> None:
    day.goes_to(call.due + timedelta(days=1))
    assert lapses(shop) == 0
    day.passes(days=1)
    assert (lapses(shop), lapses(shop)) == (1, 0)
    task, message = shop.one(Task, Task.id == call.id), shop.one(Message, Message.kind == CALL)
    assert (task.done_by, message.state, message.sent_at) == ("bot", "task", None)
    assert task.result == message.reason == "没有人来得及说，已经过了时候，不再补说"
    assert len(shop.rows(Event, Event.verb == "lapsed_task")) == 1


def test_what_was_put_off_waits_for_its_new_day(shop: OpenShop, call: Task, day: Day) -> None:
    day.goes_to(call.due + timedelta(days=2))
    soon = clock.now() + timedelta(hours=1)
    shop.bot.database.run(partial(put_off, task_id=call.id, due=soon, so_far=None, by="zhouting"))
    assert lapses(shop) == 0
    found_before = partial(let_lapse, task_id=call.id, today=clock.today(), texts=shop.bot.texts)
    assert not shop.bot.database.run(found_before)


def test_what_can_be_said_at_any_time_never_lapses(shop: OpenShop, call: Task, day: Day) -> None:
    with shop.bot.database.transaction() as db:
        db.get_one(Message, int(call.dedupe.partition(":")[2])).not_after = None
    day.goes_to(call.due + timedelta(days=30))
    assert lapses(shop) == 0
