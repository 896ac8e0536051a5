"""Repairs and orders: each stage is told once, a missed day is said honestly."""

from datetime import timedelta
from typing import Any

import pytest

from bot import clock, jobs
from bot.outbox.models import Message
from bot.outbox.notices.models import Notice
from bot.shop.events.models import Event
from bot.shop.refusal import Refused
from bot.shop.tasks.models import Task
from bot.shop.works.models import Work
from bot.shop.works.rules import courses
from bot.usecases.making import Bench
from tests.people import WANG, Day, OpenShop, Phone
from tests.shop.test_secrets import joins


@pytest.fixture
def wang(shop: OpenShop, day: Day) -> Phone:
    """王姐, whose ring is mended."""
    return shop.member()


def on_bench(shop: OpenShop, deed: str, *args: Any, **more: Any) -> Work:
    """Do something at the bench."""
    with shop.bot.database.transaction() as db:
        work = getattr(Bench(db, shop.rules, shop.bot.texts), deed)(*args, by="周婷", **more)
        db.flush()
        db.expunge(work)
    return work  # type: ignore[no-any-return]


def takes(shop: OpenShop, *, days: int | None = None, number: str | None = None) -> Work:
    """Take her ring on, perhaps promised for a day."""
    promised = clock.today() + timedelta(days=days) if days is not None else None
    ring = {"kind": "repair", "item": "戒指改圈", "store": "静安店", "owner": "zhouting"}
    hers = shop.person(WANG).id
    work = Work(person_id=hers, promised=promised, number=number, photos=[], **ring)
    return on_bench(shop, "begin", work)


def watches(shop: OpenShop) -> int:
    with shop.app.app_context():
        return jobs.watch_works()


def told(shop: OpenShop) -> list[str]:
    """Return the keys of what she is to hear, oldest first."""
    return [each.key for each in shop.rows(Message, Message.state != "skipped")]


def test_each_stage_is_one_event_and_one_notice(shop: OpenShop, wang: Phone) -> None:
    work = takes(shop)
    for stage in ("ready", "ready", "collected"):
        on_bench(shop, "move", work.id, stage)
    dedupes = [each.dedupe for each in shop.rows(Message)]
    assert dedupes == [f"repair:{work.id}:{stage}" for stage in ("taken", "ready", "collected")]
    assert shop.count(Event, Event.verb == "moved_work") == 2
    assert {each.journey for each in shop.rows(Message)} == {"repair"}


def test_what_she_has_not_heard_is_overtaken_by_the_next_stage(shop: OpenShop, wang: Phone) -> None:
    work = takes(shop)
    on_bench(shop, "move", work.id, "ready")
    assert told(shop) == ["works.repair_ready"]


def test_a_work_never_goes_back(shop: OpenShop, wang: Phone) -> None:
    work = takes(shop)
    on_bench(shop, "move", work.id, "ready")
    with pytest.raises(Refused, match="work_stage_back"):
        on_bench(shop, "move", work.id, "in_work")
    with pytest.raises(Refused, match="work_stage_unknown"):
        on_bench(shop, "move", work.id, "installed")


def test_the_same_number_twice_is_one_work(shop: OpenShop, wang: Phone) -> None:
    assert takes(shop, number="D-1").id == takes(shop, number="D-1").id
    assert (shop.count(Work), shop.count(Message)) == (1, 1)


def test_what_will_be_late_is_a_task_for_its_owner_once(
    shop: OpenShop, wang: Phone, day: Day
) -> None:
    takes(shop, days=3)
    assert watches(shop) == 0
    day.passes(days=2)
    assert (watches(shop), watches(shop)) == (1, 0)
    task = shop.one(Task)
    assert (task.staff, task.kind, task.store) == ("zhouting", "work", "静安店")
    day.passes(days=2)
    watches(shop)
    assert shop.count(Notice, Notice.key == "notices.work_late") == 1


def test_what_is_ready_in_time_warns_nobody(shop: OpenShop, wang: Phone, day: Day) -> None:
    work = takes(shop, days=1)
    watches(shop)
    on_bench(shop, "move", work.id, "ready")
    assert shop.one(Task).done_by == "bot"
    day.passes(days=5)
    assert watches(shop) == 0


def test_she_hears_of_a_new_day_and_why(shop: OpenShop, wang: Phone) -> None:
    work = takes(shop, days=3)
    later = clock.today() + timedelta(days=9)
    for _ in range(2):
        on_bench(shop, "promise", work.id, later, why="师傅要再打磨一遍。")
    said = [each for each in shop.rows(Message) if each.key == "works.later"]
    assert [each.params["why"] for each in said] == ["师傅要再打磨一遍"]
    on_bench(shop, "promise", work.id, clock.today() + timedelta(days=5), why="提前了")
    assert told(shop)[-1] == "works.sooner"


def test_no_day_is_promised_that_is_past_or_after_the_end(shop: OpenShop, wang: Phone) -> None:
    work = takes(shop)
    with pytest.raises(Refused, match="work_day_past"):
        on_bench(shop, "promise", work.id, clock.today() - timedelta(days=1), why="x")
    on_bench(shop, "move", work.id, "collected")
    with pytest.raises(Refused, match="work_done"):
        on_bench(shop, "promise", work.id, clock.today(), why="x")


def test_she_asks_and_hears_how_far_it_is(shop: OpenShop, wang: Phone, day: Day) -> None:
    work = takes(shop, days=2)
    assert "说好" in (wang.says("我的戒指修好了吗") or "")
    on_bench(shop, "move", work.id, "in_work")
    assert "师傅已经在做" in (wang.says("我的订单到哪了") or "")
    day.passes(days=3)
    assert "晚了，对不起" in (wang.says("戒指还没修好吗") or "")


def test_it_follows_her_when_her_records_are_joined(shop: OpenShop, wang: Phone) -> None:
    takes(shop)
    second = shop.phone("oWangSecond")
    second.follows()
    joins(shop, WANG, "oWangSecond")
    assert "戒指改圈" in (second.says("我的戒指修好了吗") or "")


@pytest.mark.parametrize("kind", ["repair", "order"])
def test_every_stage_has_a_card(shop: OpenShop, kind: str) -> None:
    cards = shop.bot.cards.templates["order"].when
    assert {f"{kind}_{stage}" for stage in courses()[kind].stages} <= set(cards)
