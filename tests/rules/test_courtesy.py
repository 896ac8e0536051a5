"""How often, and what gives way to what: decided on paper."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

import pytest

from bot.outbox.courtesy import Ahead, Heard, Said
from bot.outbox.doors import Grant
from bot.outbox.facts import Standing, Waiting
from bot.outbox.house import House
from bot.outbox.manners import Manner
from bot.outbox.policy import Decision, Later, Policy, Send, Skip
from bot.shop.stores.courtesy import Care, Courtesy, Rest
from bot.shop.wishes.rules import Wished

NOON = datetime.fromisoformat("2026-11-23T12:00:00+08:00")
DAY = timedelta(days=1)
YES = frozenset({("care", "wechat"), ("promotion", "wechat")})
WRITTEN = (Grant("message", NOON + 2 * DAY, 5),)
BIRTHDAY, HOLIDAY = Manner("greeting", 1), Manner("greeting", 30)
UPKEEP, TIP = Manner("upkeep", 30), Manner("upkeep", 70)


def said(*days_ago: int, journey: str = "knowledge", purpose: str = "care") -> tuple[Said, ...]:
    return tuple(Said(NOON - days * DAY, journey, purpose) for days in days_ago)


def decide(
    manner: Manner = TIP,
    *,
    heard: Heard | None = None,
    journey: str = "tip",
    purpose: str = "care",
    days_left: int = 3,
    now: datetime = NOON,
    **house: object,
) -> Decision:
    ends = now + days_left * DAY
    message = Waiting(purpose, ends, journey=journey, due=now, manner=manner)
    stands = House(**house)  # type: ignore[arg-type]
    person = Standing("open", WRITTEN, YES, house=stands, heard=heard or Heard())
    return Policy().choose(message, person, now)


def why(decision: Decision) -> str:
    assert not isinstance(decision, Send), decision
    return decision.why.key.removeprefix("reasons.")


@pytest.mark.parametrize(
    ("days_ago", "found"),
    [
        ([0], "week_full"),
        ([6], "week_full"),
        ([7], ""),
        ([8, 16, 24], "month_full"),
        ([8, 16, 30], ""),
        ([-3], "week_full"),  # the clock was put back
    ],
)
def test_once_a_week_and_three_times_in_thirty_days(days_ago: Sequence[int], found: str) -> None:
    decision = decide(heard=Heard(said(*days_ago)), days_left=1)
    assert (isinstance(decision, Send), "" if isinstance(decision, Send) else why(decision)) == (
        not found,
        found,
    )


def test_what_is_still_in_time_waits_for_its_day_and_the_rest_gives_way() -> None:
    heard = Heard(said(5))
    waits = decide(heard=heard, days_left=4)
    assert isinstance(waits, Later)
    assert waits.when == datetime.fromisoformat("2026-11-25T09:00:00+08:00")
    assert isinstance(decide(heard=heard, days_left=1), Skip)


def test_never_two_on_one_day_however_generous_the_shop() -> None:
    generous = Courtesy(week=7, month=30, year=300)
    assert why(decide(heard=Heard(said(0)), courtesy=generous)) == "day_full"
    assert isinstance(decide(heard=Heard(said(1)), courtesy=generous), Send)


@pytest.mark.parametrize(("manner", "goes"), [(BIRTHDAY, True), (UPKEEP, False), (TIP, False)])
def test_of_a_years_words_some_are_kept_for_her_birthday(manner: Manner, goes: bool) -> None:
    heard = Heard(said(*range(31, 31 + 32 * 10, 10)))  # 32 in this year
    assert isinstance(decide(manner, heard=heard), Send) is goes


@pytest.mark.parametrize(("told", "goes"), [(23, True), (24, False)])
def test_what_comes_last_has_the_smallest_part_of_the_year(told: int, goes: bool) -> None:
    heard = Heard(said(*range(31, 31 + told * 12, 12)))
    assert isinstance(decide(TIP, heard=heard), Send) is goes


@pytest.mark.parametrize(("days", "gives_way"), [(0, True), (6, True), (7, False)])
def test_a_tip_gives_way_to_her_birthday_within_the_week(days: int, gives_way: bool) -> None:
    coming = Ahead((NOON + days * DAY).date(), "birthday", 1)
    decision = decide(heard=Heard(ahead=(coming,)), days_left=9)
    assert isinstance(decision, Later) is gives_way
    if isinstance(decision, Later):
        assert decision.why.key == "reasons.ahead_birthday"


def test_her_birthday_gives_way_to_no_holiday_and_a_holiday_to_her_birthday() -> None:
    tomorrow = (NOON + DAY).date()
    holiday = Heard(ahead=(Ahead(tomorrow, "holiday", 30),))
    assert isinstance(decide(BIRTHDAY, heard=holiday, journey="birthday"), Send)
    birthday = Heard(ahead=(Ahead(tomorrow, "birthday", 1),))
    assert why(decide(HOLIDAY, heard=birthday, journey="holiday", days_left=1)) == "ahead_birthday"


def test_a_month_keeps_a_place_for_her_birthday() -> None:
    coming = Ahead((NOON + 12 * DAY).date(), "birthday", 1)
    heard = Heard(said(8, 16), (coming,))
    assert why(decide(heard=heard)) == "ahead_birthday"
    assert isinstance(decide(heard=Heard(said(8), (coming,))), Send)


def test_what_she_does_not_wish_or_has_had_keeps_nothing_back() -> None:
    today = NOON.date()
    coming = (Ahead(today + DAY, "holiday", 30),)
    unwished = Heard(ahead=coming, wishes={"holiday": Wished(False)})
    assert isinstance(decide(heard=unwished), Send)


def test_a_journey_does_not_come_twice_within_its_days() -> None:
    apart = Manner("upkeep", 70, apart_days=14)
    assert why(decide(apart, heard=Heard(said(10, journey="tip")))) == "journey_again"
    assert isinstance(decide(apart, heard=Heard(said(10))), Send)


@pytest.mark.parametrize(
    ("told", "outweighed"),
    [
        (said(20, 40), False),
        (said(20) + said(30, purpose="promotion"), True),
        (said(20, 28) + said(40, purpose="promotion"), False),
        (said(20, journey="thanks", purpose="service"), False),
        ((), True),
        (said(100, 120), True),
    ],
)
def test_care_outweighs_selling(told: tuple[Said, ...], outweighed: bool) -> None:
    held = why(decide(heard=Heard(told), purpose="promotion", days_left=1)) == "care_first"
    assert held is outweighed


def test_one_offer_a_week_where_the_shop_says_more_often() -> None:
    generous = Courtesy(week=3, month=20)
    told = said(9, 12, 15) + said(3, purpose="promotion")
    decision = decide(heard=Heard(told), purpose="promotion", days_left=9, courtesy=generous)
    assert why(decision) == "offers_full"


def test_an_offer_is_quiet_from_eight_in_the_evening() -> None:
    evening = NOON + timedelta(hours=8)
    decision = decide(purpose="promotion", heard=Heard(said(9, 18)), now=evening)
    assert why(decision) == "quiet"
    assert isinstance(decide(now=evening), Send)


@pytest.mark.parametrize("purpose", ["reply", "service", "complaint"])
def test_what_she_waits_for_is_never_too_much(purpose: str) -> None:
    heard = Heard(said(0, 1, 2, 3), wishes={"all": Wished(False, date(2027, 1, 1))})
    assert isinstance(decide(heard=heard, purpose=purpose, journey="order"), Send)


@pytest.mark.parametrize(
    ("wishes", "journey", "topic", "goes"),
    [
        ({"offer": Wished(False)}, "knowledge", "upkeep", True),
        ({"upkeep": Wished(False)}, "knowledge", "upkeep", False),
        ({"greeting": Wished(False), "birthday": Wished(True)}, "birthday", "greeting", True),
        ({"greeting": Wished(False), "birthday": Wished(True)}, "holiday", "greeting", False),
        ({"holiday": Wished(False)}, "birthday", "greeting", True),
        ({"holiday": Wished(False)}, "holiday", "greeting", False),
        ({"upkeep": Wished(False, date(2026, 11, 23))}, "knowledge", "upkeep", True),
    ],
)
def test_exactly_what_she_wishes_goes(
    wishes: dict[str, Wished], journey: str, topic: str, goes: bool
) -> None:
    manner = Manner(topic, 30)  # type: ignore[arg-type]
    decision = decide(manner, heard=Heard(wishes=wishes), journey=journey)
    assert isinstance(decision, Send) is goes
    assert goes or why(decision) == "not_wished"


def test_a_pause_is_waited_for_where_there_is_time() -> None:
    pause = Heard(wishes={"all": Wished(False, date(2026, 11, 25))})
    waits = decide(heard=pause, days_left=5)
    assert isinstance(waits, Later)
    assert waits.when == datetime.fromisoformat("2026-11-25T09:00:00+08:00")
    assert why(decide(heard=pause, days_left=1)) == "wished_later"


def test_while_the_shop_rests_only_the_holidays_own_wish_goes() -> None:
    rest = Care(
        rest=(
            Rest(first=date(2026, 11, 20), last=date(2026, 11, 23), why="春节"),
            Rest(first=date(2026, 11, 24), last=date(2026, 11, 25), why="盘点"),
        )
    )
    assert isinstance(decide(HOLIDAY, journey="holiday", care=rest), Send)
    waits = decide(care=rest, days_left=9)
    assert isinstance(waits, Later)
    assert waits.when == datetime.fromisoformat("2026-11-26T09:00:00+08:00")
    assert why(decide(care=rest, days_left=2)) == "resting"


def test_who_is_in_the_control_group_is_decided_about_last() -> None:
    message = Waiting("care", NOON + DAY, journey="tip", manner=TIP, in_control=True)
    hers = Standing("open", WRITTEN, YES)
    skipped = Policy().choose(message, hers, NOON)
    assert skipped == Skip(skipped.why, control=True)  # type: ignore[union-attr]
    tired = Standing("open", WRITTEN, YES, heard=Heard(said(0)))
    assert why(Policy().choose(message, tired, NOON)) == "week_full"
