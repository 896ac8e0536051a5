"""Which step a complaint is in, what may come next, who must do it by when."""

from datetime import datetime
from decimal import Decimal

import pytest

from bot.dialogue.answers.complaints import complaint_ear, in_short
from bot.shop.complaints.rules import (
    KINDS,
    MATTERS,
    STEPS,
    Compensation,
    Fact,
    Heard,
    Proved,
    climbed,
    deadline_for,
    first_rung,
    is_another,
    is_beyond,
    severity_of,
)
from bot.shop.complaints.terms import Allowance, Terms
from bot.shop.stores.rules import Hours, StoreInfo

HEARD = (("listen", "told"), ("talk", "answered"), ("apologise", "answered"))
PROMISED = (*HEARD, ("analyse", "restated"), ("explain", "promised"))
STORE = StoreInfo(
    name="静安店",
    address="",
    phone="",
    latitude=0,
    longitude=0,
    hours=Hours(daily="10:00-20:00"),
)


def proved(*facts: tuple[str, str], round: int = 1) -> Proved:
    return Proved([Fact(step, word, 1) for step, word in facts], round)


def at(day_and_hour: str) -> datetime:
    return datetime.fromisoformat(f"2026-11-{day_and_hour}:00+08:00")


@pytest.mark.parametrize(
    ("facts", "step"),
    [
        ((), "listen"),
        (HEARD, "analyse"),
        ((*HEARD, ("explain", "promised")), "analyse"),
        (PROMISED, "handle"),
        ((*PROMISED, ("handle", "decided")), "handle"),
        ((*PROMISED, ("handle", "done")), "compensate"),
        ((*PROMISED, ("handle", "done"), ("compensate", "none_due")), "result"),
        (tuple((step, "skipped") for step in STEPS), "feedback"),
    ],
)
def test_the_step_is_the_first_without_its_evidence(
    facts: tuple[tuple[str, str], ...], step: str
) -> None:
    assert proved(*facts).step == step


def test_a_restatement_she_contradicts_proves_nothing() -> None:
    said = [*HEARD, ("analyse", "restated"), ("analyse", "corrected")]
    assert proved(*said).step == "analyse"
    assert proved(*said, ("analyse", "noted")).step == "explain"


def test_a_plan_is_no_solution() -> None:
    assert proved(*PROMISED, ("handle", "planned")).step == "handle"


def test_nothing_is_decided_before_she_was_heard_and_told_who_calls() -> None:
    assert proved(*HEARD).missing_for("decide") == "analyse"
    assert proved(*PROMISED).missing_for("decide") is None


def test_the_result_is_asked_only_after_it_is_done() -> None:
    assert proved(*PROMISED, ("handle", "decided")).missing_for("result") == "handle"
    assert proved(*PROMISED, ("handle", "done")).missing_for("result") is None


def test_a_second_chance_keeps_her_story_and_solves_anew() -> None:
    again = proved(*PROMISED, ("handle", "done"), ("compensate", "given"), round=2)
    assert again.step == "handle"


@pytest.mark.parametrize(
    ("given", "is_too_much"),
    [
        (Compensation(points=200), False),
        (Compensation(points=201), True),
        (Compensation(coupon_fen=5001), True),
        (Compensation(coupon_fen=5000), False),
        (Compensation(gift="丝巾"), True),
        (Compensation(coupon="清洗券"), True),
    ],
)
def test_a_role_gives_within_its_limits(given: Compensation, is_too_much: bool) -> None:
    assert is_beyond(given, Allowance(points=200, coupon=Decimal(50))) == is_too_much


def test_a_grave_matter_is_grave_however_calm_she_is() -> None:
    assert severity_of("mild", angry=False, matters=("injury",)) == "grave"
    assert severity_of("mild", angry=True, matters=()) == "serious"
    assert severity_of("mild", angry=False, matters=()) == "mild"


def test_a_guide_does_not_lead_a_complaint_about_people() -> None:
    assert first_rung("mild", "quality", has_guide=True) == "guide"
    assert first_rung("mild", "service", has_guide=True) == "store_manager"
    assert first_rung("serious", "quality", has_guide=True) == "store_manager"
    assert first_rung("mild", "quality", has_guide=False) == "store_manager"


