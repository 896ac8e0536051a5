"""What she agrees to when asked about service notices and care messages."""

from bot.dialogue.answers import Unclear, consent
from bot.dialogue.answers.consent import Topic
from tests.answers import rows

BOTH = rows("""
    同意  好  好的  嗯  嗯嗯  可以  行  ok  没问题  我同意  完全同意  同意，谢谢  都可以  都行
    都要  都同意  都好  全部  全都要，谢谢  两个都要  两项都同意  1和2  12  1、2  1,2  1和2都要
    一和二  服务和关怀都要  服务通知和关怀消息都可以  同意接收服务通知和关怀消息  可以，我叫王芳
    同意，我的生日是5月1  不是不行  👌  /:ok
""")

SERVICE_ONLY = rows("""
    只要服务通知  服务通知  服务通知就行  服务通知就好了  只收购买通知  只要购买和预约通知
    通知就行  第一个  第一个吧  只要第一种  好的，只要第一种  第1项  1  1吧  选1  我选1  同意1
    １  ①  一  前面那个  前者  除了关怀都行  除关怀外都同意  除了第二个都可以  不要生日问候
    不要关怀  不想要关怀  2不要  不要第二个  关怀就不用了，通知可以  别发生日祝福，其他都可以
    服务的可以，关怀不要  1要2不要  要1不要2  1可以，2不用  第一个同意第二个不同意
    服务通知吧，关怀算了  要服务通知，不要生日问候和保养知识  服務通知就行
    前面的要后面的不要  要第一个不要第二个  服务类的就行，其他的不需要
""")

CARE_ONLY = rows("""
    只要关怀  关怀就行  关怀消息可以  第二个  2  2吧  选2  ②  二  后者  后面那个  生日问候就好
    只要生日和节日问候  保养知识可以  保养知识可以，其他不要  只要生日祝福别的不要
    除了服务通知都行  服务不要，其他可以  2要1不要  要2不要1  關懷就行
""")

NONE = rows("""
    不  不要  不用  不用了  不用了谢谢  不同意  我不同意  都不要  都不用  都不同意  全都不要
    两个都不要  两种都不想要  一个都不要  1和2都不要  服务通知和关怀都不要  不需要  算了  拒绝
    跳过  别给我发消息  不要打扰我  不要关怀，其他也不要  不要关怀，不要打扰我  没兴趣  🙅  no
    无法同意  没同意  不同意以上  全不要  不要打电话
""")

UNCLEAR = rows("""
    随便  都是什么  关怀是什么  服务通知是什么？  可以只要一个吗  会不会很多  不要服务通知
    不要通知  生日祝福可以，保养知识不要  同意，但是别打电话  好的，不过别太多  我的生日是5月1
    生日不记得了  我生日快到了  我的订单不对  我要投诉  3  哦  考虑一下  王芳  13800001111  你好
    🌹
    一个就行  服务好就行  你们服务真好  服务态度太差  关心一下我的订单  谢谢关心  第一次来  谁同意了
""")


NOTHING = {"service": False, "care": False}


def granted(said: str) -> dict[Topic, bool] | str:
    """Return what she grants, or the key of the question that is asked again."""
    try:
        return consent(said)
    except Unclear as unclear:
        return unclear.key


def test_a_plain_yes_grants_both_that_were_named() -> None:
    both = {"service": True, "care": True}
    assert {said: granted(said) for said in BOTH} == dict.fromkeys(BOTH, both)


def test_she_may_take_service_notices_alone() -> None:
    service = NOTHING | {"service": True}
    assert {said: granted(said) for said in SERVICE_ONLY} == dict.fromkeys(SERVICE_ONLY, service)


def test_she_may_take_care_messages_alone() -> None:
    care = NOTHING | {"care": True}
    assert {said: granted(said) for said in CARE_ONLY} == dict.fromkeys(CARE_ONLY, care)


def test_a_no_grants_nothing() -> None:
    assert {said: granted(said) for said in NONE} == dict.fromkeys(NONE, NOTHING)


def test_nothing_is_granted_by_an_unclear_answer() -> None:
    asked_again = dict.fromkeys(UNCLEAR, "consent_which")
    assert {said: granted(said) for said in UNCLEAR} == asked_again


def test_silence_grants_nothing() -> None:
    assert granted("") == "consent_which"
