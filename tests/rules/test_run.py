"""How an open conversation hears a message: answers, corrections, remarks, refusals."""

from datetime import date

import pytest

from bot.dialogue.answers import Context, name, phone, refuses, spot_name, spot_phone, yes_no
from bot.dialogue.flow import Answers, Aside, Ask, Do, Done, Flow
from bot.dialogue.run import Corrected, Filled, Heard, NotClear, Remark, hear, spot_all

TODAY = Context(date(2026, 11, 23))
NEVER_MIND = Aside(refuses, "join.without_name", gives_up=True)
JOIN = Flow(
    "join",
    (
        Ask("name", name, spot=spot_name, called=("名字", "称呼"), asides=(NEVER_MIND,)),
        Ask("phone", phone, spot=spot_phone, called=("手机", "电话")),
        Do("joined", lambda _talk, _answers: Done(), needs=("name", "phone")),
        Ask("news", yes_no, if_refused=None),
    ),
)
WANG = {"name": "王芳"}
BOTH = {"name": "王芳", "phone": "13800001111"}
JOINED = {**BOTH, "joined": True}


def heard(text: str, answers: Answers | None = None, asked: str | None = "name") -> Heard:
    return hear(JOIN, answers or {}, asked, text, TODAY)


def test_an_answer_fills_its_question() -> None:
    assert heard("王芳") == Filled(WANG)


def test_one_message_may_answer_several_questions() -> None:
    assert heard("我叫王芳，电话13800001111") == Filled(BOTH)


def test_a_later_answer_is_kept_where_the_asked_one_is_missing() -> None:
    assert heard("13800001111") == Filled({"phone": "13800001111"})


def test_what_cannot_be_read_says_how_to_ask_again() -> None:
    assert heard("1380000", WANG, "phone") == NotClear("answers.phone_digits")


def test_a_remark_leaves_the_question_open() -> None:
    assert heard("不想说") == Remark(NEVER_MIND)


def test_a_refusal_answers_a_question_that_may_stay_open() -> None:
    assert heard("算了", JOINED, "news") == Filled({**JOINED, "news": None})


@pytest.mark.parametrize("text", ["手机号错了，是13900002222", "不对，13900002222"])
def test_a_correction_replaces_an_answer(text: str) -> None:
    assert heard(text, {"phone": "13800001111"}) == Corrected({"phone": "13900002222"})


def test_a_correction_without_the_new_value_opens_the_question_again() -> None:
    assert heard("名字写错了", WANG, "phone") == Corrected({})


def test_a_correction_may_bring_the_answer_that_is_open() -> None:
    text = "名字错了，我叫王方，电话13800001111"
    assert heard(text, WANG, "phone") == Corrected({"name": "王方", "phone": "13800001111"})


def test_what_an_action_has_used_is_not_corrected_here() -> None:
    assert not isinstance(heard("手机号错了，是13900002222", JOINED, "news"), Corrected)


def test_the_same_answer_again_is_no_correction() -> None:
    assert not isinstance(heard("不对吗，13800001111", BOTH, "name"), Corrected)


@pytest.mark.parametrize("asked", [None, "gone"])
def test_a_message_without_an_open_question_is_not_clear(asked: str | None) -> None:
    assert heard("王芳", {}, asked) == NotClear("answers.unclear")


def test_only_sure_things_are_spotted_in_passing() -> None:
    assert spot_all(JOIN, {}, "我想办会员", TODAY) == {}
    assert spot_all(JOIN, WANG, "我叫李梅，13800001111", TODAY) == {"phone": "13800001111"}
