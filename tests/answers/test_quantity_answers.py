"""How many she wants."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.dialogue.answers import Context, Unclear, quantity, spot_quantity
from tests.answers import rows

NOW = Context(today=date(2026, 11, 22))

QUANTITIES = {
    1: """
        1  一  一个  一件  1个  一个就行  再来一个  一对  一副  一套  来一套吧  一双  一块手表
        一个吧，谢谢
    """,
    2: """
        2  二  两  两个  俩  要俩  来俩  两件  2件  ２件  2️⃣  两条项链  我要两条项链  x2  ×2
        *2  两份  兩個
        两双  要两个  两个可以吗  两个，要两个  没问题，两个  拿2个，500块的  25号要两个  要两
        两对  貳個
    """,
    3: """
        3  三  三条  仨  3件  要3个  3个吧谢谢  不是两个，是三个  不要两个，要三个  3xl三件
        两个月后要三个
        第二款要三个  大概三个  三个 13800001111  叁件  叁個  三隻
    """,
    5: "5  五个  一共5个  5盒  五瓶  给我5  两个戒指三条项链，一共五个  ５个",
    6: "6  六个  半打  来半打",
    12: "12  十二  十二个  一打  1打  来一打  １２個  十二条",
    20: "20  二十  二十个  廿个  20只",
    24: "24  二十四个  两打  2打",
    100: "100  一百个  100个",
    105: "105个  一百零五个",
    230: "230个  两百三十个",
    999: "999个  九百九十九个",
}  # fmt: skip
UNCLEAR = {
    "quantity_which": """
        一两个  不止两个  至少两个  最多三个  两个以上  每人一个  各一个  两三打
        两三个  三四件  七八个  2-3个  2、3个  2到3个  两个或三个  两个或者三个
        3个或者4个  几个  好几个
        十几个  几十个  十来个  二十多个  10多个  一百多个  百来个  若干  一些  多点  多来点
        少点  一点  半个
        一个半  1.5个  全部  都要  很多  越多越好  两个戒指三条项链  十一二个  二三十个
    """,
    "quantity_none": """
        0  ０  零  0个  零个  不要  不要了  不用了  不需要  不买了  算了  取消  一个都不要
        一个也不要  不要两个
        两个不要了
    """,
    "quantity_unclear": """
        500块  ￥500  五百块  3块  3块钱  三百元  5毛  13800001111  3号  三月  5克  3寸  38码
        八折  三个月  两个人
        两个小时  一样  第三个  第3款  这个  我俩  他们俩  随便  你好  买一送一  1000个
        1,000个  10000
        99999个  两个多少钱
        三点  25号  三楼  -1  有问题  💍
    """,
}  # fmt: skip
WANTED = {
    "我要两条项链": 2,
    "想订三个礼盒": 3,
    "来3件": 3,
    "给我拿一对耳环": 1,
    "帮我留两个，我要的": 2,
    "买一打": 12,
    "两个": 2,
}
NOT_WANTED = rows("""
    3  上次买的两个坏了  两个多少钱  我买了两个  两个都退了  要两个吗  一个月后来  第二个要吗
    一两个吧
    我不要两个  13800001111  500块的  来了两个人  要几个好  你好
""")


def heard(said: str) -> int | str:
    """Return how many, or the key of the question that is asked."""
    try:
        return quantity(said, NOW)
    except Unclear as unclear:
        return unclear.key


@pytest.mark.parametrize("count", QUANTITIES)
def test_a_quantity_is_understood_as_she_says_it(count: int) -> None:
    said = rows(QUANTITIES[count])
    assert {each: heard(each) for each in said} == dict.fromkeys(said, count)


@pytest.mark.parametrize("key", UNCLEAR)
def test_about_so_many_none_or_a_price_is_no_quantity(key: str) -> None:
    said = rows(UNCLEAR[key])
    assert {each: heard(each) for each in said} == dict.fromkeys(said, key)


def test_silence_is_no_quantity() -> None:
    assert heard("") == "quantity_unclear"


def test_a_quantity_is_spotted_where_she_wants_so_many() -> None:
    assert {said: spot_quantity(said, NOW) for said in WANTED} == WANTED


def test_a_quantity_is_never_guessed() -> None:
    assert [said for said in NOT_WANTED if spot_quantity(said, NOW) is not None] == []


_ONES: list[str] = ["", *"一二三四五六七八九"]


def in_words(count: int) -> str:
    """Write a number below 1000 in numerals."""
    hundreds, rest = divmod(count, 100)
    tens, ones = divmod(rest, 10)
    if not hundreds:
        return ("十" if tens == 1 else f"{_ONES[tens]}十" if tens else "") + _ONES[ones]
    zero = "零" if ones and not tens else ""
    return f"{_ONES[hundreds]}百{f'{_ONES[tens]}十' if tens else zero}{_ONES[ones]}"


_WIDE = {ord("0") + digit: chr(ord("０") + digit) for digit in range(10)}


@settings(max_examples=80)
@given(st.integers(1, 999), st.sampled_from("个件条只枚颗对套盒"))
def test_digits_of_any_width_and_numerals_agree(count: int, unit: str) -> None:
    written = (str(count), str(count).translate(_WIDE), in_words(count))
    assert [heard(f"我要{number}{unit}") for number in written] == [count] * 3


@settings(max_examples=40)
@given(st.integers(1, 999))
def test_a_number_alone_is_a_quantity_and_with_money_never(count: int) -> None:
    assert heard(str(count)) == heard(in_words(count)) == count
    assert {heard(f"{count}元"), heard(f"￥{count}")} == {"quantity_unclear"}
