"""That a friend brought her: by a code she types, or in words that name somebody."""

import pytest

from bot.dialogue.answers import friend_code, says_brought


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("3fa9c02e7b", "3fa9c02e7b"),
        ("朋友的推荐码是３ＦＡ９Ｃ０２Ｅ７Ｂ", "3fa9c02e7b"),
        ("推荐码1234567890", "1234567890"),
        ("1234567890", None),
        ("13fa9c02e7b", None),
        ("3fa9c02e7b 1fa9c02e7b", None),
        ("订单3fa9c02e7bx", None),
        ("", None),
    ],
)
def test_a_friends_code_is_read_and_nothing_else(said: str, code: str | None) -> None:
    assert friend_code(said) == code


@pytest.mark.parametrize(
    "said",
    [
        "我是王芳介绍来的",
        "王芳介绍我来的",
        "是我朋友王芳推荐的",
        "王姐介紹我過來的",
        "介绍人王芳",
        "推荐人：王芳 13800001111",
        "我同事李娜让我来的",
        "我妈推荐的",
    ],
)
def test_who_was_brought_says_so(said: str) -> None:
    assert says_brought(said)


@pytest.mark.parametrize(
    "said",
    [
        "介绍朋友来有什么好处",
        "我想推荐朋友来",
        "推荐人有奖励吗",
        "我推荐的朋友买了没",
        "介绍一下你们的戒指",
        "推荐一款手链",
        "你们推荐的是哪款",
        "是谁推荐的",
        "💍",
    ],
)
def test_who_would_bring_a_friend_was_not_brought(said: str) -> None:
    assert not says_brought(said)
