"""Days that are dear to her: what she tells of them, and what she means otherwise."""

from datetime import date

import pytest

from bot.dialogue.answers import Context, DearDay, Unclear, dear_date, dear_day, spot_dear_date

CONTEXT = Context(date(2026, 11, 23))


@pytest.mark.parametrize(
    ("said", "what"),
    [
        ("我们结婚纪念日是5月20号", "结婚纪念日"),
        ("结婚十周年是5月20号", "结婚纪念日"),
        ("我們結婚紀念日是5月20號", "结婚纪念日"),
        ("农历八月十五是我妈生日", "妈妈的生日"),
        ("我妈生日是农历八月十五", "妈妈的生日"),
        ("别忘了我爸妈的结婚纪念日是10月1号", "爸妈的结婚纪念日"),
        ("腊月二十三是我婆婆的生日", "婆婆的生日"),
        ("记一下，女儿生日2015年6月1日", "女儿的生日"),
        ("纪念日改成6月1号", "纪念日"),
    ],
)
def test_she_tells_of_a_day(said: str, what: str) -> None:
    assert dear_day(said) == DearDay("keep", what)


@pytest.mark.parametrize(
    "said",
    [
        "我的生日是5月20号",
        "生日改成5月20号",
        "我妈生日送什么好",
        "结婚纪念日有优惠吗",
        "5月20号是我们结婚纪念日吗",
        "5月20号结婚纪念日买的戒指断了",
        "5月20号是我们结婚纪念日，想买个戒指",
        "我妈生日快到了",
        "我老公不喜欢那条项链",
        "我妈去世了，这个镯子能改小吗",
    ],
)
def test_who_wants_something_else_is_not_taken_at_a_day(said: str) -> None:
    assert dear_day(said) is None


@pytest.mark.parametrize(
    "said", ["9月3号是我爸忌日", "明天是我爸的忌日", "5月20号是我们离婚纪念日", "我妈去世了"]
)
def test_a_sad_day_is_known_as_one(said: str) -> None:
    assert dear_day(said) == DearDay("sad")


@pytest.mark.parametrize(
    ("said", "what"),
    [
        ("别记我们的结婚纪念日了", "结婚纪念日"),
        ("把我妈生日删了", "妈妈的生日"),
        ("纪念日都删掉吧", None),
    ],
)
def test_she_wants_a_day_forgotten(said: str, what: str | None) -> None:
    assert dear_day(said) == DearDay("forget", what)


@pytest.mark.parametrize("said", ["我的纪念日", "你们记了我哪些日子"])
def test_she_wants_to_see_them(said: str) -> None:
    assert dear_day(said) == DearDay("show")


def test_the_year_is_not_kept() -> None:
    told = spot_dear_date("女儿生日2015年6月1日", CONTEXT)
    assert told == {"calendar": "solar", "month": 6, "day": 1, "leap": False, "year": None}


def test_a_day_that_may_be_of_either_calendar_is_asked_about() -> None:
    assert spot_dear_date("八月十五是我妈生日", CONTEXT) is None
    with pytest.raises(Unclear, match="birthday_calendar"):
        dear_date("八月十五是我妈生日", CONTEXT)
