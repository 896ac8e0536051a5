"""What the shop teaches decides: whole sayings, phrases, and what takes them back."""

import pytest

from bot.dialogue.intents import normal
from bot.dialogue.intents.lessons import EXACT, PHRASE, Lessons
from bot.dialogue.intents.spelling import alone, clauses

LESSONS = Lessons(
    sayings={"积分": "points", "退订": "unsubscribe"},
    phrases=(("会员积分", "points"), ("别再发", "unsubscribe"), ("投诉", "complaint")),
    under={"points_history": "points"},
)


@pytest.mark.parametrize(
    "text",
    ["积分", " 积分！", "「积分」", "積分", "积 分", "积分。。。", "积分?", "\u3000积分\u3000"],
)
def test_a_whole_saying_decides_however_it_is_written(text: str) -> None:
    assert LESSONS.decide(text) == ("points", EXACT)


@pytest.mark.parametrize(
    ("text", "intent"),
    [("请别再发了", "unsubscribe"), ("查一下会员积分", "points"), ("我要投訴你哋", "complaint")],
)
def test_a_phrase_decides_wherever_it_stands(text: str, intent: str) -> None:
    assert LESSONS.decide(text) == (intent, PHRASE)


@pytest.mark.parametrize("text", ["没有投诉", "不是投诉", "今天天气真好", "", "😊", "？？？"])
def test_a_phrase_that_is_taken_back_decides_nothing(text: str) -> None:
    assert LESSONS.decide(text) is None


def test_width_case_and_punctuation_do_not_matter() -> None:
    assert normal("ＴＤ。") == normal("td") == normal("【T d】")


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("我要退货，另外几点关门", ["我要退货", "另外几点关门"]),
        ("我不是要投诉 就问问", ["我不是要否", "就问问"]),
        ("好好好好", ["好"]),
        ("電話１３８００１３８０００", ["电话#"]),
        ("谢谢[微笑]", ["谢谢", "微笑"]),
        ("\u200b\x00", []),
        ("！！！", []),
    ],
)
def test_a_message_is_heard_in_parts_and_one_spelling(text: str, parts: list[str]) -> None:
    assert clauses(text) == parts


@pytest.mark.parametrize(
    ("part", "left"),
    [
        ("另外几点关门", "几点关门"),
        ("对了顺便问下地址", "地址"),
        ("还有", "还有"),
        ("积分", "积分"),
    ],
)
def test_a_second_wish_stands_without_its_tie(part: str, left: str) -> None:
    assert alone(part) == left
