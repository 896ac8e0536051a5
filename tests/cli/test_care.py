"""What was sent and why, what is due now, and the example people of a demo."""

import json
from datetime import timedelta

import pytest
from flask import Flask

from bot import clock
from bot.outbox.actions import queue
from bot.shop.members.models import Member
from bot.shop.people.models import Person
from bot.shop.purchases.models import Purchase
from tests.cli.operator import Operator
from tests.people import WANG, Day, OpenShop

SEED = "demo seed --members 5 --purchases 9 --seed 7 --until 2026-11-20"
TALLY = ["sent", "waiting", "skipped", "tasks", "failed", "seconds"]


def opened(app: Flask) -> OpenShop:
    return OpenShop(app, app.extensions["huitouke"])


def thanked(shop: OpenShop) -> int:
    """Plan a thanks that no door lets through; return whose it is."""
    shop.member(WANG)
    person_id = shop.person(WANG).id
    with shop.bot.database.transaction() as db:
        queue(
            db,
            person_id,
            "thanks.plain",
            {"guide": None},
            kind="thanks",
            journey="thanks",
            purpose="service",
            dedupe="thanks:T1:1",
            not_after=clock.now() + timedelta(hours=6),
        )
    return person_id


def test_the_story_of_a_message_is_told_in_words_and_in_json(operator: Operator) -> None:
    person_id, today = thanked(opened(operator.app)), clock.today()
    result = operator.types(f"care why --member {person_id} --on {today}")
    assert result.exit_code == 0, result.output
    assert "感谢" in result.stdout
    (told,) = operator.types(
        f"care why --member {person_id} --on {today} --json"
    ).stdout.splitlines()
    assert json.loads(told)["kind"] == "thanks"


def test_a_day_without_messages_is_told(operator: Operator) -> None:
    person_id = thanked(opened(operator.app))
    result = operator.types(f"care why --member {person_id} --on 2020-01-01")
    first, after = result.stdout.splitlines()
    assert (result.exit_code, first) == (0, "这一天没有要发给她的消息。")
    assert after.startswith("在这之后的一条——当天感谢")


def test_nobody_has_this_number(operator: Operator) -> None:
    result = operator.types("care why --member 4711 --on 2026-11-22")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "no customer has the number 4711" in result.stderr


def test_sending_tells_how_it_went(operator: Operator) -> None:
    thanked(opened(operator.app))
    result = operator.types("care send --now", clock.now().isoformat())
    assert result.exit_code == 0, result.output
    told = json.loads(result.stdout)
    assert list(told) == TALLY
    assert sum(told[name] for name in TALLY[:-1]) == 1
    again = json.loads(operator.types("care send").stdout)
    assert sum(again[name] for name in TALLY[:-1]) == 0


def test_a_real_shop_does_not_send_in_the_future(operator: Operator) -> None:
    later = (clock.now() + timedelta(hours=1)).isoformat()
    result = operator.types("care send --now", later)
    assert (result.exit_code, result.stdout) == (1, "")
    assert "only a demo" in result.stderr


def test_a_demo_moves_its_clock(demo: Operator, day: Day) -> None:
    tomorrow = clock.local(clock.now() + timedelta(days=1)).replace(microsecond=0)
    result = demo.types("care send --now", tomorrow.isoformat())
    assert result.exit_code == 0, result.output
    with demo.app.extensions["huitouke"].database.reading():
        assert abs(clock.now() - tomorrow) < timedelta(seconds=10)


def test_example_people_are_the_same_and_come_once(demo: Operator) -> None:
    first = json.loads(demo.types(SEED).stdout)
    again = json.loads(demo.types(SEED).stdout)
    assert (first["members"], first["purchases"]) == (5, 9)
    assert (again["members"], again["purchases"]) == (0, 0)
    assert opened(demo.app).count(Member) >= 5
    assert opened(demo.app).count(Purchase) == 9


def test_example_people_are_not_mixed_with_real_customers(operator: Operator) -> None:
    shop = opened(operator.app)
    shop.member(WANG)
    result = operator.types(SEED)
    assert (result.exit_code, result.stdout) == (1, "")
    assert "real customers" in result.stderr
    assert shop.count(Person) == 1


@pytest.mark.parametrize("moment", ["2026-11-22T09:00:00", "2026-11-22 09:00+08:00", "2026-11-22"])
def test_a_time_may_be_written_in_several_ways(operator: Operator, moment: str) -> None:
    past = moment.replace("2026", "2020")
    assert operator.types("care send --now", past).exit_code == 0


def test_the_effect_of_a_journey_is_told_in_words_and_in_numbers(operator: Operator) -> None:
    today = clock.today()
    asks = f"care effect --journey knowledge --from {today} --to {today}"
    told = operator.types(asks).stdout
    assert "发过的0人" in told
    assert "人数还太少" in told
    found = json.loads(operator.types(f"{asks} --json --days 10").stdout)
    assert (found["journey"], found["days"]) == ("knowledge", 10)


def test_there_is_no_effect_of_what_is_no_journey(operator: Operator) -> None:
    failed = operator.types("care effect --journey gossip --from 2026-11-01 --to 2026-11-02")
    assert failed.exit_code == 2
    assert "knowledge" in failed.output
