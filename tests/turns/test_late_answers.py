"""A message that waited too long for its turn is answered all the same, once and by the outbox."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event, update

from bot import jobs
from bot.dialogue.conversation import Talk
from bot.dialogue.models import Inbox
from bot.outbox.models import DoorGrant, Message
from bot.shop.people.models import Identity, Person
from bot.shop.tasks.models import Task
from tests.people import LI, Opens, OpenShop, Phone, at_once, text_of


@contextmanager
def held(shop: OpenShop, openid: str) -> Iterator[None]:
    """Hold a person's row as a long transaction would, for longer than WeChat waits."""
    person, ready = shop.person(openid), threading.Event()

    def hold() -> None:
        with shop.bot.database.transaction() as db:
            db.execute(update(Person).where(Person.id == person.id).values(store="x"))
            ready.set()
            time.sleep(0.4)

    holder = threading.Thread(target=hold)
    holder.start()
    ready.wait()
    yield
    holder.join()


@pytest.fixture
def li(shop: OpenShop, monkeypatch: pytest.MonkeyPatch) -> Phone:
    """小李, whose next message waits; a wait of a fifth of a second is too long here."""
    phone = shop.phone()
    phone.follows()
    monkeypatch.setattr("bot.web.webhook.LATE_SECONDS", 0.2)
    return phone


def works(shop: OpenShop) -> None:
    """Let a worker answer what was kept."""
    with shop.app.app_context():
        jobs.answer_pending()


def test_who_waited_too_long_hears_the_answer_afterwards(shop: OpenShop, li: Phone) -> None:
    push = li.writes(text_of("门店地址"))
    with held(shop, LI):
        assert li.reads(li.pushes(push)) is None
    works(shop)
    message = shop.one(Message)
    assert "南京西路" in message.params["words"]
    assert (message.purpose, message.state) == ("reply", "planned")
    assert li.reads(li.pushes(push)) is None
    works(shop)
    assert shop.count(Message) == 1


@pytest.fixture
def impatient(shop: OpenShop) -> Iterator[None]:
    """A shop whose database gives up a wait after a fifth of a second: fourteen in real life."""

    def give_up(link: Any, *_: object) -> None:
        if shop.bot.database.engine.dialect.name == "postgresql":
            link.execute("SET lock_timeout = '200ms'")
            link.commit()

    engine = shop.bot.database.engine
    event.listen(engine, "checkout", give_up)
    yield
    event.remove(engine, "checkout", give_up)
    engine.dispose()


def test_who_waits_in_vain_for_her_turn_hears_the_answer_afterwards(
    shop: OpenShop, li: Phone, impatient: None
) -> None:
    push = li.writes(text_of("门店地址"))
    with held(shop, LI):
        assert at_once(*[lambda: li.reads(li.pushes(push))] * 3) == [None] * 3
        works(shop)  # she is held from the worker too: it tries again
    assert shop.count(Inbox, Inbox.state == "failed") == 0
    works(shop)
    assert "南京西路" in shop.one(Message).params["words"]
    assert shop.count(Task) == 0


def test_a_repeat_that_comes_in_time_is_answered_at_once(shop: OpenShop, li: Phone) -> None:
    push = li.writes(text_of("门店地址"))
    with held(shop, LI):
        li.pushes(push)
    assert "南京西路" in str(li.reads(li.pushes(push)))
    works(shop)
    assert shop.count(Message) == 0


def test_a_location_that_waited_still_finds_the_nearest_store(shop: OpenShop, li: Phone) -> None:
    with held(shop, LI):
        place = {"MsgType": "location", "Location_X": "31.23", "Location_Y": "121.46"}
        assert li.sends(place) is None
    works(shop)
    assert "静安店" in shop.one(Message).params["words"]
    assert shop.rows(Inbox)[-1].said == {}


def test_a_late_turn_that_breaks_is_closed_and_the_next_is_answered(
    opens: Opens, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(_talk: Talk) -> None:
        raise RuntimeError("broken")

    shop = opens(intents={"greeting": breaks})
    monkeypatch.setattr("bot.web.webhook.LATE_SECONDS", -1.0)
    shop.phone().says("你好")
    shop.phone("oAnother").says("门店地址")
    works(shop)
    assert [row.state for row in shop.rows(Inbox)] == ["failed", "done"]
    assert shop.count(Task) == 1
    assert ["对不起" in m.params["words"] for m in shop.rows(Message)] == [True, False]
    assert [grant.cause for grant in shop.rows(DoorGrant)] == ["message", "message"]


def test_what_she_wrote_before_she_left_does_not_open_her_door_again(
    shop: OpenShop, li: Phone
) -> None:
    early = li.writes(text_of("门店地址") | {"CreateTime": 1_700_000_000})
    li.leaves()
    li.pushes(early)
    assert shop.one(Identity).reach == "left"
    assert shop.count(DoorGrant) == 0


def test_who_follows_again_is_reached_again(shop: OpenShop, li: Phone) -> None:
    li.leaves()
    li.follows("again")
    assert shop.one(Identity).reach == "open"
    assert [grant.cause for grant in shop.rows(DoorGrant)] == ["follow"]


def test_a_clock_that_runs_ahead_at_wechat_opens_no_door_for_longer(shop: OpenShop) -> None:
    li = shop.phone()
    li.says("你好")
    usual = {grant.cause: grant.until for grant in shop.rows(DoorGrant)}["message"]
    li.says("你好", CreateTime=4_000_000_000)
    ahead = {grant.cause: grant.until for grant in shop.rows(DoorGrant)}["message"]
    assert (ahead - usual).total_seconds() < 60
