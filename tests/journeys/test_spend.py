"""A letter of thanks when what she has bought over the years passes an amount, once for each."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from bot import clock
from bot.outbox.models import Message
from bot.shop.people.models import Person
from bot.usecases.merging import merge_people
from tests.journeys.care import Care
from tests.people import LI, LI_PHONE, WANG, Day, OpenShop, at_once
from tests.shop.till import Till

LETTER = "spend"


@pytest.fixture(autouse=True)
def _wang(shop: OpenShop) -> None:
    """王姐 is a member."""
    shop.member(WANG)


def bought_long_ago(till: Till, fen: int, openid: str = WANG) -> str:
    """Let a till tell of a purchase of last year."""
    return till.sells(fen, openid=openid, at=clock.now() - timedelta(days=400))


def two_days_later(care: Care, day: Day) -> None:
    """Go to the morning on which the letter is due, and look."""
    day.passes(days=2)
    care.speaks(LETTER)


def people_say_it(care: Care) -> None:
    """Let the letter be a task, as where no door opened in time."""
    with care.shop.bot.database.transaction() as db:
        db.execute(update(Message).where(Message.journey == LETTER).values(state="task"))


def marks(care: Care) -> list[str]:
    """Return the steps that were planned, oldest first."""
    return [each.key.removeprefix("spend.") for each in care.planned(LETTER)]


def test_the_purchase_that_passes_the_amount_brings_a_letter(
    care: Care, till: Till, day: Day
) -> None:
    bought_long_ago(till, 9_000_00)
    till.sells(1_000_00, openid=WANG)
    two_days_later(care, day)
    assert marks(care) == ["first"]


def test_history_from_an_old_till_brings_no_letter(care: Care, till: Till, day: Day) -> None:
    bought_long_ago(till, 90_000_00)
    two_days_later(care, day)
    assert marks(care) == []


def test_who_had_passed_it_before_gets_no_second_letter(care: Care, till: Till, day: Day) -> None:
    bought_long_ago(till, 12_000_00)
    till.sells(1_000_00, openid=WANG)
    two_days_later(care, day)
    assert marks(care) == []


def test_two_amounts_passed_at_once_are_one_letter(care: Care, till: Till, day: Day) -> None:
    till.sells(60_000_00, openid=WANG)
    two_days_later(care, day)
    assert marks(care) == ["second"]


def test_planned_twice_and_by_two_at_once_it_is_one_letter(
    care: Care, till: Till, day: Day
) -> None:
    till.sells(10_000_00, openid=WANG)
    day.passes(days=2)
    at_once(*[lambda: care.plans(LETTER)] * 2)
    care.plans(LETTER)
    assert marks(care) == ["first"]


def test_two_purchases_of_one_day_pass_it_once(care: Care, till: Till, day: Day) -> None:
    till.sells(9_000_00, openid=WANG)
    till.sells(9_000_00, openid=WANG)
    two_days_later(care, day)
    assert marks(care) == ["first"]


def test_what_came_back_takes_the_letter_with_it(care: Care, till: Till, day: Day) -> None:
    receipt = till.sells(10_000_00, openid=WANG, lines=(("手镯", 1, 10_000_00),))
    day.passes(days=1)
    care.plans(LETTER)
    till.takes_back(receipt)
    day.passes(days=1)
    care.shop.bot.post.deliver_all()
    assert [each.state for each in care.planned(LETTER)] == ["skipped"]


def test_two_records_that_were_one_person_pass_it_together(
    care: Care, till: Till, day: Day
) -> None:
    shop = care.shop
    shop.member(LI, name="小李", phone=LI_PHONE)
    bought_long_ago(till, 9_000_00, openid=LI)
    till.sells(2_000_00, openid=WANG)
    ids = shop.person(LI).id, shop.person(WANG).id
    with shop.bot.database.transaction() as db:
        merge_people(db, *(db.get_one(Person, each) for each in ids), by="李敏")
    two_days_later(care, day)
    assert marks(care) == ["first"]


@pytest.mark.parametrize(("first", "mark"), [(10_000_00, "first"), (60_000_00, "second")])
def test_who_fell_below_by_a_return_and_passes_it_again_gets_no_second_letter(
    care: Care, till: Till, day: Day, first: int, mark: str
) -> None:
    receipt = till.sells(first, openid=WANG, lines=(("手镯", 1, first),))
    two_days_later(care, day)
    day.passes(days=1)
    people_say_it(care)
    till.takes_back(receipt)
    till.sells(11_000_00, openid=WANG)
    two_days_later(care, day)
    assert marks(care) == [mark]
