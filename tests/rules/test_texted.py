"""What a few characters by SMS ask for."""

import pytest

from bot.dialogue.answers.texted import texted, texted_score


@pytest.mark.parametrize(
    "said",
    [
        "R",
        "r",
        "Ｒ",
        " r。",
        "「R」",
        "回复R",
        "T",
        "ｔｄ",
        "TD",
        "退订",
        "退訂",
        "拒收",
        "请退订！",
        "R\n",
    ],
)
def test_the_way_out_is_found_in_any_width_and_case(said: str) -> None:
    assert texted(said) == "stop"


@pytest.mark.parametrize("said", ["N", "ｎ", "取消", "取消预约", "来不了了"])
def test_a_no_belongs_to_what_was_asked_last(said: str) -> None:
    assert texted(said) == "cancel"


@pytest.mark.parametrize(("said", "score"), [("5", 5), ("１", 1), ("4分", 4), (" 3。", 3)])
def test_a_digit_is_a_score(said: str, score: int) -> None:
    assert (texted(said), texted_score(said)) == ("score", score)


@pytest.mark.parametrize("said", ["回电", "请回电话", "给我回个电话吧", "让周婷打电话给我"])
def test_who_wants_a_call_is_called(said: str) -> None:
    assert texted(said) == "call"


@pytest.mark.parametrize(
    "said",
    [
        "6",
        "0",
        "55",
        "Rita",
        "订单",
        "没退订过",
        "T恤还有吗",
        "我不退订",
        "🌸",
        "",
        "R" * 500,
        "取消订单的钱呢",
    ],
)
def test_other_words_are_words(said: str) -> None:
    assert texted(said) == "words"
