"""How satisfied customers are, over the API."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import clock
from bot.shop.people.models import Person
from bot.shop.surveys.actions import survey_of
from bot.usecases.surveying import Subject, ask, is_scored
from tests.api.cast import WANG, Shop, Till
from tests.databases import ONE_SERVER

RING = Subject("purchase", 7, "survey.ask_purchase", "戒指", "静安店", "zhouting")
CLEANING = Subject("visit", 8, "survey.ask_visit", "清洗保养", "徐汇店", "chenyu")


def asks(shop: Shop, her: int, *about: Subject) -> None:
    def work(db: Session) -> None:
        person = db.scalars(select(Person).where(Person.id == her)).one()
        for each in about:
            ask(db, person, each)

    shop.does(work)


def answers(shop: Shop, her: int, score: int, words: str) -> None:
    def work(db: Session) -> None:
        person, survey = db.get_one(Person, her), survey_of(db, "survey:purchase:7")
        is_scored(db, person, survey, score, words=words, shop=shop.bot.shops.read(db))

    shop.does(work)


def test_an_answer_is_shown_with_her_words(till: Till, shop: Shop) -> None:
    shop.opens()
    wang = shop.joins("wang", WANG)
    asks(shop, wang, RING)
    answers(shop, wang, 3, "等太久了")
    (told,) = till.finds("/surveys", member=wang)
    assert (told["about"], told["about_id"], told["store"]) == ("purchase", 7, "静安店")
    assert (told["score"], told["words"], told["guide"]) == (3, "等太久了", "zhouting")
    assert (told["asked_at"], bool(told["answered_at"])) == (None, True)


@ONE_SERVER
def test_surveys_are_found_by_what_is_asked(till: Till, shop: Shop) -> None:
    shop.opens()
    wang = shop.joins("wang", WANG)
    asks(shop, wang, RING, CLEANING)
    answers(shop, wang, 5, "")
    found = {
        "answered=true": till.finds("/surveys", answered="true"),
        "answered=false": till.finds("/surveys", answered="false"),
        "store": till.finds("/surveys", store="徐汇店"),
        "guide": till.finds("/surveys", guide="nobody"),
        "from": till.finds("/surveys", **{"from": clock.local(clock.now()).isoformat()}),
    }
    ids = {name: [one["about_id"] for one in items] for name, items in found.items()}
    assert ids == {
        "answered=true": [7],
        "answered=false": [8],
        "store": [8],
        "guide": [],
        "from": [],
    }
