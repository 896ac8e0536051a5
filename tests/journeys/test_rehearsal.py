"""What is played beforehand changes nothing, and is what then happens."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from bot import clock
from bot.db import Base
from bot.journeys.rehearsal import Played, Rehearsal
from bot.outbox.models import Message
from tests.journeys.conftest import Planner
from tests.people import WANG, OpenShop
from tests.shop.till import Till

BOUGHT = date(2026, 11, 30)


@pytest.fixture(autouse=True)
def _wang_buys(shop: OpenShop, planner: Planner, till: Till) -> None:
    planner.comes_to(BOUGHT)
    shop.member()
    till.sells(500_00, openid=WANG, lines=(("银手链", 1, 500_00),))


def plays(shop: OpenShop, days: int) -> list[Played]:
    bot, her_id = shop.bot, shop.person(WANG).id
    with bot.database.reading() as db:
        rehearsal = Rehearsal(
            db, bot.texts, bot.shops.read(db), bot.policy, bot.speaker, clock.now()
        )
        return list(rehearsal.play([her_id], days))


def counted(shop: OpenShop) -> dict[str, int]:
    with shop.bot.database.reading() as db:
        tables = Base.metadata.sorted_tables
        return {t.name: db.scalar(select(func.count()).select_from(t)) or 0 for t in tables}


def test_a_rehearsal_of_a_season_changes_nothing(shop: OpenShop) -> None:
    before = counted(shop)
    assert len(plays(shop, 100)) > 5
    assert counted(shop) == before


def test_what_is_played_for_the_third_day_is_what_then_happens(
    shop: OpenShop, planner: Planner
) -> None:
    (played,) = [each for each in plays(shop, 5) if each.journey == "day3"]
    planner.goes_on(2)
    (message,) = shop.rows(Message, Message.journey == "day3")
    planner.day.goes_to(played.at + timedelta(seconds=1))
    shop.bot.post.deliver_all()
    message = shop.one(Message, Message.journey == "day3")
    assert (message.door, played.door) == ("task", "task")
    assert message.due <= played.at < (message.not_after or message.due)


def test_never_two_on_one_day_and_no_word_twice(shop: OpenShop) -> None:
    told = [each for each in plays(shop, 120) if each.door and each.purpose == "care"]
    days = [clock.local(each.at).date() for each in told]
    assert len(set(days)) == len(days)
    texts = [each.text for each in told if each.journey == "knowledge"]
    assert len(set(texts)) == len(texts) > 0


def test_what_is_held_back_says_why(shop: OpenShop) -> None:
    held = [each for each in plays(shop, 120) if each.held_back]
    assert held
    assert all("{" not in (each.held_back or "") for each in held)
    assert {"date", "time", "journey", "purpose", "door", "text", "held_back"} <= set(
        held[0].to_json()
    )
