"""People note who brought a newcomer: once, never herself, never the other way round."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import select

from bot import clock
from bot.shop.people.models import Person
from bot.shop.referrals.models import Referral
from bot.shop.tasks.models import Task
from bot.usecases.recommending import note_named
from tests.api.cast import LI, WANG, Shop, Till, says
from tests.databases import ONE_SERVER


@pytest.fixture
def wang(shop: Shop) -> int:
    shop.opens()
    return shop.joins("wang", WANG)


def names_somebody(shop: Shop, newcomer: int) -> None:
    """Let a newcomer say in the chat that somebody brought her."""

    def work(db: Any) -> None:
        person = db.get_one(Person, newcomer)
        note_named(db, person, why="请核对", words="王芳介绍我来的", due=clock.now())

    shop.does(work)


def confirm(till: Till, newcomer: int, recommender: int, **more: Any) -> tuple[int, dict[str, Any]]:
    body = {"newcomer": newcomer, "recommender": recommender, "by": "zhouting", **more}
    answer = till.posts("/referrals", body)
    return answer.status_code, says(answer)


def test_who_brought_her_is_noted_and_the_task_is_done(shop: Shop, till: Till, wang: int) -> None:
    li = shop.meets("li")
    names_somebody(shop, li)
    status, told = confirm(till, li, wang)
    assert (status, told["newcomer"], told["recommender"], told["state"]) == (200, li, wang, "met")
    with shop.bot.database.reading() as db:
        assert db.scalars(select(Task.done_at).where(Task.kind == "referral_named")).one()


def test_what_she_did_since_she_said_so_counts(shop: Shop, till: Till, wang: int) -> None:
    li = shop.meets("li")
    names_somebody(shop, li)
    shop.joins("li", LI, name="小李", proved=True)
    till.sells(member_id=li)
    assert confirm(till, li, wang)[1]["state"] == "bought"


def test_an_old_customer_was_brought_by_nobody(shop: Shop, till: Till, wang: int) -> None:
    li = shop.joins("li", LI, name="小李")
    assert confirm(till, li, wang)[1]["type"] == "referral_old"


def test_nobody_brings_herself_or_who_brought_her(shop: Shop, till: Till, wang: int) -> None:
    li, anna = shop.meets("li"), shop.meets("anna")
    names_somebody(shop, anna)
    shop.joins("anna", "13700137000", name="安娜")
    confirm(till, li, anna)
    shop.joins("li", LI, name="小李")
    assert confirm(till, wang, wang)[1]["type"] == "referral_self"
    assert confirm(till, anna, li)[1]["type"] == "referral_loop"


def test_told_twice_it_is_one_and_another_is_too_late(shop: Shop, till: Till, wang: int) -> None:
    li, anna = shop.meets("li"), shop.joins("anna", "13700137000", name="安娜")
    assert confirm(till, li, wang) == confirm(till, li, wang)
    assert confirm(till, li, anna)[1]["type"] == "referral_old"


def test_two_at_once_note_one(shop: Shop, till: Till, wang: int) -> None:
    li = shop.meets("li")
    with ThreadPoolExecutor(2) as desk:
        statuses = list(desk.map(lambda _: confirm(till, li, wang)[0], range(2)))
    assert (statuses, shop.counts(Referral)) == ([200, 200], 1)


@ONE_SERVER
@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"newcomer": 999, "recommender": 1}, 404),
        ({"newcomer": 1, "recommender": 999}, 404),
        ({"newcomer": "1 OR 1=1", "recommender": 1}, 422),
        ({"newcomer": 1}, 422),
        ({"newcomer": 1, "recommender": 1, "by": "nobody"}, 422),
    ],
)
def test_a_wrong_call_notes_nothing(
    shop: Shop, till: Till, wang: int, body: dict[str, Any], status: int
) -> None:
    assert till.posts("/referrals", body).status_code == status
    assert shop.counts(Referral) == 0
