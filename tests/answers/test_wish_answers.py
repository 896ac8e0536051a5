"""What she wishes to hear and what not, in her own words; and what is no such wish."""

from datetime import date

import pytest

from bot.dialogue.answers.wishes import wishes
from bot.dialogue.intents import WordsAndPhrases

TODAY = date(2026, 11, 22)  # a Sunday

ONLY = "-greeting -upkeep -company -offer"
SAID = f"""
别发活动只发保养 = -greeting -company -offer +upkeep
只要生日祝福 = {ONLY} +birthday
三个月别发 = -all<2027-02-22
这个月别打扰我 = -all<2026-12-01
下周再说 = -all<2026-11-23
别打电话 = -call
别发短信 = -sms
节日别发 = -holiday
别给我发活动了 = -offer
不要给我推优惠 = -offer
广告别发了 = -offer
促销的别发 = -offer
以后促销别通知我了 = -offer
活动通知不用发我 = -offer
优惠信息停掉 = -offer
不想看广告 = -offer
上新别通知我 = -offer
推销信息退订 = -offer
活动就别推给我了 = -offer
生日祝福不用给我发 = -birthday
节日祝福也别发了 = -holiday
节日问候不用，谢谢，别发 = -holiday
逢年过节就别发了 = -holiday
祝福短信也不用 = -greeting
别再发什么保养知识了 = -upkeep
不用再提醒我保养了 = -upkeep
保养提醒别发了 = -upkeep
只要订单通知 别的别发 = {ONLY}
我只要物流通知 别的不要 = {ONLY}
只发生日和节日的祝福，其他不要 = {ONLY} +birthday +holiday
只留保养提醒就行 = -greeting -company -offer +upkeep
仅接收生日祝福 = {ONLY} +birthday
活动可以发，保养别发 = +offer -upkeep
保养可以发，活动别发 = +upkeep -offer
生日祝福可以发，其他都不要 = {ONLY} +birthday
关怀消息别发，活动可以发 = -greeting -upkeep -company +offer
半年内不要联系我 = -all<2027-05-22
两个星期别发消息 = -all<2026-12-06
最近别打扰我 = -all<2026-12-22
这几天先别发 = -all<2026-11-29
一个月之内别给我发任何消息 = -all<2026-12-22
今年别再发了 = -all<2027-01-01
年后再联系 = -all<2027-02-13
过完年再说 = -all<2027-02-13
下个月再说 = -all<2026-12-01
下个月再发 = -all<2026-12-01
下周别发 = -all<2026-11-30
明年再说 = -all<2027-01-01
十二月一号再联系我 = -all<2026-12-01
到12月1号前别打扰我 = -all<2026-12-01
三个月后再发 = -all<2027-02-22
过两个月再说 = -all<2027-01-22
10天内勿扰 = -all<2026-12-02
请勿打扰一个月 = -all<2026-12-22
本周别发 = -all<2026-11-23
这周先不要发了 = -all<2026-11-23
不要给我打电话了 = -call
推销电话别打了 = -call
别打电话推销 = -call
电话不要打 = -call
以后别给我打电话，有事发微信 = -call
电话别打 短信也别发 = -call -sms
不要发短信 = -sms
短信停了吧 = -sms
邮件也别发 = -email
这个月别发活动 = -offer<2026-12-01
三个月内别发优惠 = -offer<2027-02-22
麻烦半年内别发广告，谢谢 = -offer<2027-05-22
恢复活动 = +offer
活动可以发了 = +offer
电话可以打了 = +call
又可以打电话了 = +call
只要生日祝福，其他唔好再發 = {ONLY} +birthday
請三個月內不要再發 = -all<2027-02-22
別發活動只發保養 = -greeting -company -offer +upkeep
活动别发，活动可以发 = +offer
"""
AS_BEFORE = "恢复 恢复正常 可以继续给我发消息了 又可以发了 解除免打扰 恢复吧"
NO_WISH = """
别发了|退订|不要打扰我|活动|有什么活动|你们有优惠吗|打电话给我|要打电话|可以打电话给我|我想预约清洗|不用保养了
不要保养|不要优惠券|不要活动|预约提醒别发|今年不买了|短信验证码没收到|下周三下午三点洗个戒指|我的生日是三月五号
只要这个|三个月能保修吗|不要了|下周有活动吗|保养要多少钱|电话多少|三天后能取吗|你好|谢谢|不是|生日有优惠吗
优惠券还能用吗|过两天再来|一周后取|下个月过生日|再说吧|以后再说|三个月了还没修好|积分别清零|别的款式有吗
不要盒子|晚上再联系|我要投诉|短信收到了|看看新款|上新了吗|我要活动|快递别送了|快递别放门口|来电话了
没收到电话|就要这个|活动取消了吗|取消预约|取消活动|预约取消|物流停了|关门了|月底再说|不用寄了|电话打不通
中秋别关门|国庆开门吗|清洗取消|清洗不用了|下周再来|下周再来清洗|三月三十二号再说|取消我明天的预约
暂时不要|暂时不用|暂时不需要|不想留电话|明天再说|看看我的单|我的单呢|不想给电话|明天不来了|下周不去了
"""


def told(text: str) -> str | None:
    said = wishes(text, TODAY)
    if said is None:
        return None
    words = (
        f"{'+' if each.wanted else '-'}{about}{f'<{each.until}' if each.until else ''}"
        for about, each in said.items()
    )
    return " ".join(sorted(words))


@pytest.mark.parametrize("row", SAID.strip().splitlines())
def test_a_wish_is_understood_in_her_own_words(row: str) -> None:
    text, _, meant = row.partition(" = ")
    assert told(text) == " ".join(sorted(meant.split()))


@pytest.mark.parametrize("text", AS_BEFORE.split())
def test_everything_goes_on_at_her_word(text: str) -> None:
    assert wishes(text, TODAY) == {}


@pytest.mark.parametrize("text", NO_WISH.replace("\n", "|").strip("|").split("|"))
def test_what_is_something_else_is_no_wish(text: str) -> None:
    assert told(text) is None


@pytest.mark.parametrize(
    "text", ["别" * 700, "三" * 400 + "个月别发", "只要" * 300, "\x00别发\ud800活动"]
)
def test_no_text_is_too_much(text: str) -> None:
    wishes(text, TODAY)


def test_a_wish_is_reported_as_unsubscribing(ear: WordsAndPhrases) -> None:
    heard = [
        ear.understand(text).intent for text in ("三个月别发", "恢复", "退订", "你们会给我发什么")
    ]
    assert heard == ["wishes", "resume_care", "unsubscribe", "what_comes"]
    assert ear.under("wishes") == "unsubscribe"
