"""The code on her phone and the number that staff checked prove who she is."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot import clock
from bot.shop.bindings.models import MemberCode
from bot.shop.events.models import Event
from bot.shop.staff.models import Staff
from tests.api.cast import LI, WANG, Shop, Till, says
from tests.databases import ONE_SERVER


@pytest.fixture
def wang(shop: Shop) -> int:
    shop.opens()
    return shop.joins("wang", WANG)


def confirm(till: Till, code: str, **more: Any) -> tuple[int, dict[str, Any]]:
    body = {"phone": WANG, "by": "zhouting", "store": "静安店", **more}
    answer = till.posts(f"/bindings/{code}/confirm", body)
    return answer.status_code, says(answer)


def test_what_she_bought_before_becomes_hers(shop: Shop, till: Till, wang: int) -> None:
    till.sells(phone=WANG)
    status, seen = confirm(till, shop.shows_code(wang))
    assert (status, seen["id"], seen["phone_verified"]) == (200, wang, True)
    assert (seen["points"], seen["store"]) == (2980, "静安店")


def test_the_same_proof_twice_is_one(shop: Shop, till: Till, wang: int) -> None:
    code = shop.shows_code(wang)
    assert confirm(till, code) == confirm(till, code)


def test_the_journal_says_who_checked_the_number(shop: Shop, till: Till, wang: int) -> None:
    confirm(till, shop.shows_code(wang))
    confirm(till, shop.shows_code(wang), by=None)
    with shop.bot.database.reading() as db:
        proofs = select(Event.actor).where(Event.verb == "proved_phone").order_by(Event.id)
        assert list(db.scalars(proofs)) == ["zhouting", "api"]


def test_another_number_than_the_claimed_one_is_refused(shop: Shop, till: Till, wang: int) -> None:
    status, problem = confirm(till, shop.shows_code(wang), phone=LI)
    assert (status, problem["type"]) == (409, "binding_other_phone")
    assert not till.sees(f"/members/{wang}")["phone_verified"]


def test_a_number_that_another_customer_proved_is_refused(
    shop: Shop, till: Till, wang: int
) -> None:
    shop.joins("other", WANG, proved=True)
    status, problem = confirm(till, shop.shows_code(wang))
    assert (status, problem["type"]) == (409, "binding_owned")


def test_an_old_code_is_refused(shop: Shop, till: Till, wang: int) -> None:
    code = shop.shows_code(wang)
    past = clock.now() - timedelta(seconds=1)
    shop.does(lambda db: setattr(db.scalars(select(MemberCode)).one(), "expires_at", past))
    status, problem = confirm(till, code)
    assert (status, problem["type"]) == (409, "code_too_old")


@ONE_SERVER
@pytest.mark.parametrize("code", ["800000000000", "x", "%00", "²²", "8" * 3000])
def test_a_code_that_nobody_has_is_told_so(till: Till, wang: int, code: str) -> None:
    status, problem = confirm(till, code)
    assert (status, problem["type"]) == (404, "code_unknown")


@ONE_SERVER
@pytest.mark.parametrize(
    ("by", "status", "word"),
    [
        ("nobody", 422, "staff_unknown"),
        ("till-made", 403, "staff_unconfirmed"),
        ("chenyu", 403, "staff_left"),
    ],
)
def test_only_a_colleague_acts(
    shop: Shop, till: Till, wang: int, by: str, status: int, word: str
) -> None:
    till.sells(guide="till-made")
    shop.does(lambda db: setattr(db.get_one(Staff, "chenyu"), "active", False))
    told, problem = confirm(till, shop.shows_code(wang), by=by)
    assert (told, problem["type"]) == (status, word)
    assert by in problem["detail"]
