"""A purchase is asked about once, whoever asks: the journey, or somebody for a reason of his."""

from sqlalchemy.orm import Session

from bot.outbox.models import Message
from bot.shop.people.models import Person
from bot.shop.purchases.models import Purchase
from bot.usecases.surveying import ask, bought
from tests.journeys.care import Care
from tests.people import WANG, Day, at_once
from tests.shop.till import Till

SURVEY = "survey"


def asks(care: Care) -> bool:
    """Ask by hand how she likes what she bought."""
    her_id, purchase = care.shop.person(WANG).id, care.shop.one(Purchase)

    def work(db: Session) -> bool:
        return ask(db, db.get_one(Person, her_id), bought(purchase, "戒指"))

    return care.shop.bot.database.run(work)


def buys(care: Care, till: Till, day: Day) -> None:
    """王姐 buys a ring, and the day comes on which she is asked."""
    care.shop.member()
    till.sells(888_00, openid=WANG)
    day.passes(days=10)


def test_who_was_asked_by_hand_is_not_asked_by_the_journey(
    care: Care, till: Till, day: Day
) -> None:
    buys(care, till, day)
    assert asks(care)
    care.plans(SURVEY)
    assert len(care.planned(SURVEY)) == 1


def test_who_is_asked_by_the_journey_is_not_asked_by_hand(care: Care, till: Till, day: Day) -> None:
    buys(care, till, day)
    care.plans(SURVEY)
    assert not asks(care)
    care.plans(SURVEY)
    assert len(care.planned(SURVEY)) == 1


def test_both_at_once_ask_once(care: Care, till: Till, day: Day) -> None:
    buys(care, till, day)
    at_once(*[lambda: care.plans(SURVEY), lambda: asks(care)] * 2)
    assert care.shop.count(Message, Message.kind == SURVEY) == 1
