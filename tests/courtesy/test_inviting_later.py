"""She puts our invitation off: it comes once more when she said, and all else goes on."""

from datetime import date, time

import pytest

from bot import clock
from bot.journeys.planning import plan
from bot.outbox.models import Message
from bot.shop.wishes.models import Wish
from tests.courtesy.counter import Desk
from tests.people import Day, Phone
from tests.shop.till import Till

CLEANING = Message.journey == "cleaning"


@pytest.fixture
def hers(desk: Desk, day: Day) -> Phone:
    """She has just been invited to have her ring cleaned; it is the 14th of June."""
    day.goes_to(clock.at(date(2027, 3, 14), time(14)))
    phone = desk.customer()
    Till(desk.shop).sells(80_000, lines=(("戒指", 1, 80_000),), member_id=desk.id_of(phone))
    comes_to(desk, day, date(2027, 6, 14))
    phone.says("你好")
    desk.sends()
    assert [row.state for row in desk.shop.rows(Message, CLEANING)] == ["sent"]
    return phone


def comes_to(desk: Desk, day: Day, to: date) -> None:
    """Let it be half past ten on a day, with the invitations planned."""
    bot = desk.shop.bot
    day.goes_to(clock.at(to, time(10, 30)))
    plan(bot.database, {"cleaning": bot.journeys["cleaning"]}, clock.now())


def invitations(desk: Desk) -> list[tuple[str, str]]:
    """Return when each invitation is due, and what became of it."""
    rows = desk.shop.rows(Message, CLEANING)
    return [(f"{clock.local(row.due):%m-%d}", row.state) for row in rows]


def test_it_comes_again_once_when_she_said(desk: Desk, day: Day, hers: Phone) -> None:
    assert "7月1日以后我再问您一声" in str(hers.says("下个月再说"))
    assert invitations(desk) == [("06-14", "sent"), ("07-01", "planned")]
    comes_to(desk, day, date(2027, 7, 1))
    hers.says("你好")
    desk.sends()
    assert invitations(desk) == [("06-14", "sent"), ("07-01", "sent")]
    first, again = desk.shop.rows(Message, CLEANING)
    assert first.said != again.said  # in other words


def test_all_other_care_goes_on(desk: Desk, day: Day, hers: Phone) -> None:
    hers.says("下个月再说")
    day.passes(days=8)
    season = desk.plans(hers, "天热了", journey="season")
    hers.says("门店地址")
    assert desk.message(season).state == "sent"
    assert [(wish.about, wish.until) for wish in desk.shop.rows(Wish)] == [
        ("cleaning", date(2027, 7, 1))
    ]


def test_what_she_puts_off_twice_is_not_asked_a_third_time(
    desk: Desk, day: Day, hers: Phone
) -> None:
    hers.says("下个月再约")
    comes_to(desk, day, date(2027, 7, 1))
    hers.says("你好")
    assert "再问您" not in str(hers.says("下个月再说"))
    assert [state for _, state in invitations(desk)] == ["sent", "sent"]


def test_of_two_days_she_names_the_last_one_counts(desk: Desk, hers: Phone) -> None:
    hers.says("下周再说")
    hers.says("过两个月再来看看")
    assert invitations(desk) == [("06-14", "sent"), ("08-14", "planned")]


def test_who_came_meanwhile_is_not_asked_again(desk: Desk, day: Day, hers: Phone) -> None:
    hers.says("下个月再说")
    hers.says("预约周六下午三点清洗，去静安店")
    comes_to(desk, day, date(2027, 7, 1))
    desk.sends()
    again = desk.shop.rows(Message, CLEANING)[-1]
    assert (again.state, again.reason) == (
        "skipped",
        "不用再发了：这笔已经退货，或者她刚来过、已经约好了",
    )


def test_a_change_of_the_journeys_file_keeps_what_she_asked_for(desk: Desk, hers: Phone) -> None:
    hers.says("下个月再说")
    bot = desk.shop.bot
    changed = bot.journeys["cleaning"].model_copy(update={"rank": 31})
    plan(bot.database, {"cleaning": changed}, clock.now())
    assert invitations(desk)[-1] == ("07-01", "planned")


def test_without_an_invitation_it_is_a_wish_for_peace(desk: Desk) -> None:
    hers = desk.customer()
    assert "之前不打扰您" in str(hers.says("下个月再说"))
    assert [wish.about for wish in desk.shop.rows(Wish)] == ["all"]
