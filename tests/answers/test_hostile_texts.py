"""Whatever she types, the parsers answer or ask again: they never fail and never hang."""

import json
from collections.abc import Callable
from datetime import date
from time import perf_counter

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bot.dialogue import answers
from bot.dialogue.answers import Context, Unclear

NOW = Context(today=date(2026, 11, 22))
Reader = Callable[[str, Context], object]

PARSERS: list[Reader] = [
    answers.name,
    answers.phone,
    answers.birthday,
    answers.yes_no,
    answers.consent,
    answers.quantity,
    answers.moment,
    answers.day,
    answers.score,
    answers.visit,
    answers.address,
]
SPOTTERS: list[Reader] = [
    answers.spot_name,
    answers.spot_phone,
    answers.spot_birthday,
    answers.spot_quantity,
    answers.spot_moment,
    answers.spot_score,
    answers.spot_visit,
]
MATCHERS = [answers.refuses, answers.asks_why, answers.already_member]

PIECES = """
    我叫 王芳 13800001111 138 0000 不 不要 好的 可以 农历 公历 八月 十五 初五 闰
    1990 年 月 日 3.5 生日 除夕 服务 关怀 1 2 都 只要 ， 。 ？ 😊 👩‍👧 110105
    19491231002X 身份证 为什么 会员 <b> \\ % {} ② ٢ ㊗ 零 两 廿 卅 十 大年 姓
    的 周 下 末 点 : 号 天 后 个 两 半 打 块 分 星 ⭐ 👎 满 很 满意 差 百 / - . 明年 今 第
"""
words = st.sampled_from([*PIECES.split(), "\x00", "\ud800", "\u202e", " ", "\n"])
texts = st.text(max_size=40) | st.lists(words, max_size=8).map("".join)


def read(parse: Reader, said: str) -> object:
    """Return the value, or what was not clear about it."""
    try:
        return parse(said, NOW)
    except Unclear as unclear:
        return unclear


@settings(max_examples=50)
@given(texts)
def test_every_text_gives_a_value_or_a_known_question(said: str) -> None:
    for parse in PARSERS:
        value = read(parse, said)
        if isinstance(value, Unclear):
            assert value.key in answers.UNCLEAR_KEYS
        else:
            json.dumps(value)


@settings(max_examples=50)
@given(texts)
def test_every_spotter_gives_a_value_or_nothing(said: str) -> None:
    for spot in SPOTTERS:
        json.dumps(spot(said, NOW))
    assert all(matches(said) in {True, False} for matches in MATCHERS)
    assert isinstance(answers.spot_id_or_bank(said), str)


@settings(max_examples=50)
@given(texts)
def test_a_name_can_always_be_stored_and_shown(said: str) -> None:
    called = read(answers.name, said)
    assume(isinstance(called, str))
    assert 1 <= len(str(called)) <= 30
    assert str(called).replace("\u200d", "").isprintable()


@pytest.mark.parametrize(
    "piece",
    [
        "好的",
        "嗯",
        "不",
        "不是不",
        "我叫",
        "1 ",
        "138",
        "6222 ",
        "八月",
        "零",
        "要1不要2",
        "下周",
        "周三",
        "三点",
        "5号",
        "一百",
        "很",
        "5分",
        "。",
        " ",
    ],
)
def test_a_long_message_is_read_at_once(piece: str) -> None:
    said = (piece * 2000)[:2000] + "x!"
    started = perf_counter()
    for reader in [*PARSERS, *SPOTTERS]:
        read(reader, said)
    assert perf_counter() - started < 2
