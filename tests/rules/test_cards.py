"""Which template carries which message, and what stands on the card."""

from pathlib import Path

import pytest

from bot.outbox.cards import Cards, Template
from bot.outbox.models import Message
from bot.shop.stores.rules import read_shop
from bot.texts import CONTENT, TextError, read_toml
from simulator.templates import LIBRARY

CARDS = Cards.load()
IDS = {"complaint": "T" * 43, "appointment": "A" * 43}
VALUES = {"service_phone": "400-820-0618", "about": "手链断了", "who": "李敏", "by": "18点"}


def message(
    purpose: str = "complaint", kind: str = "complaint", key: str = "complaint.message", **more: str
) -> Message:
    params = {"card": "promised"} if purpose == "complaint" else {}
    return Message(purpose=purpose, kind=kind, key=key, params=params | more, dedupe="d1")


def mark_of(one: Message) -> str:
    card = CARDS.fill(one, VALUES, IDS).card
    assert card
    return card.once


def test_a_card_holds_her_words_and_the_shops() -> None:
    filled = CARDS.fill(message(), VALUES, IDS)
    assert filled.card
    assert filled.card.template == IDS["complaint"]
    assert filled.card.data["thing3"] == "李敏18点前给您电话"
    assert filled.text.startswith("【投诉处理进度通知】\n手链断了")


def test_markup_she_typed_stays_text_on_a_card() -> None:
    filled = CARDS.fill(message(), VALUES | {"about": "<a href=x>"}, IDS)
    assert filled.card
    assert filled.card.data["thing1"] == "＜a href=x＞"


def test_each_try_of_a_message_has_one_mark_and_no_other_has_it() -> None:
    first, again, other = message(), message(), message()
    other.dedupe = "d2"
    marks = [mark_of(each) for each in (first, again, other)]
    assert marks[0] == marks[1] != marks[2]
    assert {len(mark) for mark in marks} == {32}


@pytest.mark.parametrize(
    ("one", "state"),
    [
        (message(), "ready"),
        (message(kind="anything"), "ready"),
        (message(card="no such word"), "none"),
        (message("service", "points"), "not_set"),
        (message("service", "appointment", "appointment.reminder"), "unfit"),
        (message("service", "appointment", "appointment.missed"), "none"),
        (message("service", "thanks", "thanks.plain"), "none"),
        (message("care"), "none"),
    ],
)
def test_a_message_finds_its_template_or_none_is_for_it(one: Message, state: str) -> None:
    assert CARDS.fill(one, VALUES, IDS).state == state


@pytest.mark.parametrize("told", [{}, {"about": ""}])
def test_who_sent_a_photo_and_no_word_gets_a_card_too(told: dict[str, str]) -> None:
    values = {name: value for name, value in VALUES.items() if name != "about"} | told
    filled = CARDS.fill(message(), values, IDS)
    assert filled.card
    assert filled.card.data["thing1"] == "您跟我们说的事"


@pytest.mark.parametrize("missing", ["who", "by", "service_phone"])
def test_a_card_with_a_hole_is_not_sent(missing: str) -> None:
    values = {name: value for name, value in VALUES.items() if name != missing}
    assert CARDS.fill(message(), values, IDS).state == "unfit"


@pytest.mark.parametrize(
    "described",
    [
        {"title": "生日祝福", "purposes": ["care"], "shows": {"thing1": "生日快乐"}},
        {"title": "优惠", "purposes": ["promotion"], "shows": {"thing1": "打折"}},
        {"title": "服务", "purposes": ["service"], "shows": {"thing1": "好"}},
        {"title": "感谢", "purposes": ["service"], "kinds": ["thanks"], "shows": {"thing1": "谢"}},
        {"title": "旧模板", "purposes": ["complaint"], "shows": {"first": "您好"}},
        {"title": "错字", "purposes": ["complaint"], "show": {"thing1": "您好"}},
    ],
)
def test_a_template_that_may_not_be_is_refused(described: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="validation error"):
        Template.model_validate(described)


def test_a_file_of_templates_that_is_wrong_names_the_place(tmp_path: Path) -> None:
    wrong = '[gift]\ntitle = "礼"\npurposes = ["gift"]\n'
    (tmp_path / "templates.toml").write_text(wrong, encoding="utf-8")
    with pytest.raises(TextError, match=r"gift\.purposes\.0"):
        Cards.load(tmp_path)


def test_the_demos_templates_are_those_the_simulator_has() -> None:
    ids = read_shop(read_toml(CONTENT / "shop.toml")).templates
    known = {each.id: each for each in LIBRARY}
    assert set(ids) == set(CARDS.templates)
    for name, template in CARDS.templates.items():
        theirs = known[ids[name]]
        assert theirs.title == template.title
        for word in template.when or [None]:
            assert set(template.wordings(word)) == set(theirs.keys)
