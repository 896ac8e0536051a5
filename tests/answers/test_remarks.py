"""What she may say instead of an answer: a refusal, a question why, that she is a member."""

from bot.dialogue.answers import already_member, asks_why, refuses
from tests.answers import rows

REFUSALS = rows("""
    不想给  不想说  不想填  我不想留电话  不太想说  不方便  不方便透露  这个不方便说
    不好意思，不方便  不便透露  不说  不填  不留  不给  不告诉你  不想告诉你们  跳过  跳过吧
    我想跳过  能跳过吗  可以跳过吗  略过  先跳过  保密  隐私  个人隐私  这是隐私  下次吧  下次再说
    以后再说  改天吧  再说吧  算了  算了吧  免了  不  不要  不要了  不用  不用了  不需要  不必了
    不行  不行不行  不可以  不同意  不愿意  不愿意说  拒绝  别问了  没必要  没必要吧  暂时不想填
    先不说了  先不填  可以不填吗  可以不说吗  不填行吗  不说可以吗  能不填吗  過  pass  skip  no
    🙅  ❌  我不要  无可奉告  不想說  不願意  下一步
""")

NO_REFUSALS = rows("""
    好  好的  可以  王芳  王过  5月1  三月初五  不用农历，公历5月1  不是农历是阳历3.5  13800001111
    为什么要填  要这个干嘛  不填会怎样  不给的话会怎样  不是不想给  保密吗  会保密吗  不知道
    不记得了  忘了  没有生日  下个月5号  你好  谢谢  不好意思  不客气
""")

WHY = rows("""
    要这个干嘛  要这个干什么  要我生日干嘛  要手机号做什么  你们要我电话干什么  要电话有什么用
    问这个做什么  问这么多干嘛  留电话干嘛  给你们电话做什么  填这个有什么用  干什么用  干嘛用
    做什么用  干嘛  为什么  为什么？  为什么要  为什么要填  为啥要填生日  为什么要手机号
    为什麼要生日  凭什么告诉你  有什么用  有啥用  用来干嘛  用于什么用途  会不会泄露  会不会骚扰我
    会打骚扰电话吗  会不会把我信息卖了  不会泄露吧  不会把我信息卖了吧  怕被骗  安全吗  安全不
    靠谱吗  保密吗  你们是骗子吗  會不會洩漏  要這個幹嘛  会不会天天发  会经常给我发短信吗
""")

NOT_WHY = rows("""
    好的  王芳  不想给  为什么还没发货  为什么这么贵  为什么要排队  你们干嘛的
    问一下你们是干什么的  在干嘛  洗衣机能用吗  这个手镯有什么用  什么时候发货  5月1  13800001111
    会每天发货吗  不要天天发
""")

MEMBERS = rows("""
    我早就是会员  我早就是会员了  我已经是会员了  我是会员  我是老会员了  我是你们的老会员
    我就是你们店的会员  我是金卡会员  我有会员卡  我有你们的会员卡  有卡  我有卡了  办过了
    办过卡了  我之前办过卡  我以前在店里办的  我已经注册过了  注册过了  早就加入了  填过了
    登记过了  我有VIP卡  老会员  我早就是會員
""")

NOT_MEMBERS = rows("""
    我不是会员  还没办过  没办过卡  有会员卡吗  我是会员吗  怎么成为会员  我想成为会员  办好了吗
    我有问题  我有卡券没用  会员有什么好处  我要办会员  可以办卡  王芳  忘了是不是办过
""")


def test_a_refusal_is_respected_however_softly_it_is_said() -> None:
    assert [said for said in REFUSALS if not refuses(said)] == []


def test_an_answer_or_a_question_is_not_a_refusal() -> None:
    assert [said for said in NO_REFUSALS if refuses(said)] == []


def test_asking_what_her_data_is_for_is_understood() -> None:
    assert [said for said in WHY if not asks_why(said)] == []


def test_other_questions_do_not_ask_what_her_data_is_for() -> None:
    assert [said for said in NOT_WHY if asks_why(said)] == []


def test_a_member_says_that_she_is_one() -> None:
    assert [said for said in MEMBERS if not already_member(said)] == []


def test_asking_about_membership_is_not_having_it() -> None:
    assert [said for said in NOT_MEMBERS if already_member(said)] == []
