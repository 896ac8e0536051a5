"""Which of several things she means."""

from datetime import date

import pytest

from bot.dialogue.answers import Context, Unclear, choice, spot_choice

GIFTS = (("cloth", "擦银布礼盒"), ("cup", "保温杯"), ("box", "首饰收纳盒"), ("day", "金匠一日课"))
CONTEXT = Context(date(2026, 11, 23), offered=GIFTS)


@pytest.mark.parametrize(
    ("said", "word"),
    [
        ("第一个", "cloth"),
        ("第2个吧", "cup"),
        ("要第三样", "box"),
        ("③", "box"),
        ("2", "cup"),
        ("最后那个", "day"),
        ("换擦银布礼盒", "cloth"),
        ("我想要那个杯子，保温的", "cup"),
        ("收纳盒", "box"),
        ("换首飾收納盒", "box"),
        ("就金匠课那个", "day"),
    ],
)
def test_she_names_one_or_its_place(said: str, word: str) -> None:
    assert choice(said, CONTEXT) == word


@pytest.mark.parametrize("said", ["随便", "第五个", "9", "", "盒", "有别的吗", "2026年的", "😊"])
def test_what_is_none_of_them_is_asked_again(said: str) -> None:
    with pytest.raises(Unclear, match="choice_unclear"):
        choice(said, CONTEXT)


def test_a_name_may_be_shortened_to_two_of_its_characters() -> None:
    umbrella = ("umbrella", "晴雨两用伞")
    shelf = Context(CONTEXT.today, offered=(*GIFTS, ("wash", "首饰深度清洗"), umbrella))
    assert choice("我要雨伞", shelf) == "umbrella"
    assert choice("首饰盒", shelf) == "box"
    assert spot_choice("下雨天穿什么", shelf) is None


def test_what_may_be_two_is_asked_again() -> None:
    two = Context(CONTEXT.today, offered=(("red", "红色丝巾"), ("blue", "蓝色丝巾"), GIFTS[1]))
    with pytest.raises(Unclear, match="choice_which"):
        choice("丝巾", two)
    assert choice("红色的丝巾", two) == "red"


def test_a_piece_that_all_names_share_tells_nothing() -> None:
    alike = Context(CONTEXT.today, offered=(("a", "擦银礼盒"), ("b", "香薰礼盒")))
    assert spot_choice("想换个礼盒", alike) is None
    assert spot_choice("想换香薰礼盒", alike) == "b"


def test_before_she_has_seen_the_list_only_a_name_counts() -> None:
    assert spot_choice("换第一个", CONTEXT) is None
    assert spot_choice("换一个保温杯", CONTEXT) == "cup"


def test_with_nothing_offered_nothing_is_meant() -> None:
    with pytest.raises(Unclear):
        choice("第一个", Context(CONTEXT.today))
