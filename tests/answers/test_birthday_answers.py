"""What she may answer when asked for her birthday; today is 22 November 2026."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dialogue.answers import Context, Unclear, birthday, spot_birthday, under_age
from bot.lunar import Birthday, is_valid_lunar

TODAY = date(2026, 11, 22)
NOW = Context(today=TODAY)

SOLAR = {
    "5月1": "公历5月1日",
    "5月1日": "公历5月1日",
    "5月1号": "公历5月1日",
    "５月１号": "公历5月1日",
    "5 月 1 日": "公历5月1日",
    "五月一号": "公历5月1日",
    "三月五号": "公历3月5日",
    "三月五日": "公历3月5日",
    "八月十五日": "公历8月15日",
    "十一月十一日": "公历11月11日",
    "十二月三十一": "公历12月31日",
    "元月5号": "公历1月5日",
    "公历八月十五": "公历8月15日",
    "阳历3月5": "公历3月5日",
    "陽曆3月5號": "公历3月5日",
    "新历三月五": "公历3月5日",
    "国历10月10日": "公历10月10日",
    "3月5日，公历": "公历3月5日",
    "3月5，不是农历": "公历3月5日",
    "不是农历，是公历5月1": "公历5月1日",
    "身份证上是3月5日": "公历3月5日",
    "身份证上三月五": "公历3月5日",
    "我的生日是5月1": "公历5月1日",
    "我生日5.1": "公历5月1日",
    "生日：5/1": "公历5月1日",
    "我是5月1号的": "公历5月1日",
    "我5月1生的": "公历5月1日",
    "嗯，5月1日哦，谢谢": "公历5月1日",
    "5月1日😊": "公历5月1日",
    "03-05": "公历3月5日",
    "3-5": "公历3月5日",
    "3.5": "公历3月5日",
    "3。5": "公历3月5日",
    "3，5": "公历3月5日",
    "3、5": "公历3月5日",
    "3/5": "公历3月5日",
    "3.5号": "公历3月5日",
    "3月.5": "公历3月5日",
    "0305": "公历3月5日",
    "1225": "公历12月25日",
    "305": "公历3月5日",
    "130": "公历1月30日",
    "2月29": "公历2月29日",
    "闰年2月29": "公历2月29日",
    "90.3.5": "公历1990年3月5日",
    "90-3-5": "公历1990年3月5日",
    "90/03/05": "公历1990年3月5日",
    "90 . 3 . 5": "公历1990年3月5日",
    "90年3月5日": "公历1990年3月5日",
    "90年3月5": "公历1990年3月5日",
    "90年3.5": "公历1990年3月5日",
    "九零年三月五号": "公历1990年3月5日",
    "一九九〇年三月五日": "公历1990年3月5日",
    "一九九零年三月五日": "公历1990年3月5日",
    "1990-03-05": "公历1990年3月5日",
    "1990/3/5": "公历1990年3月5日",
    "1990.3.5": "公历1990年3月5日",
    "1990 3 5": "公历1990年3月5日",
    "１９９０－３－５": "公历1990年3月5日",
    "1990年3月5日": "公历1990年3月5日",
    "1990年 3月 5日 早上8点": "公历1990年3月5日",
    "1990-03-05 08:30": "公历1990年3月5日",
    "出生日期1990年3月5日": "公历1990年3月5日",
    "我是1990年3月5号出生的": "公历1990年3月5日",
    "19900305": "公历1990年3月5日",
    "900305": "公历1990年3月5日",
    "25/12/1990": "公历1990年12月25日",
    "3.15.88": "公历1988年3月15日",
    "05.3.4": "公历2005年3月4日",
    "05年3月4日": "公历2005年3月4日",
    "26.11.22": "公历2026年11月22日",
    "26.11.23": "公历1926年11月23日",
    "27年1月1日": "公历1927年1月1日",
    "00.1.1": "公历2000年1月1日",
    "2000.2.29": "公历2000年2月29日",
    "五一": "公历5月1日",
    "五一劳动节": "公历5月1日",
    "我是五一生的": "公历5月1日",
    "六一": "公历6月1日",
    "六一儿童节": "公历6月1日",
    "八一": "公历8月1日",
    "三八妇女节": "公历3月8日",
    "国庆": "公历10月1日",
    "国庆节那天": "公历10月1日",
    "十一": "公历10月1日",
    "十一国庆节": "公历10月1日",
    "元旦": "公历1月1日",
    "圣诞": "公历12月25日",
    "聖誕節": "公历12月25日",
    "12月25圣诞节": "公历12月25日",
    "平安夜": "公历12月24日",
    "双十一": "公历11月11日",
    "今天": "公历11月22日",
    "就是明天": "公历11月23日",
    "5月1日，1990年的": "公历1990年5月1日",
    "我是1990年的，3月5号": "公历1990年3月5日",
    "5月1号，结婚20年": "公历5月1日",
    "5月1号，今年36了": "公历5月1日",
    "身份证是1990年3月5": "公历1990年3月5日",
}

LUNAR = {
    "农历八月十五": "农历八月十五",
    "农历8月15": "农历八月十五",
    "农历8.15": "农历八月十五",
    "8月15农历": "农历八月十五",
    "8.15（农历）": "农历八月十五",
    "8月15日，阴历的": "农历八月十五",
    "農曆八月十五": "农历八月十五",
    "陰曆8月15": "农历八月十五",
    "浓历八月十五": "农历八月十五",
    "农厉8月15": "农历八月十五",
    "古历八月十五": "农历八月十五",
    "农八月十五": "农历八月十五",
    "我过农历的，八月十五": "农历八月十五",
    "八月十五，不是公历": "农历八月十五",
    "八月十五中秋节": "农历八月十五",
    "中秋": "农历八月十五",
    "中秋节那天": "农历八月十五",
    "我是中秋节生的": "农历八月十五",
    "阴历3月5": "农历三月初五",
    "旧历三月初五": "农历三月初五",
    "老历3月初5": "农历三月初五",
    "三月初五": "农历三月初五",
    "3月初五": "农历三月初五",
    "三月出五": "农历三月初五",
    "农历三月五号": "农历三月初五",
    "十月初十": "农历十月初十",
    "正月初八": "农历正月初八",
    "正月十五": "农历正月十五",
    "正月十五元宵节": "农历正月十五",
    "正月15": "农历正月十五",
    "冬月初一": "农历冬月初一",
    "十一月廿三": "农历冬月廿三",
    "腊月29": "农历腊月廿九",
    "臘月二十九": "农历腊月廿九",
    "蜡月初八": "农历腊月初八",
    "腊月三十": "农历腊月三十",
    "十二月廿九": "农历腊月廿九",
    "七月廿": "农历七月二十",
    "七月卅": "农历七月三十",
    "闰六月初六": "农历闰六月初六",
    "閏六月初六": "农历闰六月初六",
    "闰6月6": "农历闰六月初六",
    "除夕": "农历腊月三十",
    "除夕夜": "农历腊月三十",
    "大年三十": "农历腊月三十",
    "年三十": "农历腊月三十",
    "大年30": "农历腊月三十",
    "腊月三十除夕": "农历腊月三十",
    "大年初一": "农历正月初一",
    "年初一": "农历正月初一",
    "大年初三": "农历正月初三",
    "春节": "农历正月初一",
    "端午": "农历五月初五",
    "端午节": "农历五月初五",
    "五月初五端午": "农历五月初五",
    "元宵": "农历正月十五",
    "七夕": "农历七月初七",
    "七夕节": "农历七月初七",
    "重阳": "农历九月初九",
    "重陽節": "农历九月初九",
    "腊八": "农历腊月初八",
    "一九八五年冬月初一": "1985年农历冬月初一",
    "八五年冬月初一": "1985年农历冬月初一",
    "85年冬月初一": "1985年农历冬月初一",
    "1990年农历三月初五": "1990年农历三月初五",
    "农历1990年三月初五": "1990年农历三月初五",
    "农历90年三月初五": "1990年农历三月初五",
    "农历1990-3-5": "1990年农历三月初五",
    "19900305农历": "1990年农历三月初五",
    "1990农历3.5": "1990年农历三月初五",
    "三月初五 90年": "1990年农历三月初五",
    "我身份证是农历3月5": "农历三月初五",
    "二月二龙抬头": "农历二月初二",
    "1990年闰五月初六": "1990年农历闰五月初六",
    "1988年中秋": "1988年农历八月十五",
    "1990年除夕": "1990年农历腊月三十",
    "1991年除夕": "1991年农历腊月三十",
    "2000年除夕": "2000年农历腊月廿九",
    "1990年大年初一": "1990年农历正月初一",
    "26年冬月初一": "1926年农历冬月初一",
}

UNCLEAR = {
    "我是八月十五的": "birthday_calendar",
    "八月十五": "birthday_calendar",
    "8月十五": "birthday_calendar",
    "三月五": "birthday_calendar",
    "一九八五年八月十五": "birthday_calendar",
    "公历八月初五": "birthday_calendar",
    "8月15，农历公历都过": "birthday_calendar",
    "十二月三十": "birthday_calendar",
    "农历5月1公历6月3": "birthday_which",
    "5月1或者5月2": "birthday_which",
    "111": "birthday_which",
    "129": "birthday_which",
    "5/12/1990": "birthday_which",
    "1990年3月5号（农历二月初九）": "birthday_which",
    "2月30": "birthday_no_such_day",
    "4月31号": "birthday_no_such_day",
    "13月5日": "birthday_no_such_day",
    "0月5日": "birthday_no_such_day",
    "5月0日": "birthday_no_such_day",
    "5月40日": "birthday_no_such_day",
    "0230": "birthday_no_such_day",
    "1991年2月29": "birthday_no_such_day",
    "农历2月31": "birthday_no_such_day",
    "1990年闰六月初六": "birthday_no_such_day",
    "2024年腊月三十": "birthday_no_such_day",
    "闰腊月初一": "birthday_no_such_day",
    "13.32": "birthday_no_such_day",
    "2030年1月1日": "birthday_future",
    "2026年11月23日": "birthday_future",
    "2026年腊月初一": "birthday_future",
    "3000年1月1日": "birthday_future",
    "1890年3月5日": "birthday_year",
    "90后": "birthday_day",
    "1990年": "birthday_day",
    "1990": "birthday_day",
    "90年的": "birthday_day",
    "3月": "birthday_day",
    "三月份": "birthday_day",
    "初五": "birthday_day",
    "农历": "birthday_day",
    "情人节": "birthday_day",
    "母亲节": "birthday_day",
    "清明": "birthday_day",
    "中秋前一天": "birthday_day",
    "除夕前两天": "birthday_day",
    "属马": "birthday_day",
    "双鱼座": "birthday_day",
    "35岁": "birthday_day",
    "你猜": "birthday_unclear",
    "好的": "birthday_unclear",
    "13800001111": "birthday_unclear",
    "110101199003071234": "birthday_unclear",
    "五": "birthday_unclear",
    "": "birthday_unclear",
    "🎂": "birthday_unclear",
    "满5月10元券": "birthday_day",
}


@pytest.mark.parametrize(("said", "meant"), (SOLAR | LUNAR).items())
def test_a_birthday_is_understood_as_she_says_it(said: str, meant: str) -> None:
    assert Birthday.from_json(birthday(said, NOW)).describe() == meant


@pytest.mark.parametrize(("said", "key"), UNCLEAR.items())
def test_a_day_that_is_not_clear_is_asked_about_in_its_own_words(said: str, key: str) -> None:
    with pytest.raises(Unclear) as unclear:
        birthday(said, NOW)
    assert unclear.value.key == key


@pytest.mark.parametrize(
    ("said", "meant"),
    {
        "农历": "农历八月十五",
        "农历的": "农历八月十五",
        "阴历啦": "农历八月十五",
        "公历": "公历8月15日",
        "陽曆": "公历8月15日",
        "不是农历": "公历8月15日",
        "农历七月初一": "农历七月初一",
    }.items(),
)
def test_naming_the_calendar_is_enough_after_an_open_day(said: str, meant: str) -> None:
    asked_back = Context(today=TODAY, earlier="八月十五")
    assert Birthday.from_json(birthday(said, asked_back)).describe() == meant


def test_a_solar_day_answered_before_can_be_called_lunar() -> None:
    asked_back = Context(today=TODAY, earlier="公历八月初五")
    found = birthday("农历", asked_back)
    assert found == {"calendar": "lunar", "month": 8, "day": 5, "leap": False}


def test_a_birthday_is_stored_in_the_shape_the_contract_names() -> None:
    assert birthday("1990年3月5日", NOW) == {
        "calendar": "solar",
        "year": 1990,
        "month": 3,
        "day": 5,
        "leap": False,
    }


@pytest.mark.parametrize(
    ("said", "meant"),
    {
        "我叫王芳，生日5月1": "公历5月1日",
        "王芳 13800001111 生日1990年3月5日": "公历1990年3月5日",
        "我是农历三月初五生的，电话13800001111，我的生日别忘了": "农历三月初五",
        "生日：农历八月十五": "农历八月十五",
    }.items(),
)
def test_a_birthday_is_spotted_where_she_names_it(said: str, meant: str) -> None:
    found = spot_birthday(said, NOW)
    assert found is not None
    assert Birthday.from_json(found).describe() == meant


@pytest.mark.parametrize(
    "said",
    [
        "3月5日买的项链坏了",
        "我老公生日5月1",
        "我妈生日是农历八月十五",
        "生日有什么优惠",
        "生日是5月1号吗？",
        "生日八月十五",
        "我生日快到了",
        "5月1",
        "13800001111",
    ],
)
def test_a_day_that_may_not_be_her_birthday_is_not_spotted(said: str) -> None:
    assert spot_birthday(said, NOW) is None


@pytest.mark.parametrize(
    ("born", "age"),
    [
        (Birthday("solar", 11, 23, year=2012), "child"),
        (Birthday("solar", 11, 22, year=2012), "minor"),
        (Birthday("solar", 11, 23, year=2008), "minor"),
        (Birthday("solar", 11, 22, year=2008), None),
        (Birthday("lunar", 10, 14, year=2026), "child"),
        (Birthday("solar", 3, 5), None),
    ],
)
def test_children_and_minors_are_known_by_their_birth_year(born: Birthday, age: str | None) -> None:
    assert under_age(born, TODAY) == age


@st.composite
def birthdays(draw: st.DrawFn) -> Birthday:
    year = draw(st.none() | st.integers(1900, 2025))
    if draw(st.booleans()):
        day = draw(st.dates(date(2000, 1, 1), date(2000, 12, 31)))
        is_leap_day = (day.month, day.day) == (2, 29)
        known = None if is_leap_day else year
        return Birthday("solar", day.month, day.day, year=known)
    month, leap = draw(st.integers(1, 12)), draw(st.booleans())
    day_of_month = draw(st.integers(1, 30))
    if not is_valid_lunar(year, month, day_of_month, leap):
        return Birthday("lunar", month, min(day_of_month, 29), year=year)
    return Birthday("lunar", month, day_of_month, leap, year)


@given(birthdays())
def test_every_birthday_is_understood_as_the_shop_describes_it(born: Birthday) -> None:
    assert Birthday.from_json(birthday(born.describe(), NOW)) == born


@given(birthdays())
def test_the_year_before_the_calendar_makes_no_difference(born: Birthday) -> None:
    words = born.describe().replace("农历", "阴历").replace("公历", "阳历")
    assert Birthday.from_json(birthday(f"我是{words}的", NOW)) == born
