"""A conversation is checked where it is written, and knows its next question."""

import pytest

from bot.dialogue.answers import Context
from bot.dialogue.flow import Answers, Aside, Ask, BrokenFlow, Do, Done, Flow, Say, Step, Wait


def parse(text: str, _context: Context) -> str:
    return text


def act(_talk: object, _answers: Answers) -> Done:
    return Done()


def wants(answers: Answers) -> bool:
    return bool(answers.get("wants"))


NAME, WANTS = Ask("name", parse), Ask("wants", parse)
COLOUR = Ask("colour", parse, when=wants)
GIFT = Flow("gift", (Say("hello"), NAME, WANTS, COLOUR, Do("kept", act, needs=("name", "wants"))))


@pytest.mark.parametrize(
    ("steps", "fault"),
    [
        ((), "has no steps"),
        ((NAME, Say("name")), "two steps have one name"),
        ((Do("kept", act, needs=("name",)), NAME), "needs \\['name'\\] before it"),
        ((NAME, Do("kept", act, needs=("nme",))), "needs \\['nme'\\] before it"),
    ],
)
def test_a_flow_that_cannot_work_fails_where_it_is_written(
    steps: tuple[Step, ...], fault: str
) -> None:
    with pytest.raises(BrokenFlow, match=f"gift.*{fault}"):
        Flow("gift", steps)


@pytest.mark.parametrize(
    ("answers", "step"),
    [
        ({}, "hello"),
        ({"hello": True}, "name"),
        ({"hello": True, "name": "王芳", "wants": True}, "colour"),
        ({"hello": True, "name": "王芳", "wants": False}, "kept"),
        ({"hello": True, "wants": False, "kept": True}, "name"),
        ({"hello": True, "name": None, "wants": False}, "kept"),
    ],
)
def test_the_next_step_is_the_first_that_applies_and_has_no_answer(
    answers: Answers, step: str
) -> None:
    found = GIFT.next_step(answers)
    assert found
    assert found.name == step


def test_a_flow_whose_steps_all_have_answers_is_at_its_end() -> None:
    every = {"hello": True, "name": "王芳", "wants": False, "kept": True}
    assert GIFT.next_step(every) is None


def test_a_step_that_waits_for_people_holds_the_flow() -> None:
    flow = Flow("repair", (Wait("looked_at"), Say("ready")))
    assert flow.next_step({}) == Wait("looked_at")
    assert flow.next_step({"looked_at": "done"}) == Say("ready")


def test_a_flow_names_every_text_it_says() -> None:
    why = Aside(lambda _text: True, "gift.why")
    flow = Flow("gift", (Say("hello"), Ask("name", parse, asides=(why,))))
    assert flow.texts() == {"gift.hello", "gift.ask_name", "gift.again_name", "gift.why"}
