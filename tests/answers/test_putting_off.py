"""Not now, in so many words: it is heard as that, and a day or a wish is not."""

from datetime import date

import pytest

from bot.dialogue.answers import refuses
from bot.dialogue.answers.putting_off import puts_off
from bot.dialogue.answers.putting_off_till import till_when


@pytest.mark.parametrize(
    "said",
    [
        "过阵子再说",
        "等我有空",
        "等我有空再说吧",
        "等有时间了过去",
        "最近没空",
        "最近太忙了，忙完这阵再约",
        "这阵子忙，过段时间再约",
        "嗯 过几天再看看吧",
        "我有空了再联系你们",
        "缓缓再说",
        "等忙完这阵子再来",
    ],
)
def test_who_puts_it_off_is_let_be(said: str) -> None:
    assert puts_off(said)
    assert refuses(said)


@pytest.mark.parametrize(
    "said",
    [
        "你们忙吗",
        "等我有空的话周六下午三点",
        "我明天有空",
        "周六有空",
        "有空位吗",
        "过几天来取戒指行吗",
        "等了一阵子了还没修好",
        "过阵子再说一遍",
        "没空听你们推销，别再发了",
        "戒指过段时间再拿",
        "",
    ],
)
def test_who_says_a_day_or_something_else_is_not_put_off(said: str) -> None:
    assert not puts_off(said)


@pytest.mark.parametrize("said", ["下个月再说", "那就年后再看吧", "下周再约"])
def test_till_a_time_is_a_refusal_only_where_something_is_asked(said: str) -> None:
    assert refuses(said)
    assert not puts_off(said)


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("下个月再说", date(2026, 12, 1)),
        ("嗯，下个月再过去", date(2026, 12, 1)),
        ("年后再约吧", date(2027, 2, 13)),
        ("过两个月再来看看", date(2027, 1, 22)),
        ("下个月再发", None),
        ("三个月别发", None),
        ("明天再说", None),
        ("过两天再来", None),
        ("下周三再来", None),
        ("下个月5号再来", None),
    ],
)
def test_the_day_she_puts_it_off_to_is_heard(said: str, day: date | None) -> None:
    assert till_when(said, date(2026, 11, 22)) == day
