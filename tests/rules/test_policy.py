"""Whether a message may go, by which door, or why not."""

from datetime import datetime, timedelta

import pytest

from bot.outbox.courtesy import Heard, Said
from bot.outbox.doors import Grant
from bot.outbox.facts import Standing, Waiting
from bot.outbox.policy import Decision, Later, Policy, Send, Skip, Task
from bot.texts import line

POLICY = Policy()
CARE = frozenset({("care", "wechat"), ("promotion", "wechat")})


def at(hour: str, day: int = 23) -> datetime:
    return datetime.fromisoformat(f"2026-11-{day}T{hour}:00+08:00")


def standing(now: datetime, *causes: str, **more: object) -> Standing:
    """Return somebody who follows and agreed to everything, with doors open for half a day."""
    grants = tuple(Grant(cause, now + timedelta(hours=12), 3) for cause in causes)
    told = Heard((Said(now - timedelta(days=9), "holiday", "care"),))
    facts = {"reach": "open", "consents": CARE, "heard": told, **more}
    return Standing(grants=grants, **facts)  # type: ignore[arg-type]


def decide(
    purpose: str,
    hour: str = "15:00",
    *causes: str,
    caused: str | None = None,
    not_after: datetime | None = None,
    journey: str | None = None,
    **more: object,
) -> Decision:
    now = at(hour)
    caused_at = at(caused) if caused else None
    message = Waiting(purpose, not_after, caused_at, journey)
    return POLICY.choose(message, standing(now, *causes, **more), now)


@pytest.mark.parametrize(
    ("hour", "caused", "until"),
    [
        ("20:59", None, None),
        ("21:00", None, at("09:00", 24)),
        ("21:05", None, at("09:00", 24)),
        ("21:05", "20:50", None),
        ("22:29", "20:50", None),
        ("22:30", "22:29", at("09:00", 24)),
        ("21:05", "19:04", at("09:00", 24)),
        ("02:00", "01:59", at("09:00")),
        ("08:59", None, at("09:00")),
        ("09:00", None, None),
    ],
)
def test_quiet_hours_begin_later_for_what_she_did_herself(
    hour: str, caused: str | None, until: datetime | None
) -> None:
    found = decide("service", hour, "message", caused=caused)
    assert (found.when if isinstance(found, Later) else None) == until


def test_an_answer_goes_at_any_hour() -> None:
    assert decide("reply", "03:00", "message") == Send("custom", "message")


def test_a_code_for_her_phone_never_goes_by_customer_message() -> None:
    assert not isinstance(decide("code", "15:00", "message", "click"), Send)


def test_the_reason_to_wait_names_the_hour() -> None:
    found = decide("care", "23:00", "message")
    assert isinstance(found, Later)
    assert found.why.values == {"until": "09:00"}


@pytest.mark.parametrize("purpose", ["care", "promotion"])
def test_without_her_yes_nothing_is_sent_unasked(purpose: str) -> None:
    found = decide(purpose, "15:00", "message", consents=frozenset({(purpose, "sms")}))
    assert isinstance(found, Skip)
    assert found.why.key == f"reasons.no_consent_{purpose}"


@pytest.mark.parametrize("purpose", ["reply", "service", "complaint"])
def test_what_she_waits_for_needs_no_yes(purpose: str) -> None:
    assert isinstance(decide(purpose, "15:00", "message", consents=frozenset()), Send)


def test_a_promotion_never_goes_by_customer_message() -> None:
    found = decide("promotion", "15:00", "message", "click", not_after=at("20:00"))
    assert isinstance(found, Later)
    assert isinstance(decide("promotion", "15:00", "message", not_after=at("16:00")), Skip)


def test_care_goes_by_message_only_after_she_wrote() -> None:
    assert decide("care", "15:00", "click", "message") == Send("custom", "message")
    assert isinstance(decide("care", "15:00", "click", "follow", "scan"), Task)


def test_a_service_notice_uses_the_tap_she_just_made() -> None:
    assert decide("service", "15:00", "click") == Send("custom", "click")


@pytest.mark.parametrize("minute", ["15:00", "15:01"])
def test_what_is_too_late_is_never_sent(minute: str) -> None:
    found = decide("service", minute, "message", not_after=at("15:00"))
    assert found == Skip(line("reasons.too_late"))


def test_what_finds_no_door_waits_for_her_word_first() -> None:
    found = decide("service", "15:00", not_after=at("22:30"))
    assert isinstance(found, Later)
    assert (found.when, found.why.key) == (at("20:30"), "reasons.custom_shut")


def test_near_its_end_it_becomes_a_task_for_people() -> None:
    assert decide("service", "20:30", not_after=at("22:30")) == Task(line("reasons.custom_shut"))


def test_a_message_without_an_end_goes_to_people_at_once() -> None:
    assert decide("service") == Task(line("reasons.custom_shut"))


@pytest.mark.parametrize("purpose", ["code", "promotion"])
def test_codes_and_promotions_are_nothing_for_people_to_say(purpose: str) -> None:
    assert isinstance(decide(purpose), Skip)


@pytest.mark.parametrize(
    ("reach", "why"), [("left", "left"), ("blocked", "blocked"), (None, "no_wechat")]
)
def test_who_cannot_be_reached_is_told_by_people(reach: str | None, why: str) -> None:
    found = decide("service", "15:00", "message", reach=reach)
    assert found == Task(line(f"reasons.{why}"))


def test_a_shut_door_is_tried_again_when_it_opens() -> None:
    opens = at("16:00")
    found = decide("service", "15:00", "message", paused={"custom": opens})
    assert found == Later(opens, line("reasons.custom_paused"))


@pytest.mark.parametrize(
    ("purpose", "journey", "held"),
    [
        ("care", None, True),
        ("promotion", None, True),
        ("service", "thanks", True),
        ("service", "order", False),
        ("complaint", None, False),
        ("code", None, False),
        ("reply", None, False),
    ],
)
def test_an_open_complaint_holds_back_what_nobody_waits_for(
    purpose: str, journey: str | None, held: bool
) -> None:
    found = decide(purpose, "15:00", "message", journey=journey, complains=True)
    assert isinstance(found, Later) is held


@pytest.mark.parametrize(
    ("purpose", "rides"),
    [
        ("care", True),
        ("service", True),
        ("complaint", True),
        ("promotion", False),
        ("reply", False),
        ("code", False),
    ],
)
def test_care_rides_on_an_answer_and_promotion_never(purpose: str, rides: bool) -> None:
    assert POLICY.may_ride(Waiting(purpose), Standing(consents=CARE), at("15:00")) is rides


def test_nothing_rides_too_late_unasked_or_beside_a_complaint() -> None:
    now, hers = at("15:00"), Standing(consents=CARE)
    assert not POLICY.may_ride(Waiting("service", not_after=now), hers, now)
    assert not POLICY.may_ride(Waiting("care"), Standing(), now)
    complaining = Standing(consents=CARE, complains=True)
    assert not POLICY.may_ride(Waiting("service", journey="thanks"), complaining, now)
    assert POLICY.may_ride(Waiting("complaint"), complaining, now)
