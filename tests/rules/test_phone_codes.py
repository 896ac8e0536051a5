"""What a code may be, and how often one is sent."""

from datetime import date, datetime, timedelta

import pytest

from bot.dialogue.answers import Context, Unclear, sms_code
from bot.shop.proofs.rules import too_many

NOW = datetime.fromisoformat("2026-11-23T15:00:00+08:00")
TODAY = Context(date(2026, 11, 23))


@pytest.mark.parametrize(
    ("said", "means"),
    [
        ("402918", "402918"),
        ("是４０２９１８", "402918"),
        ("402 918", "402918"),
        ("四零二九一八", "402918"),
        ("【缘来珠宝】您的验证码是402918，五分钟内有效，请别告诉别人。", "402918"),
        ("验证码402918，没收到第二条", "402918"),
        ("12345", "12345"),
        ("没收到啊", "again"),
        ("重新发一个", "again"),
        ("换个号码吧", "other"),
        ("手机号写错了", "other"),
        ("错了，是13900002222", "13900002222"),
    ],
)
def test_a_code_is_read_however_she_sends_it(said: str, means: str) -> None:
    assert sms_code(said, TODAY) == means


@pytest.mark.parametrize("said", ["好的", "402918和402919", "等我5分钟", ""])
def test_what_holds_no_code_is_asked_again(said: str) -> None:
    with pytest.raises(Unclear, match="code_"):
        sms_code(said, TODAY)


@pytest.mark.parametrize(
    ("minutes_ago", "full"),
    [
        ([], None),
        ([1], None),
        ([0.9], "soon"),
        ([5, 10, 20, 30, 59], "often"),
        ([5, 10, 20, 30, 60], None),
        ([70 * each for each in range(1, 11)], "often"),
        ([150 * each for each in range(1, 11)], None),
    ],
)
def test_codes_are_bounded_by_minute_hour_and_day(
    minutes_ago: list[float], full: str | None
) -> None:
    made = [NOW - timedelta(minutes=each) for each in minutes_ago]
    assert too_many(made, NOW) == full
