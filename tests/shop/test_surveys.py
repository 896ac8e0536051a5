"""Surveys: asked once, answered by whatever door, and what an answer leads to."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot import clock, jobs
from bot.outbox.actions import queue
from bot.outbox.models import Message
from bot.outbox.notices.models import Notice
from bot.shop.appointments.models import Visit
from bot.shop.complaints.models import Complaint, Evidence
from bot.shop.people.models import Identity, Person
from bot.shop.points.models import PointEntry
from bot.shop.purchases.models import Purchase
from bot.shop.surveys.models import Survey
from bot.shop.surveys.rules import Surveys
from bot.shop.works.models import Work
from bot.usecases.forgetting import forget
from bot.usecases.merging import merge_people
from bot.usecases.surveying import ask, asked_at, bought
from tests.people import LI, WANG, Day, OpenShop, Phone, text_of
from tests.shop.till import Till


@pytest.fixture
def wang(shop: OpenShop, till: Till, day: Day) -> Phone:
    """王姐, who has bought a ring."""
    phone = shop.member()
    till.sells(88800, openid=WANG, guide="zhouting")
    return phone


def asks(shop: OpenShop, openid: str = WANG) -> bool:
    her_id, purchase = shop.person(openid).id, shop.one(Purchase)

    def work(db: Session) -> bool:
        return ask(db, db.get_one(Person, her_id), bought(purchase, "戒指"))

    return shop.bot.database.run(work)


def leaves(shop: OpenShop, state: str = "sent") -> None:
    """Let the question leave by some door."""
    with shop.bot.database.transaction() as db:
        gone = update(Message).where(Message.kind == "survey")
        db.execute(gone.values(state=state, sent_at=clock.now()))


def test_one_purchase_is_asked_about_once(shop: OpenShop, wang: Phone) -> None:
    assert [asks(shop), asks(shop)] == [True, False]
    assert shop.count(Message, Message.kind == "survey") == 1
    asked = shop.one(Message, Message.kind == "survey")
    assert (asked.journey, asked.purpose, asked.key) == ("survey", "care", "survey.ask_purchase")


def test_a_question_that_has_not_left_is_not_answered(shop: OpenShop, wang: Phone) -> None:
    asks(shop)
    with shop.bot.database.transaction() as db:
        db.execute(update(Message).values(look_at=clock.now(), due=clock.now(), state="skipped"))
    wang.says("4")
    assert shop.one(Survey).score is None


@pytest.mark.parametrize("state", ["sent", "delivered", "uncertain"])
def test_what_may_have_arrived_is_listened_for(shop: OpenShop, wang: Phone, state: str) -> None:
    asks(shop)
    leaves(shop, state)
    wang.says("5分")
    assert shop.one(Survey).score == 5


def test_her_guide_hears_of_it_and_no_word_of_hers_leaves_the_house(
    shop: OpenShop, wang: Phone
) -> None:
    asks(shop)
    leaves(shop)
    wang.says("2分，等太久了")
    notice = shop.one(Notice, Notice.key == "notices.survey_low")
    assert notice.params == {"customer": "王姐"}


def test_a_repeated_answer_counts_once(shop: OpenShop, wang: Phone) -> None:
    asks(shop)
    leaves(shop)
    same = wang.writes(text_of("3分"))
    first = wang.reads(wang.pushes(same))
    assert wang.reads(wang.pushes(same)) == first
    assert shop.one(Survey).asks == "why"


def test_the_managers_call_is_a_case_with_her_words(shop: OpenShop, wang: Phone) -> None:
    asks(shop)
    leaves(shop)
    wang.says("2分")
    wang.says("盒子是旧的")
    wang.says("好的")
    case = shop.one(Complaint)
    assert (case.status, case.promised) == ("open", case.deadline)
    assert case.rung != "guide"
    told = shop.rows(Evidence, Evidence.word == "told")
    assert [each.what for each in told] == ["盒子是旧的"]


def test_an_answer_brings_points_only_where_the_shop_says_so(shop: OpenShop, wang: Phone) -> None:
    asks(shop)
    leaves(shop)
    wang.says("5分")
    assert shop.count(PointEntry, PointEntry.kind == "survey") == 0


def test_two_records_keep_their_answers_when_they_are_joined(
    shop: OpenShop, wang: Phone, till: Till
) -> None:
    asks(shop)
    leaves(shop)
    shop.phone(LI).follows()
    her_id, other = shop.person(WANG).id, shop.person(LI).id
    with shop.bot.database.transaction() as db:
        merge_people(db, db.get_one(Person, her_id), db.get_one(Person, other), by="test")
    wang.says("4分")
    answered = shop.one(Survey)
    assert (answered.person_id, answered.score) == (other, 4)


def test_who_left_keeps_no_words_with_us(shop: OpenShop, wang: Phone, day: Day) -> None:
    asks(shop)
    leaves(shop)
    wang.says("3分，等太久了")
    wang.leaves()
    day.passes(hours=25)
    hers = shop.one(Identity, Identity.external_id == WANG).id
    shop.bot.database.run(lambda db: forget(db, hers, why="left"))
    kept = shop.one(Survey)
    assert (kept.score, kept.words, kept.asks) == (3, None, None)


def test_when_it_was_asked_is_when_the_message_left(shop: OpenShop, wang: Phone) -> None:
    asks(shop)
    with shop.bot.database.reading() as db:
        assert asked_at(db, list(db.scalars(select(Survey)))) == {}
    leaves(shop)
    with shop.bot.database.reading() as db:
        assert len(asked_at(db, list(db.scalars(select(Survey))))) == 1


@pytest.mark.parametrize(
    ("score", "told", "then"),
    [(5, False, None), (4, False, "why"), (4, True, None), (2, False, "why"), (2, True, "call")],
)
def test_a_score_leads_to_why_and_a_low_one_to_a_call(
    score: int, told: bool, then: str | None
) -> None:
    assert Surveys().next_question(score, told_why=told) == then


def test_a_question_of_the_journey_is_answered_too(shop: OpenShop, wang: Phone) -> None:
    her_id, purchase = shop.person(WANG).id, shop.one(Purchase)
    with shop.bot.database.transaction() as db:
        queue(
            db,
            her_id,
            "survey.own",
            {},
            kind="survey",
            journey="survey",
            purpose="care",
            dedupe="survey:own:10d:1",
        )
        db.execute(update(Message).values(subject_id=purchase.id))
    leaves(shop)
    wang.says("4分")
    answered = shop.one(Survey)
    assert (answered.about, answered.about_id, answered.score) == ("purchase", purchase.id, 4)
    assert answered.guide == "zhouting"


def test_after_a_kept_visit_and_a_fetched_piece_she_is_asked_once(
    shop: OpenShop, wang: Phone, day: Day
) -> None:
    now, her_id = clock.now(), shop.person(WANG).id
    times = {"starts": now, "ends": now + timedelta(hours=1), "booked_at": now, "changed_at": now}
    stages = {"began_at": now, "moved_at": now, "done_at": now}
    with shop.bot.database.transaction() as db:
        where = {"person_id": her_id, "store": "静安店"}
        for state in ("kept", "missed"):
            db.add(Visit(service="cleaning", specialist="周婷", state=state, **where, **times))
        db.add(Work(kind="repair", item="戒指", stage="collected", photos=[], **where, **stages))
    day.passes(days=1)
    with shop.app.app_context():
        assert jobs.ask_surveys() == 0
        day.passes(days=1)
        assert (jobs.ask_surveys(), jobs.ask_surveys()) == (2, 0)
    keys = [each.key for each in shop.rows(Message, Message.kind == "survey")]
    assert keys == ["survey.ask_visit", "survey.ask_work"]