@pytest.mark.parametrize(
    ("now", "until"),
    [
        ("23T15:00", "23T17:00"),
        ("23T19:00", "24T11:00"),
        ("23T23:00", "24T12:00"),
        ("24T08:00", "24T12:00"),
        ("23T15:03", "23T17:00"),
        ("23T15:07", "23T17:30"),
    ],
)
def test_a_deadline_counts_the_hours_her_store_is_open(now: str, until: str) -> None:
    assert deadline_for("explain", "serious", at(now), terms=Terms(), store=STORE) == at(until)


def test_a_missed_deadline_goes_up_one_rung() -> None:
    found = climbed("guide", at("23T17:00"), at("23T17:01"), hours=2, store=STORE)
    assert found == ("store_manager", at("23T19:00"))


def test_after_days_of_standing_still_it_goes_where_it_would_be_by_now() -> None:
    found = climbed("guide", at("23T17:00"), at("26T15:00"), hours=2, store=STORE)
    assert found == ("head_office", at("26T17:00"))


def test_at_the_top_the_hour_is_set_anew() -> None:
    found = climbed("head_office", at("23T17:00"), at("23T17:01"), hours=2, store=STORE)
    assert found == ("head_office", at("23T19:00"))


def test_a_deadline_in_time_stays() -> None:
    found = climbed("guide", at("23T17:00"), at("23T16:59"), hours=2, store=STORE)
    assert found == ("guide", at("23T17:00"))


@pytest.mark.parametrize(
    ("words", "kind", "trouble"),
    [
        ("上周买的链子断了，太生气了", "quality", "链子断了"),
        ("我的项链掉色了", "quality", "项链掉色了"),
        ("戒指不是断了，是掉色", "quality", "戒指掉色了"),
        ("店员翻白眼，态度太差", "service", None),
        ("快递一直没收到", "delivery", "您买的东西一直没送到"),
        ("修了三次又断了", "repair", "送修的东西没修好"),
        ("说好送赠品没给", "promise", None),
        ("投诉", None, None),
    ],
)
def test_her_thing_and_her_trouble_are_named(
    words: str, kind: str | None, trouble: str | None
) -> None:
    heard = complaint_ear().hear(words)
    assert (heard.kind, heard.trouble) == (kind, trouble)


@pytest.mark.parametrize(
    ("words", "matters"),
    [
        ("戴了耳钉过敏了", ("injury",)),
        ("假货，我要打12315", ("fake", "authority")),
        ("我找律师告你们", ("law",)),
        ("我要找记者曝光", ("media",)),
        ("没过敏，就是断了", ()),
    ],
)
def test_grave_matters_are_heard(words: str, matters: tuple[str, ...]) -> None:
    assert complaint_ear().hear(words).matters == matters


def test_a_bare_complaint_tells_nothing_yet() -> None:
    assert not complaint_ear().hear("我要投诉你们！！").tells
    assert complaint_ear().hear("积分莫名其妙没了").tells


@pytest.mark.parametrize(
    ("words", "content"),
    [
        ("满意", True),
        ("没问题，谢谢", True),
        ("还行", True),
        ("没断，挺好", True),
        ("不满意", False),
        ("算了", False),
        ("又断了", False),
        ("没什么用", False),
        ("就这样？", None),
    ],
)
def test_peace_is_told_from_giving_up(words: str, content: bool | None) -> None:
    assert complaint_ear().is_content(words) is content


@pytest.mark.parametrize(
    ("heard", "other"),
    [
        (Heard("", kind="quality", thing="戒指"), True),
        (Heard("", kind="quality", thing="手链"), False),
        (Heard("", kind="quality"), False),
        (Heard("", kind="service"), True),
        (Heard("", kind="quality", thing="戒指", tells=False), False),
    ],
)
def test_another_thing_is_another_case(heard: Heard, other: bool) -> None:
    about = {"thing": "手链", "named": ["thing"]}
    assert is_another(about, "quality", heard) == other


def test_her_words_are_quoted_short_and_whole() -> None:
    assert in_short("戴了三天就断了。") == "戴了三天就断了"
    long = "上周六在你们静安店买的手链，当时店员说很结实，结果戴了三天就断了，我很生气"
    assert in_short(long) == "上周六在你们静安店买的手链，当时店员说很结实"


def test_every_kind_and_matter_has_its_words() -> None:
    ear = complaint_ear()
    assert set(ear.kinds) == set(KINDS)
    assert set(ear.grave) == set(MATTERS)
