"""What she may answer when asked what to call her, and how a name is spotted in passing."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.dialogue.answers import Context, Unclear, name, spot_name
from tests.answers import rows

NOW = Context(today=date(2026, 11, 22))

NAMES = {
    "王芳": "王芳",
    "王芳。": "王芳",
    " 王芳 ": "王芳",
    "王　芳": "王芳",
    "王 芳": "王芳",
    "“王芳”": "王芳",
    "王芳啊": "王芳",
    "王芳呀～": "王芳",
    "王芳，谢谢": "王芳",
    "李": "李",
    "小李": "小李",
    "王姐": "王姐",
    "李女士": "李女士",
    "欧阳娜娜": "欧阳娜娜",
    "陳小明": "陳小明",
    "谢谢谢": "谢谢谢",
    "Anna": "Anna",
    "ａｎｎａ": "anna",
    "Anna Lee": "Anna Lee",
    "O'Neil": "O'Neil",
    "Jean-Luc": "Jean-Luc",
    "J.R.": "J.R.",
    "阿依古丽·买买提": "阿依古丽·买买提",
    "山田 花子": "山田 花子",
    "김민지": "김민지",
    "🌸小花🌸": "🌸小花🌸",
    "👸": "👸",
    "👩‍👧": "👩‍👧",
    "<script>alert(1)</script>": "<script>alert(1)</script>",
    "{{7*7}}": "{{7*7}}",
    "%s%n": "%s%n",
    "'; DROP TABLE members": "'; DROP TABLE members",
    "A": "A",
    "520": "520",
    "小仙女本仙": "小仙女本仙",
    "我叫王芳": "王芳",
    "我叫 王芳": "王芳",
    "我叫王芳。": "王芳",
    "我叫王芳哈": "王芳",
    "我叫做王芳": "王芳",
    "我就叫王芳": "王芳",
    "我叫“王芳”": "王芳",
    "我叫李想": "李想",
    "我叫陳小明": "陳小明",
    "我叫Anna": "Anna",
    "我叫Anna Lee": "Anna Lee",
    "我叫<b>芳</b>": "<b>芳</b>",
    "我叫阿依古丽·买买提": "阿依古丽·买买提",
    "我叫王芳，你们几点关门？": "王芳",
    "你好，我叫王芳": "王芳",
    "你好我叫王芳": "王芳",
    "嗯嗯，王芳": "王芳",
    "好的，王芳": "王芳",
    "我是王芳": "王芳",
    "我是王芳啊": "王芳",
    "我是小李": "小李",
    "我是张阿姨": "张阿姨",
    "我是小仙女": "小仙女",
    "这里是王芳": "王芳",
    "是王芳": "王芳",
    "叫王芳": "王芳",
    "就叫王姐": "王姐",
    "我姓李": "李",
    "我姓李啊": "李",
    "姓李": "李",
    "免贵姓王": "王",
    "免贵姓欧阳": "欧阳",
    "我姓张，叫我小张就行": "小张",
    "我姓张叫张晓雨": "张晓雨",
    "姓王名芳": "王芳",
    "我姓王，名字叫芳": "王芳",
    "叫我王姐": "王姐",
    "叫我王姐吧": "王姐",
    "叫我王姐就行": "王姐",
    "叫我王姐就可以了": "王姐",
    "你叫我王姐吧": "王姐",
    "称呼我王女士": "王女士",
    "喊我芳芳": "芳芳",
    "名字：王芳": "王芳",
    "姓名:王芳": "王芳",
    "姓名 王芳 电话 13800001111": "王芳",
    "名字是王芳": "王芳",
    "我的名字叫王芳": "王芳",
    "我的名字是王芳": "王芳",
    "我名字王芳": "王芳",
    "本人王芳": "王芳",
    "my name is Anna": "Anna",
    "I'm Anna Lee": "Anna Lee",
    "call me Anna": "Anna",
    "王芳，芬芳的芳": "王芳",
    "张晓雨，拂晓的晓": "张晓雨",
    "王芳 13800001111": "王芳",
    "王芳13800001111": "王芳",
    "13800001111 王芳": "王芳",
    "王芳，电话13800001111": "王芳",
    "Anna 13800001111": "Anna",
    "我叫王芳，电话138 0000 1111": "王芳",
    "我叫王芳电话是13800001111": "王芳",
    "我叫王芳今年35": "王芳",
    "我叫王芳你呢": "王芳",
    "王芳 女 35岁": "王芳",
    "王芳，女": "王芳",
    "是我，王芳": "王芳",
    "王芳/13800001111": "王芳",
    "匿名": "匿名",
}

NO_NAMES = rows("""
    要这个干嘛  为什么要名字  干什么用  会不会泄露  你们几点关门  你们几点关门？  在哪里  多少钱
    有优惠吗  可以不说吗  怎么办会员  不想给  不方便说  不告诉你  跳过  保密  下次吧  算了
    13800001111  138 0000 1111  010-62345678  电话13800001111  你好  您好  hi  在吗  谢谢  好的
    嗯  可以  ok  是的  不是  随便  随便叫  都行  无所谓  不知道  你猜  等一下  没有  女  先生
    我要投诉你们  我要退货  人工  人工客服  查积分  积分  办卡  我是会员  我早就是会员了
    我有会员卡  优惠券  地址  退订  我想问一下  我昨天买的衣服掉色了  你们店真不错  请问营业时间
    麻烦快点  我是昨天买衣服的  我叫什么你不知道吗  我叫什么？  ？  。。。  ...  !  -
    谢谢 13800001111
    我就是想看看  先看看  介绍一下你们店  朋友叫我来的  谢谢你
