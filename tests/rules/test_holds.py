"""What we tell holds words back is what the decision waits for, whatever door is open."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from bot import clock
from bot.outbox.courtesy import Heard, Said
from bot.outbox.doors import Grant
from bot.outbox.facts import Standing
from bot.outbox.house import House, Pressed
from bot.outbox.manners import Manner
from bot.outbox.policy import Policy, Send
from bot.outbox.reaching import anything
from bot.shop.wishes.rules import ALL, Wished
from bot.texts import Texts

NOON = datetime.fromisoformat("2026-11-23T12:00:00+08:00")
NIGHT = NOON + timedelta(hours=11)
BY = Pressed("李敏", NOON - timedelta(hours=1))
CARED_FOR = Heard(said=(Said(NOON - timedelta(days=21), "season", "care"),))
YES = frozenset((purpose, "wechat") for purpose in ("service", "care", "promotion"))
WROTE = Grant("message", NOON + timedelta(days=1), 3)
YESTERDAY = (Said(NOON - timedelta(days=1), "season", "care"),)
PAUSE = {ALL: Wished(False, date(2026, 12, 1))}
POLICY = Policy()


def her(**more: Any) -> Standing:
    usual: dict[str, Any] = {"reach": "open", "consents": YES, "grants": (WROTE,)}
    return Standing(**usual | {"heard": CARED_FOR} | more)


def held(person: Standing, purpose: str = "care", now: datetime = NOON) -> list[str]:
    return [each.word for each in POLICY.holds(anything(purpose), person, now)]


@pytest.mark.parametrize(
    ("person", "now", "words"),
    [
        (her(), NOON, []),
        (her(house=House(stop=BY)), NOON, ["stop"]),
        (her(house=House(shadow=BY)), NOON, ["shadow"]),
        (her(complains=True), NOON, ["complaint"]),
        (her(heard=Heard(wishes=PAUSE)), NOON, ["courtesy"]),
        (her(heard=Heard(said=YESTERDAY)), NOON, ["courtesy"]),
        (her(), NIGHT, ["quiet"]),
        (her(complains=True, house=House(stop=BY)), NIGHT, ["stop", "complaint", "quiet"]),
    ],
)
def test_what_is_told_to_hold_care_back_is_what_does(
    person: Standing, now: datetime, words: list[str]
) -> None:
    assert held(person, now=now) == words
    care = replace(anything("care"), due=now, manner=Manner("company", doors=("custom",)))
    assert isinstance(POLICY.choose(care, person, now), Send) is (not words)


def test_what_she_waits_for_is_held_back_by_neither_wish_nor_manners() -> None:
    person = her(complains=True, heard=Heard(said=YESTERDAY, wishes=PAUSE))
    assert held(person, "service") == []
    assert held(replace(person, house=House(stop=BY)), "service") == ["stop"]


def test_a_wish_about_one_topic_names_it_and_leaves_the_others() -> None:
    wished = Heard(wishes={"upkeep": Wished(False)})
    (hold,) = POLICY.holds(anything("care"), her(heard=wished), NOON)
    assert (hold.topics, hold.until) == (("upkeep",), None)


def test_an_offer_waits_for_care_to_come_first() -> None:
    (hold,) = POLICY.holds(anything("promotion"), her(heard=Heard()), NOON)
    assert hold.why.key == "reasons.care_first"


def test_when_there_is_room_again_is_told() -> None:
    (hold,) = POLICY.holds(anything("care"), her(heard=Heard(said=YESTERDAY)), NOON)
    assert hold.until
    assert clock.local(hold.until).date() == date(2026, 11, 29)
    assert "周" in Texts.load().render(hold.why)
