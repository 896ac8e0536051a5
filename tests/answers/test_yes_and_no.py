"""How she says yes and no."""

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.dialogue.answers import Unclear, yes_no
from tests.answers import rows

YES = rows("""
    好  好的  好滴  好哒  好呀  好吧  好呀好呀  好的呢  好！！！  好～  好的，谢谢  行  行吧  行呀
    可以  可以的  可以呀  可以可以  可  阔以  嗯  嗯嗯  嗯呢  恩恩  嗯好  ok  OK  ｏｋ  okk  OKOK
    好的ok  同意  我同意  完全同意  愿意  我非常愿意  要  要的  我要  想  想要  是  是的  对  对的
    没错  当然  当然可以  必须的  没问题  好的没问题  没意见  不反对  不介意  不错  不是不行
    也不是不行  没有不同意  不会不同意  不得不同意  不好意思，可以  可以呀，没问题  谢谢，要  加入
    成  中  妥妥的  同意同意  來  對  願意  沒問題  yes  Yes  y  sure  👌  👍  👍🏻  👌👌  ✅
    🙆‍♀️  /:ok  [OK]  /:strong  [强]
    好的老板  好的美女  好嘞亲
    那好吧  也行  都行  没得问题  要得  【同意】  “好的”  回复同意  勉强同意  我很愿意
""")

NO = rows("""
    不  不要  不要了  不用  不用了  不用了谢谢  不用不用  谢谢，不用  不同意  我不同意  不愿意
    不想  不太想  不是很想  现在不想办  不需要  暂时不需要  不必了  不行  不行啊  好像不行
    恐怕不行  可能不行  不可以  不能  不好  不太好吧  不方便  不了  不了谢谢  不感兴趣  没兴趣
    没有兴趣  没必要  没空  算了  算了吧  免了吧  拒绝  别  别了  别给我发  我不想收到这些消息
    好的，不用了  嗯，不要  好吧，算了  不好意思，不用了  不是  不对  没有  否  下次吧  以后再说
    改天吧  不願意  沒興趣  no  NO  nope  n  🙅  🙅‍♀️  ❌  👎  /:no  /:weak
    无法同意  难以同意  没同意  我没同意  不能同意  不会同意
    不敢同意  不是很愿意  不不不  不不不不要  才不要
    真不用  我看不用了  不得行  要不得  不同意也得同意
""")

NEITHER = rows("""
    可以吗  要不要  好不好  行不行  多少钱  要钱吗  是什么  为什么  好贵  好看  可以便宜点吗
    可以便宜点  对了我想问件事  嗯，你们几点关门  好的，我要投诉你们  好的，不过别打电话
    同意，但是不要推销  如果便宜就要  随便  无所谓  考虑一下  我想想  看情况  不一定  不知道
    不清楚  不是，我要  这件衣服不好看  哦  收到  谢谢  不用谢  不客气  没关系  哈哈  王芳
    13800001111  5月1  。  🙏  🌹  asdf  特别  要不
    好麻烦  好烦  从不同意  谁同意了  同意不了  想要但是没钱  是不  1  y/n
""")


def heard(said: str) -> bool | str:
    """Return her yes or no, or the key of the question that is asked again."""
    try:
        return yes_no(said)
    except Unclear as unclear:
        return unclear.key


def test_every_yes_is_heard() -> None:
    assert {said: heard(said) for said in YES} == dict.fromkeys(YES, True)


def test_every_no_is_heard() -> None:
    assert {said: heard(said) for said in NO} == dict.fromkeys(NO, False)


def test_what_is_neither_yes_nor_no_is_asked_again() -> None:
    asked_again = dict.fromkeys(NEITHER, "yes_no_unclear")
    assert {said: heard(said) for said in NEITHER} == asked_again


def test_silence_is_no_answer() -> None:
    assert heard("") == "yes_no_unclear"


ends = st.text("啊呀哦哈啦吧~～。！!… ", max_size=4)


@settings(max_examples=50)
@given(st.sampled_from(["同意", "愿意", "可以", "好的", "没问题"]), ends)
def test_how_she_ends_a_yes_makes_no_difference(word: str, end: str) -> None:
    assert yes_no(word + end) is True


@settings(max_examples=50)
@given(st.sampled_from(["同意", "愿意", "可以", "要", "想要", "行"]), ends)
def test_a_not_before_it_always_turns_a_yes(word: str, end: str) -> None:
    assert yes_no("不" + word + end) is False
