"""What we tell about a door is what happens at it: both are asked of the same rules."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.outbox.courtesy import Heard, Said
from bot.outbox.doors import MASS, Grant, month_ends
from bot.outbox.facts import Standing, Waiting
from bot.outbox.manners import Manner
from bot.outbox.policy import Policy, Send, Skip, Task
from bot.outbox.reach import BY_WECHAT, DOORS, DoorState
from bot.outbox.reaching import anything
from bot.shop.wishes.rules import Wished
from bot.texts import Texts, line

NOON = datetime.fromisoformat("2026-11-23T12:00:00+08:00")
HOUR = timedelta(hours=1)
WROTE = Grant("message", NOON + HOUR, 3)
YES = frozenset((p, c) for p in ("care", "promotion") for c in ("wechat", "email"))
# care goes before offers: she was told something kind three weeks ago
CARED_FOR = Heard(said=(Said(NOON - timedelta(days=21), "season", "care"),))
POLICY = Policy(has=frozenset((*BY_WECHAT, "email")))
SENDING = [door for door in DOORS if door not in ("passive", "task", "sms")]


def her(**more: Any) -> Standing:
    usual: dict[str, Any] = {"reach": "open", "consents": YES, "email": True, "heard": CARED_FOR}
    return Standing(**usual | more)


def doors(person: Standing, purpose: str = "care") -> dict[str, DoorState]:
    return {each.door: each for each in POLICY.reach(anything(purpose), person, NOON)}


def goes(door: str, person: Standing, purpose: str = "care") -> object:
    """Decide about a message that may take this one door."""
    manner = Manner(doors=(door,), without_door="skip")
    message = Waiting(purpose, due=NOON, reminder="ready", for_many=True, manner=manner)
    return POLICY.choose(message, person, NOON)


@pytest.mark.parametrize("door", SENDING)
@pytest.mark.parametrize("purpose", ["care", "promotion", "service"])
@pytest.mark.parametrize(
    "person",
    [
        her(),
        her(grants=(WROTE,), reminders={"T": 1}),
        her(reach="left", grants=(WROTE,)),
        her(email=False, grants=(Grant(MASS, NOON + HOUR, 0),)),
        her(consents=frozenset({("care", "wechat")})),
        her(paused=dict.fromkeys(SENDING, NOON + HOUR), grants=(WROTE,)),
    ],
)
def test_a_door_that_is_told_open_is_taken_and_no_other(
    door: str, purpose: str, person: Standing
) -> None:
    told = doors(person, purpose)[door]
    assert isinstance(goes(door, person, purpose), Send) is told.is_open


def test_what_is_left_and_until_when_is_told() -> None:
    spent = her(grants=(WROTE, Grant(MASS, month_ends(NOON), 1)), reminders={"T": 2})
    found = doors(spent)
    assert (found["custom"].left, found["custom"].until) == (3, NOON + HOUR)
    assert (found["mass"].left, found["mass"].until) == (1, month_ends(NOON))
    assert found["subscribe"].left == 2


def test_a_full_month_opens_with_the_next() -> None:
    full = doors(her(grants=(Grant(MASS, month_ends(NOON), 0),)))["mass"]
    assert (full.is_open, full.opens) == (False, month_ends(NOON))
    assert full.opens == datetime.fromisoformat("2026-12-01T00:00:00+08:00")


def test_last_months_count_is_over() -> None:
    assert doors(her(grants=(Grant(MASS, NOON, 0),)))["mass"].left == 4


def test_a_promotion_goes_by_mass_or_mail_and_never_into_her_conversation() -> None:
    found = doors(her(grants=(WROTE,)), "promotion")
    assert (found["mass"].is_open, found["email"].is_open) == (True, True)
    assert (found["custom"].is_open, found["passive"].is_open) == (False, False)


@pytest.mark.parametrize("reach", ["left", "blocked", None])
def test_every_shut_door_says_why_in_words(reach: str | None) -> None:
    texts = Texts.load()
    for each in POLICY.reach(anything("care"), her(reach=reach, email=False), NOON):
        assert each.is_open or (each.why and texts.render(each.why))


def test_who_left_is_still_written_a_mail() -> None:
    assert goes("email", her(reach="left")) == Send("email")


def test_doors_are_tried_in_their_journeys_order() -> None:
    manner = Manner(doors=("custom", "mass", "email"), without_door="wait")
    wish = Waiting("care", due=NOON, for_many=True, manner=manner)
    assert POLICY.choose(wish, her(grants=(WROTE,)), NOON) == Send("custom", "message")
    assert POLICY.choose(wish, her(), NOON) == Send("mass")
    alone = Waiting("care", due=NOON, for_many=True, manner=manner, failed=frozenset({"mass"}))
    assert POLICY.choose(alone, her(), NOON) == Send("email")


@pytest.mark.parametrize(("without", "what"), [("task", Task), ("skip", Skip)])
def test_without_a_door_it_is_what_its_journey_says(without: Any, what: type) -> None:
    message = Waiting("care", due=NOON, manner=Manner(doors=("custom",), without_door=without))
    assert isinstance(POLICY.choose(message, her(), NOON), what)


def test_no_mail_goes_to_who_wants_none_for_a_while() -> None:
    until = NOON.date() + timedelta(days=90)
    person = her(heard=replace(CARED_FOR, wishes={"email": Wished(False, until)}))
    assert doors(person)["email"].why == line("reasons.email_unwished")
    assert isinstance(goes("email", person), Skip)
    assert isinstance(goes("email", her()), Send)
