"""When a card may go, in which order the doors are tried, and what people are told."""

from datetime import datetime, timedelta

import pytest

from bot.outbox.courtesy import Heard, Said
from bot.outbox.doors import Grant
from bot.outbox.facts import Standing, Waiting
from bot.outbox.policy import Decision, Later, Policy, Send, Skip, Task
from bot.outbox.purposes import PURPOSES
from bot.texts import Line, Texts

NOON = datetime.fromisoformat("2026-11-23T12:00:00+08:00")
HOUR = timedelta(hours=1)
WROTE = Grant("message", NOON + HOUR, 3)
REFUSES = Grant("cards", NOON + 24 * HOUR, 0)
ALL = frozenset({("care", "wechat"), ("promotion", "wechat")})


def decide(
    purpose: str = "complaint",
    *grants: Grant,
    at: datetime = NOON,
    card: str = "ready",
    failed: frozenset[str] = frozenset(),
    not_after: datetime | None = None,
    due: datetime | None = None,
    journey: str | None = None,
    **person: object,
) -> Decision:
    message = Waiting(
        purpose,
        not_after,
        journey=journey,
        due=due or at,
        card=card,
        template="T1" if card == "ready" else "",
        failed=failed,
    )
    heard = Heard((Said(at - timedelta(days=9), "holiday", "care"),))
    facts = {"reach": "open", "consents": ALL, "heard": heard, **person}
    return Policy().choose(message, Standing(grants=grants, **facts), at)  # type: ignore[arg-type]


def told(why: Line) -> str:
    return Texts.load().render(why)


@pytest.mark.parametrize("purpose", ["complaint", "service"])
def test_her_conversation_comes_before_a_card(purpose: str) -> None:
    assert decide(purpose, WROTE) == Send("custom", "message")
    assert decide(purpose) == Send("template")


@pytest.mark.parametrize("purpose", sorted(set(PURPOSES) - {"complaint", "service"}))
def test_care_and_promotion_never_go_as_a_card(purpose: str) -> None:
    found = decide(purpose, not_after=NOON + 5 * HOUR)
    assert not isinstance(found, Send)


def test_thanks_never_go_as_a_card() -> None:
    assert not isinstance(decide("service", journey="thanks"), Send)


@pytest.mark.parametrize(
    ("card", "facts", "said"),
    [
        ("not_set", {}, "模板还没有设好"),
        ("unfit", {}, "放不进服务通知"),
        ("ready", {"failed": frozenset({"template"})}, "没有送到"),
        ("ready", {"paused": {"template:T1": NOON + HOUR}}, "停了这个服务通知"),
        ("ready", {"paused": {"template": NOON + HOUR}}, "服务通知暂停中"),
    ],
)
def test_a_case_without_a_door_is_a_call_with_both_reasons(
    card: str, facts: dict[str, frozenset[str]], said: str
) -> None:
    found = decide("complaint", card=card, **facts)  # type: ignore[arg-type]
    assert isinstance(found, Task)
    assert told(found.why).startswith("她四十八小时内没有跟我们说话")
    assert said in told(found.why)
    assert told(found.why).endswith("，请打电话告诉她")


def test_she_who_refuses_cards_is_called_until_the_refusal_is_old() -> None:
    assert isinstance(decide("complaint", REFUSES), Task)
    late = NOON + 25 * HOUR
    assert decide("complaint", REFUSES, at=late) == Send("template")


def test_a_template_that_stopped_does_not_stop_the_others() -> None:
    assert decide(paused={"template:T2": NOON + HOUR}) == Send("template")


def test_a_case_never_waits_for_her_to_write() -> None:
    ends = NOON + 9 * HOUR
    assert isinstance(decide("complaint", card="none", not_after=ends), Task)
    assert isinstance(decide("service", card="none", not_after=ends), Later)


def test_a_case_waits_half_an_hour_for_a_door_at_most() -> None:
    soon = {"template": NOON + HOUR / 60}
    assert isinstance(decide(paused=soon), Later)
    assert isinstance(decide(paused=soon, due=NOON - HOUR / 2), Task)
    assert isinstance(decide(paused=soon, not_after=NOON + HOUR / 120), Task)


def test_a_paused_conversation_is_gone_round_by_a_card() -> None:
    assert decide("complaint", WROTE, paused={"custom": NOON + HOUR}) == Send("template")


@pytest.mark.parametrize(("reach", "said"), [("left", "取消关注"), ("blocked", "收不到")])
def test_who_is_gone_gets_a_call_and_no_card(reach: str, said: str) -> None:
    found = decide(reach=reach)
    assert isinstance(found, Task)
    assert said in told(found.why)


@pytest.mark.parametrize("purpose", ["complaint", "service", "care"])
def test_what_the_night_would_make_too_late_is_for_people(purpose: str) -> None:
    night = NOON + 10 * HOUR
    found = decide(purpose, at=night, not_after=night + HOUR)
    assert isinstance(found, Task)
    assert "等到09:00就晚了" in told(found.why)


def test_a_promotion_that_the_night_makes_too_late_is_dropped() -> None:
    night = NOON + 10 * HOUR
    found = decide("promotion", at=night, not_after=night + HOUR)
    assert isinstance(found, Skip)
    assert "等到09:00就晚了" in told(found.why)


def test_what_is_too_late_is_dropped_and_a_case_is_not() -> None:
    assert isinstance(decide("service", WROTE, not_after=NOON), Skip)
    found = decide("complaint", WROTE, not_after=NOON)
    assert isinstance(found, Task)
    assert told(found.why) == "过了该发的时间，不再补发，请打电话告诉她"
