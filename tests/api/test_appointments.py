"""Who comes when: the store sees it, calls it off, and notes who came."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from bot import clock
from bot.outbox.models import Message
from bot.shop.appointments.rules import Search
from bot.shop.people.models import Person
from bot.usecases.visiting import Desk
from tests.api.cast import WANG, Shop, Till, says

THREE = datetime.fromisoformat("2026-12-02T15:00:00+08:00")


@pytest.fixture(autouse=True)
def _real_time_after() -> Iterator[None]:
    yield
    clock.run_ahead(timedelta(0))


def books(shop: Shop, person_id: int) -> int:
    """Let her book a repair at three; return the visit."""
    clock.run_ahead(THREE - timedelta(days=7) - clock.real_now())

    def work(db: Session) -> int:
        rules = shop.bot.shops.read(db)
        service = rules.service("repair")
        assert service is not None
        desk = Desk(db, rules, shop.bot.texts)
        return desk.book(db.get_one(Person, person_id), Search(service, ("静安店",)), THREE).id

    return shop.does(work)


def test_the_store_sees_who_comes(shop: Shop, till: Till) -> None:
    shop.opens()
    her = shop.joins("wang", WANG)
    number = books(shop, her)
    day = {"from": "2026-12-02T00:00:00+08:00", "to": "2026-12-03T00:00:00+08:00"}
    (found,) = till.finds("/appointments", store="静安店", **day)
    assert (found["id"], found["member"], found["specialist"]) == (number, her, "王师傅")
    assert found["starts"] == "2026-12-02T15:00:00+08:00"
    assert till.finds("/appointments", store="徐汇店") == []


def test_what_the_shop_calls_off_she_is_told_once(shop: Shop, till: Till) -> None:
    shop.opens()
    number = books(shop, shop.joins("wang", WANG))
    off = {"result": "cancelled", "by": "limin"}
    first, second = (till.posts(f"/appointments/{number}/result", off) for _ in range(2))
    assert (first.status_code, says(first)["state"]) == (200, "cancelled")
    assert (second.status_code, says(second)["type"]) == (409, "appointment_over")
    assert till.finds("/appointments", open="true") == []
    assert shop.counts(Message) == 2  # the reminder, taken back, and the word that it is off


def test_who_comes_is_noted_when_it_is_time(shop: Shop, till: Till) -> None:
    shop.opens()
    number = books(shop, shop.joins("wang", WANG))
    came = {"result": "kept", "by": "limin"}
    assert till.posts(f"/appointments/{number}/result", came).status_code == 409
    clock.run_ahead(THREE - clock.real_now())
    assert says(till.posts(f"/appointments/{number}/result", came))["state"] == "kept"
    (task,) = till.finds("/tasks", open="false")
    assert task["result"] == "她来过了"


def test_a_visit_nobody_booked_is_not_found(shop: Shop, till: Till) -> None:
    assert till.posts("/appointments/77/result", {"result": "kept"}).status_code == 404
