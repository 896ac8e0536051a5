"""Calls that people of the shop make: after a large purchase, to a newcomer; to whom they may."""

from datetime import timedelta

import pytest

from bot import clock
from bot.db import put
from bot.outbox.models import Message
from bot.shop.consent.models import Consent
from bot.shop.tasks.models import Task
from bot.shop.wishes.models import Wish
from tests.journeys.care import Care
from tests.people import LI, LI_PHONE, WANG, Day, OpenShop
from tests.shop.test_referrals import code_of
from tests.shop.till import Till

LARGE, CALL, NEWCOMER = 6_800_00, "large_purchase", "referral_care"
RING = (("钻石戒指", 1, LARGE),)


@pytest.fixture(autouse=True)
def _wang(shop: OpenShop) -> None:
    """王姐 is a member."""
    shop.member(WANG)


def week_passes(care: Care, day: Day, journey: str) -> None:
    """Let a week pass, and every day be planned and done."""
    for _ in range(8):
        care.speaks(journey)
        day.passes(days=1)


def test_a_large_purchase_brings_one_call_within_a_week(care: Care, till: Till, day: Day) -> None:
    till.sells(LARGE, openid=WANG, lines=RING, guide="zhouting")
    week_passes(care, day, CALL)
    task = care.shop.one(Task, Task.kind == CALL)
    assert task.staff == "zhouting"
    assert timedelta(days=3) < task.due - (clock.now() - timedelta(days=8)) < timedelta(days=7)
    assert "打个电话" in task.why


def test_the_call_sheet_names_what_she_bought_and_what_to_answer(
    care: Care, till: Till, day: Day
) -> None:
    till.sells(LARGE, openid=WANG, lines=RING)
    week_passes(care, day, CALL)
    (sheet,) = care.asked(CALL)
    assert "王姐" in sheet.splitlines()[0]
    assert "最近买的：钻石戒指" in sheet
    assert all(each in sheet for each in ("忘了是哪家店", "在忙", "不喜欢"))


def test_a_usual_purchase_brings_no_call(care: Care, till: Till, day: Day) -> None:
    till.sells(4_999_00, openid=WANG)
    week_passes(care, day, CALL)
    assert care.planned(CALL) == []


def test_what_came_back_before_the_day_brings_no_call(care: Care, till: Till, day: Day) -> None:
    receipt = till.sells(LARGE, openid=WANG, lines=RING)
    day.passes(days=3)
    for _ in range(3):
        care.plans(CALL)
        day.passes(days=1)
    till.takes_back(receipt)
    care.speaks(CALL)
    assert [each.state for each in care.planned(CALL)] == ["skipped"]
    assert care.asked(CALL) == []


def test_who_wishes_no_calls_is_not_called(care: Care, till: Till, day: Day) -> None:
    keys = {"person_id": care.shop.person(WANG).id, "about": "call"}
    with care.shop.bot.database.transaction() as db:
        put(db, Wish, keys, wanted=False, until=None, at=clock.now())
    till.sells(LARGE, openid=WANG)
    week_passes(care, day, CALL)
    assert care.asked(CALL) == []


def test_who_said_no_to_care_after_it_was_planned_is_not_called(
    care: Care, till: Till, day: Day
) -> None:
    till.sells(LARGE, openid=WANG)
    for _ in range(4):
        day.passes(days=1)
        care.plans(CALL)
    her_id = care.shop.person(WANG).id
    with care.shop.bot.database.transaction() as db:
        db.get_one(Consent, (her_id, "care", "wechat")).granted = False
    week_passes(care, day, CALL)
    assert care.asked(CALL) == []


def test_a_newcomer_whom_a_friend_brought_is_called_once(
    care: Care, shop: OpenShop, day: Day
) -> None:
    friend = shop.phone(LI)
    friend.follows(code_of(shop))
    friend.says("不用")
    shop.member(LI, name="小李", phone=LI_PHONE)
    week_passes(care, day, NEWCOMER)
    task = shop.one(Task, Task.kind == NEWCOMER)
    assert task.person_id == shop.person(LI).id
    assert "王姐" not in task.words
    assert shop.count(Message, Message.journey == NEWCOMER) == 1


def test_who_came_by_herself_is_not_called_as_a_friends_friend(
    care: Care, shop: OpenShop, day: Day
) -> None:
    shop.member(LI, name="小李", phone=LI_PHONE)
    week_passes(care, day, NEWCOMER)
    assert care.planned(NEWCOMER) == []