""")


@pytest.mark.parametrize(("said", "called"), NAMES.items())
def test_she_is_called_what_she_says(said: str, called: str) -> None:
    assert name(said, NOW) == called


@pytest.mark.parametrize("said", NO_NAMES)
def test_a_question_a_refusal_or_a_number_is_not_her_name(said: str) -> None:
    with pytest.raises(Unclear) as unclear:
        name(said, NOW)
    assert unclear.value.key == "name_unclear"


def test_a_long_name_is_cut_at_thirty_characters() -> None:
    assert name("芳" * 31, NOW) == "芳" * 30
    assert name("我叫" + "芳" * 31, NOW) == "芳" * 30


def test_a_cut_never_ends_in_half_an_emoji() -> None:
    assert name("芳" * 29 + "👩\u200d👧", NOW) == "芳" * 29 + "👩"


def test_invisible_characters_are_no_part_of_a_name() -> None:
    assert name("王\u200b芳\u202e\x00", NOW) == "王芳"


@pytest.mark.parametrize(
    ("said", "called"),
    {
        "我叫王芳，电话138 0000 1111": "王芳",
        "王芳13800001111": "王芳",
        "13800001111，王芳": "王芳",
        "13800001111\n王芳": "王芳",
        "王姐 13800001111": "王姐",
        "小王 13800001111": "小王",
        "欧阳娜娜 13800001111": "欧阳娜娜",
        "陳小明 13800001111": "陳小明",
        "姓名：王芳 电话：13800001111": "王芳",
        "我想办卡，我叫欧阳娜娜，13800001111": "欧阳娜娜",
        "我叫王芳想办会员": "王芳",
        "我叫王芳我要办卡": "王芳",
        "我是王芳": "王芳",
        "你好，我是李梅，上次买过手镯": "李梅",
        "免贵姓李": "李",
    }.items(),
)
def test_a_name_is_spotted_where_she_introduces_herself(said: str, called: str) -> None:
    assert spot_name(said, NOW) == called


@pytest.mark.parametrize(
    "said",
    [
        "王芳",
        "Anna 13800001111",
        "谢谢13800001111",
        "方便的话打13800001111",
        "周六 13800001111",
        "金项链 13800001111",
        "马上 13800001111",
        "可以，13800001111",
        "王芳 李梅 13800001111",
        "王芳13800001111 13900001111",
        "我是顾客",
        "我是老顾客",
        "我是会员",
        "我是安徽人",
        "我是金牛座",
        "我是昨天买的",
        "我是来投诉的",
        "叫我妈来拿",
        "叫我怎么办",
        "我叫了外卖",
        "我叫你们经理来",
        "我叫什么？",
        "您贵姓",
        "你叫什么名字",
        "名字是什么？",
        "订单号13800001111 王芳",
    ],
)
def test_a_name_is_never_guessed(said: str) -> None:
    assert spot_name(said, NOW) is None


given_names = st.text(
    "芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华文玉兰", min_size=1, max_size=2
)
surnames = st.sampled_from(["王", "李", "张", "陳", "歐陽", "欧阳", "谢", "上官"])
phrases = st.sampled_from(
    [
        "我叫{}",
        "我叫{}。",
        "叫我{}就行",
        "名字：{}",
        "{} 13800001111",
        "13800001111，{}",
        "我叫{}，你呢",
    ]
)


@settings(max_examples=50)
@given(surnames, given_names, phrases)
def test_a_full_name_survives_every_way_of_giving_it(
    family: str, given_name: str, phrase: str
) -> None:
    said = phrase.format(family + given_name)
    assert name(said, NOW) == family + given_name
    assert spot_name(said, NOW) == family + given_name
