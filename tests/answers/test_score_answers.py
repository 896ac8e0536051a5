"""How satisfied she is, from one to five."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.dialogue.answers import Context, Unclear, says_more, score, spot_score
from tests.answers import rows

NOW = Context(today=date(2026, 11, 22))

SCORES = {
    5: """
        5  ５  五  5分  ５分  五分  打5分  我给5分  给五分吧  5分！  5星  五星  五颗星
        五星好评  ⭐⭐⭐⭐⭐  ★★★★★  满分
        给满分  10  10分  十分  我给九分  9分  100  100分  一百分  90分  95分  5/5  9/10
        10/10  百分制90  666  💯
        非常满意  很满意  特别满意  十分满意  十二分满意  百分百满意  太满意了  满意极了
        不能更满意了  非常好  很好
        特别好  太好了  真好  好极了  好得不得了  特别棒  很棒  棒  赞  超赞  完美  无可挑剔
        没得说  好评  很喜欢  爱了  零差评
        👍  👍🏻  👍👍👍  [强]  [赞]  /:strong  很好，非常满意  不错，很满意  5分，谢谢你们
        😍  非常滿意  5分👍
    """,
    4: """
        4  四  四分  4分  打4分  4颗星  四星  ⭐⭐⭐⭐  4/5  8/10  8分  8  7分  80分
        10分制8分  满分10分给8分  5分满分给4分
        满分5分，给4分  4分，但是等太久  满意  挺满意的  比较满意  还算满意  基本满意  挺好的
        蛮好  还不错  不错  真不错
        挺不错的  还行  还可以  还可以吧  还好  不差  不赖  没什么不满意的  没有不好  服务好
        都挺好  没失望  不满意的地方没有  没有什么不满意  没毛病  😊  good
    """,
    3: """
        3  三  3分  三分  三星  ★★★☆☆  ⭐⭐⭐  6分  60分  一般  一般吧  一般般  一般般吧
        很一般  普通  马马虎虎  凑合
        还凑合吧  过得去  中规中矩  中评  就那样  没什么感觉  不是很差  一般，不太好
        还可以更好  😐
    """,
    2: """
        2  二  两分  2分  二星  ⭐⭐  4/10  不满意  不太满意  不是很满意  不怎么满意  不够满意
        谈不上满意  不滿意
        不好  不太好  不是很好  不怎么样  不咋地  不行  不理想  不喜欢  失望  有点失望  差
        有点差  质量差  不给力  没想象中好  不如上次好  😔
    """,
    1: """
        1  一  1分  一分  一星  ⭐  0  0分  零分  负分  10分制1分  1/5  很差  太差了  好差
        非常差  差评  差劲极了，很差劲
        太失望了  很失望  非常失望  十分失望  很不满意  非常不满意  十分不满意  特别不满意
        一点都不满意  一点也不好
        垃圾  太烂了  气死我了  再也不来了  一塌糊涂  👎  👎👎  [弱]  /:weak  😡  非常不好
    """,
}  # fmt: skip
UNCLEAR = {
    "score_which": """
        3.5  3.5分  4.5分  三点五分  三星半  三分半  3-4分  3到4分  三四分  3分或4分  3分 5分
        好，但是服务一般
        东西好，服务差  服务好，质量差  服务很好，不过太贵  态度很好但是很慢  👍👎  很好👎
        不是不满意
        最满意的是店员，最不满意的是价格
    """,
    "score_unclear": """
        好  好的  嗯  哦  谢谢  你好  早上好  随便  满意吗  满意吗？  怎么打分  满意度  差不多
        6  11  95  -1  +1
        1000  13800001111  5分钟  500积分  如果送货快就满意  王芳  项链修好了吗  🤔  not good
    """,
}  # fmt: skip
SPOTTED = {
    "打5分": 5,
    "我给4分": 4,
    "5分": 5,
    "五星好评": 5,
    "⭐⭐⭐": 3,
    "满分": 5,
    "给你们打满分": 5,
    "服务不错，给4分": 4,
}
NOT_SPOTTED = rows("""
    5  五  非常满意  好的  几分  给几分  5分钟  等了5分钟  我有500积分  买了5分的钻石
    给我看看5分的钻石
    明天3点5分到  打3.5分  能打5分吗  星期五  五星酒店旁边  给你们打4到5分  👍  13800001111
""")


def heard(said: str) -> int | str:
    """Return her score, or the key of the question that is asked."""
    try:
        return score(said, NOW)
    except Unclear as unclear:
        return unclear.key


@pytest.mark.parametrize("mark", SCORES)
def test_a_score_is_understood_as_she_says_it(mark: int) -> None:
    said = rows(SCORES[mark])
    assert {each: heard(each) for each in said} == dict.fromkeys(said, mark)


@pytest.mark.parametrize("key", UNCLEAR)
def test_a_split_score_or_none_is_asked_about(key: str) -> None:
    said = rows(UNCLEAR[key])
    assert {each: heard(each) for each in said} == dict.fromkeys(said, key)


def test_silence_is_no_score() -> None:
    assert heard("") == "score_unclear"


def test_a_score_is_spotted_where_she_gives_a_mark() -> None:
    assert {said: spot_score(said, NOW) for said in SPOTTED} == SPOTTED


def test_a_score_is_never_guessed() -> None:
    assert [said for said in NOT_SPOTTED if spot_score(said, NOW) is not None] == []


@settings(max_examples=40)
@given(st.integers(1, 5), st.sampled_from(["{}", "{}分", "给{}分", "打{}分吧", "{}星"]))
def test_digits_of_any_width_and_numerals_agree(mark: int, phrase: str) -> None:
    written = (str(mark), chr(ord("０") + mark), "一二三四五"[mark - 1])
    assert [heard(phrase.format(each)) for each in written] == [mark] * 3


@settings(max_examples=40)
@given(st.integers(0, 100))
def test_a_higher_mark_is_never_a_lower_score(mark: int) -> None:
    scores = [heard(f"百分制{each}分") for each in (mark, min(mark + 1, 100))]
    assert 1 <= int(scores[0]) <= int(scores[1]) <= 5


@pytest.mark.parametrize("said", ["3分，等太久了", "有点慢，3分", "还行，就是有点贵", "店里太挤了"])
def test_a_reason_beside_the_score_is_heard(said: str) -> None:
    assert says_more(said)


@pytest.mark.parametrize("said", ["4", "给个4分", "一般吧", "有点失望", "很满意，谢谢"])
def test_a_bare_score_gives_no_reason(said: str) -> None:
    assert not says_more(said)
