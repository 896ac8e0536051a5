"""When she would come, as far as she says it, for what and where; and what she wants of a visit."""

from datetime import date, datetime

import pytest

from bot.dialogue.answers import (
    Context,
    Unclear,
    address,
    only_asks,
    shifted,
    spot_service,
    spot_store,
    visit,
    visit_or_no,
    visit_wish,
)
from bot.shop.stores.rules import read_shop
from bot.texts import CONTENT, read_toml

MONDAY = date(2026, 11, 23)
ELEVEN = datetime.fromisoformat("2026-12-10T11:00:00+08:00")
TALK = Context(MONDAY, shop=read_shop(read_toml(CONTENT / "shop.toml")))


def days(first: str, last: str = "", **more: str) -> dict[str, str]:
    return {"from": f"2026-{first}", "to": f"2026-{last or first}", **more}


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("下周三下午三点洗个戒指", days("12-02", time="15:00")),
        ("12月2日周三15:00", days("12-02", time="15:00")),
        ("下周三", days("12-02")),
        ("明天下午都可以", days("11-24", part="afternoon")),
        ("周末过来", days("11-28", "11-29")),
        ("下周末下午", days("12-05", "12-06", part="afternoon")),
        ("这周", days("11-23", "11-29")),
        ("徐汇店吧，周六上午", days("11-28", part="morning", store="徐汇店")),
        ("四点吧", {"time": "16:00"}),
        ("下午", {"part": "afternoon"}),
        ("第二个", {"place": 2}),
        ("后面那个", {"place": -1}),
        ("最近哪天能约", {"any": 1}),
        ("徐汇店呢", {"store": "徐汇店"}),
        ("取消吧", {"off": 1}),
    ],
)
def test_a_visit_is_read_as_far_as_she_says_it(said: str, meant: dict[str, object]) -> None:
    assert visit(said, TALK) == meant


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("换个时间", "moment_unclear"),
        ("上周三", "moment_past"),
        ("周三或者周四", "moment_which"),
        ("2月30号", "moment_no_such_day"),
        ("周一", "moment_today"),
        ("八点", "moment_half"),
        ("国庆", "moment_day"),
    ],
)
def test_what_can_t_be_meant_is_asked_about(said: str, asked: str) -> None:
    with pytest.raises(Unclear) as unclear:
        visit(said, TALK)
    assert unclear.value.key == asked


def test_an_answer_before_does_not_fill_in_a_day_she_does_not_name() -> None:
    with pytest.raises(Unclear):
        visit("嗯嗯", Context(MONDAY, "八月十五", TALK.shop))


@pytest.mark.parametrize(
    ("said", "word"),
    [
        ("下周三洗个戒指", "cleaning"),
        ("想改圈口", "repair"),
        ("让师傅上门保养", "home"),
        ("約個設計師", "consultation"),
        ("看看婚戒", "fitting"),
        ("几点开门", None),
    ],
)
def test_a_service_is_known_by_the_shops_own_words(said: str, word: str | None) -> None:
    assert spot_service(said, TALK) == word


def test_two_stores_in_one_breath_are_none() -> None:
    assert spot_store("静安店还是徐汇店", TALK) is None


@pytest.mark.parametrize(
    ("said", "wish"),
    [
        ("我想约个时间去清洗", "book"),
        ("帮我预约", "book"),
        ("帮我妈约个清洗", "another"),
        ("本来说好礼拜五过来的，要改成礼拜六", "move"),
        ("推迟到下周", "move"),
        ("想改圈口", "book"),
        ("取消预约", "cancel"),
        ("原定今天的行程取消，我改天再约", "cancel"),
        ("不取消，我会来的", "book"),
        ("明天来不了了", "unable"),
        ("我迟到半小时可以吗", "late"),
        ("我要晚半小时到", "late"),
        ("晚一个小时", "move"),
        ("晚点行吗", "move"),
        ("那天不行换明天", "move"),
        ("可以提前预约吗", "book"),
        ("我约的是几点", "tell"),
        ("约哪天都行", "book"),
        ("去店里要不要预约", "needed"),
    ],
)
def test_what_she_wants_of_a_visit(said: str, wish: str) -> None:
    assert visit_wish(said) == wish


@pytest.mark.parametrize(
    ("said", "then"),
    [
        ("往后推一天", days("12-11", time="11:00")),
        ("把明天的往后推一天", days("12-11", time="11:00")),
        ("提前一小时", days("12-10", time="10:00")),
        ("往后挪一个半小时", days("12-10", time="12:30")),
        ("推遲两周", days("12-24", time="11:00")),
        ("改到下周同一时间", days("12-17", time="11:00")),
        ("第二天吧", days("12-11", time="11:00")),
        ("那天不行换明天", days("11-24", time="11:00")),
        ("那天来不了换后天", days("11-25", time="11:00")),
        ("推迟到下周三", days("12-02", time="11:00") | {"later": 1}),
        ("改到四点", days("12-10", time="16:00")),
        ("改到下午", days("12-10", part="afternoon")),
        ("12月10号能晚点吗", {"later": 1}),
        ("提前一点", {"earlier": 1}),
        ("下周", days("11-30", "12-06")),
        ("推迟一天;DROP TABLE visit;--", days("12-11", time="11:00")),
    ],
)
def test_a_time_is_moved_from_where_it_stands(said: str, then: dict[str, str]) -> None:
    assert shifted(visit(said, TALK), ELEVEN) == then


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("好的", True),
        ("不用了", False),
        ("不行，四点吧", {"time": "16:00"}),
        ("晚半小时", {"minutes": 30}),
    ],
)
def test_a_yes_a_no_or_another_time(said: str, meant: object) -> None:
    assert visit_or_no(said, TALK) == meant


@pytest.mark.parametrize("said", ["晚点再说", "晚点回你", "早上好", "🙏"])
def test_what_only_sounds_like_another_time_is_none(said: str) -> None:
    with pytest.raises(Unclear):
        visit_or_no(said, TALK)


@pytest.mark.parametrize(("said", "asks"), [("三点可以吗", True), ("三点去洗戒指", False)])
def test_who_asks_is_not_taken_at_her_word(said: str, asks: bool) -> None:
    assert only_asks(said) is asks


@pytest.mark.parametrize("said", ["我家", "上海", "不告诉你", ""])
def test_what_leads_nowhere_is_no_address(said: str) -> None:
    with pytest.raises(Unclear):
        address(said, TALK)
