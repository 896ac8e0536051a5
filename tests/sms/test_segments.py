"""An SMS is counted as the carriers count it, for that is what is paid."""

from __future__ import annotations

import pytest

from bot.channels.sms.segments import as_read, length, segments


@pytest.mark.parametrize(
    ("size", "count"), [(0, 1), (70, 1), (71, 2), (134, 2), (135, 3), (160, 3), (201, 3), (202, 4)]
)
def test_seventy_characters_are_one_and_then_each_holds_three_fewer(size: int, count: int) -> None:
    assert segments("回" * size) == count


def test_the_signature_and_its_brackets_count() -> None:
    assert segments(as_read("缘来珠宝", "您" * 64)) == 1
    assert segments(as_read("缘来珠宝", "您" * 65)) == 2


@pytest.mark.parametrize(("shown", "size"), [("您好", 2), ("Ab1，", 4), ("💍", 2), ("", 0)])
def test_every_character_is_one_but_an_emoji_is_two(shown: str, size: int) -> None:
    assert length(shown) == size
