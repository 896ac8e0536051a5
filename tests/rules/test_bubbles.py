"""How a long text becomes bubbles that WeChat takes, and words become taps."""

import pytest

from bot.channels.wechat.bubbles import LIMIT, bubbles, with_taps

TAP = '<a href="weixin://bizmsgmenu?msgmenucontent={}&msgmenuid=1">{}</a>'


def size(bubble: str) -> int:
    return len(with_taps(bubble).encode())


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        (" \n ", 0),
        ("您好", 1),
        ("好" * 682, 1),  # 2046 bytes
        ("好" * 682 + "ok", 1),
        ("好" * 683, 2),
        ("😊" * 512, 1),
        ("😊" * 513, 2),
    ],
)
def test_a_bubble_holds_2048_bytes(text: str, count: int) -> None:
    assert len(bubbles(text)) == count


@pytest.mark.parametrize(
    "text",
    ["好" * 5000, "😊" * 3000, "您好。" * 2000, "第一段。\n\n" * 900, "a" * 9000, "好 " * 3000],
)
def test_nothing_is_lost_and_no_character_is_torn(text: str) -> None:
    parts = bubbles(text)
    assert max(map(size, parts)) <= LIMIT
    assert "".join("".join(parts).split()) == "".join(text.split())


def test_a_text_is_cut_between_paragraphs_first() -> None:
    first, second = "一" * 500 + "。", "二" * 300 + "。"
    assert bubbles(f"{first}\n\n{second}") == [first, second]


def test_a_text_is_cut_behind_a_sentence_else() -> None:
    head, *_ = bubbles("今天天气好。" * 200)
    assert head.endswith("。")


def test_words_to_tap_send_themselves() -> None:
    assert (
        with_taps("点<<会员码>>。") == f"点{TAP.format('%E4%BC%9A%E5%91%98%E7%A0%81', '会员码')}。"
    )


def test_a_tap_counts_with_all_its_markup() -> None:
    plain = "好" * 650
    assert size(plain) < LIMIT < size(f"{plain}<<积分怎么来的>>")
    assert len(bubbles(f"{plain}<<积分怎么来的>>")) == 2


@pytest.mark.parametrize(
    ("markup", "begins", "ends"),
    [("<<积分怎么来的>>", "<<", ">>"), ('<a href="https://example.com">说明</a>', "<a", "</a>")],
)
def test_a_tap_or_link_is_never_torn(markup: str, begins: str, ends: str) -> None:
    for length in range(600, 690):
        parts = bubbles("好" * length + markup + "好" * 20)
        assert all(part.count(begins) == part.count(ends) for part in parts)
        assert max(map(size, parts)) <= LIMIT


def test_a_tap_longer_than_a_bubble_still_leaves() -> None:
    assert "".join(bubbles(f"<<{'好' * 900}>>")).count("好") == 900
