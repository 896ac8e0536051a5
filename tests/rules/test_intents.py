"""How lessons are weighed: whole sayings, phrases, words, and what takes them back."""

from pathlib import Path
from typing import Any

import pytest

from bot.dialogue.intents import HALF_SURE, SURE, WordsAndPhrases, normal

TAUGHT: dict[str, Any] = {
    "points": {"exact": ["积分"], "phrases": ["多少积分"], "words": ["余额"]},
    "member_code": {"under": "member_level", "exact": ["会员码"], "phrases": ["出示会员"]},
    "unsubscribe": {"exact": ["退订"], "phrases": ["别再发", "退订"]},
    "complaint": {"phrases": ["投诉", "太差了"]},
}


@pytest.fixture(scope="module")
def bot() -> WordsAndPhrases:
    """Return somebody who has had these lessons and no other."""
    return WordsAndPhrases(TAUGHT, Path("no words of the shop's own"))


@pytest.mark.parametrize(
    "text",
    ["积分", " 积分！", "「积分」", "積分", "积 分", "积分。。。", "积分?", "\u3000积分\u3000"],
)
def test_a_whole_saying_is_understood_however_it_is_written(
    bot: WordsAndPhrases, text: str
) -> None:
    found = bot.understand(text)
    assert (found.intent, found.is_sure) == ("points", True)


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("我有多少积分呀", "points"),
        ("你们服务太差了", "complaint"),
        ("请别再发了", "unsubscribe"),
        ("我不是要退订", "other"),
        ("没有要投诉", "other"),
        ("不用退订", "other"),
        ("今天天气真好", "other"),
        ("", "other"),
        ("   ", "other"),
        ("😊", "other"),
        ("？？？", "other"),
    ],
)
def test_a_phrase_counts_unless_it_is_taken_back(
    bot: WordsAndPhrases, text: str, intent: str
) -> None:
    found = bot.understand(text)
    assert found.intent == intent if intent != "other" else not found.is_sure


def test_one_word_is_a_hint_and_no_more(bot: WordsAndPhrases) -> None:
    found = bot.understand("余额在哪看")
    assert found.intent == "points"
    assert HALF_SURE <= found.confidence < SURE


def test_a_second_wish_is_told_too(bot: WordsAndPhrases) -> None:
    found = bot.understand("服务太差了我要投诉，我有多少积分")
    assert (found.intent, found.also) == ("complaint", ("points",))


def test_a_finer_intent_is_reported_under_a_known_one(bot: WordsAndPhrases) -> None:
    assert bot.under("member_code") == "member_level"
    assert bot.under("points") == "points"


def test_width_case_and_punctuation_do_not_matter() -> None:
    assert normal("ＴＤ。") == normal("td") == normal("【T d】")
