"""Recommending: thanks always, a reward once and late enough, one level, and nobody fooled."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy.orm import Session

from bot import clock, jobs
from bot.outbox.models import Message
from bot.shop.people.models import Person
from bot.shop.points.models import PointEntry
from bot.shop.referrals.actions import own_code
from bot.shop.referrals.models import Referral
from bot.shop.tasks.models import Task
from bot.usecases.merging import merge_people
from bot.usecases.recommending import confirm_named, give_reward
from tests.people import LI, LI_PHONE, WANG, OpenShop, Phone, at_once
from tests.shop.till import Till

FRIEND = "oHerFriend-000000000000000003"


@pytest.fixture(autouse=True)
def _wang(shop: OpenShop) -> None:
    """王姐 is a member."""
    shop.member(WANG)


def code_of(shop: OpenShop, openid: str = WANG) -> str:
    """Return the scene of somebody's own code."""
    her_id = shop.person(openid).id
    return f"friend:{shop.bot.database.run(lambda db: own_code(db, her_id))}"


def brings(shop: OpenShop, openid: str = LI, *, by: str = WANG, agrees: str = "可以") -> Phone:
    """Let a newcomer follow by a friend's code, answer whether that may be told, and join."""
    phone = shop.phone(openid)
    phone.follows(code_of(shop, by))
    phone.says(agrees)
    return shop.member(openid, name="小李", phone=LI_PHONE)


def days_pass(shop: OpenShop, days: int) -> int:
    """Let days pass, and what is due be given; return the points."""
    clock.run_ahead(clock.now() + timedelta(days=days) - clock.real_now())
    with shop.app.app_context():
        return jobs.reward_friends()


def told(shop: OpenShop) -> list[str]:
    return [message.key for message in shop.rows(Message, Message.journey == "referral")]


def test_her_code_may_be_typed_too(shop: OpenShop) -> None:
    phone = shop.phone(LI)
    phone.follows()
    heard = phone.says(f"朋友的推荐码 {code_of(shop).removeprefix('friend:').upper()}") or ""
    assert "可以跟她说一声您来过吗" in heard
    assert len(shop.rows(Referral)) == 1


def test_her_own_code_typed_is_kindly_refused(shop: OpenShop) -> None:
    code = code_of(shop).removeprefix("friend:")
    assert "您自己的推荐码" in (shop.phone(WANG).says(f"推荐码{code}") or "")


def test_a_name_is_a_task_once_and_tells_nobody_who_is_a_customer(shop: OpenShop) -> None:
    phone = shop.phone(LI)
    phone.follows()
    known, unknown = phone.says("我是王姐介绍来的"), phone.says("我是玛丽亚介绍来的")
    assert known == unknown
    assert len(shop.rows(Task, Task.kind == "referral_named")) == 1
    assert shop.rows(Referral) == []


def test_her_friend_is_asked_whether_she_may_be_told_of(shop: OpenShop) -> None:
    heard = shop.phone(LI).follows(code_of(shop)) or ""
    assert "朋友介绍来的" in heard
    assert "可以跟她说一声您来过吗" in heard
    assert told(shop) == []


@pytest.mark.parametrize(
    ("agrees", "thanks"), [("可以", "referral.friend_came"), ("不用", "referral.thanks")]
)
def test_she_is_thanked_always_and_told_only_what_her_friend_allows(
    shop: OpenShop, agrees: str, thanks: str
) -> None:
    brings(shop, agrees=agrees)
    assert told(shop) == [thanks, "referral.newcomer"]
    assert shop.one(Referral).state == "joined"


def test_both_are_thanked_the_same_day_and_each_once(shop: OpenShop) -> None:
    brings(shop)
    shop.member(LI, name="小李", phone=LI_PHONE)
    thanked = shop.rows(Message, Message.journey == "referral")
    assert [each.person_id for each in thanked] == [shop.person(WANG).id, shop.person(LI).id]
    assert all(each.not_after for each in thanked)


def finds_out(shop: OpenShop, openid: str = LI) -> None:
    """Let a colleague find out who brought her."""
    new, old, rules = shop.person(openid).id, shop.person(WANG).id, shop.rules
    shop.bot.database.run(
        lambda db: confirm_named(db, new, old, rules, by="limin", result="是王姐")
    )


@pytest.mark.parametrize(("agrees", "may_tell"), [("可以", True), ("不用", False)])
def test_a_newcomer_whose_friend_people_found_is_asked_too(
    shop: OpenShop, agrees: str, may_tell: bool
) -> None:
    phone = shop.phone(LI)
    phone.says("我是王姐介绍来的")
    finds_out(shop)
    assert "可以跟您的朋友说一声" in str(phone.says("你们几点关门"))
    phone.says(agrees)
    assert shop.one(Referral).may_tell is may_tell


def test_she_is_asked_after_what_she_talks_about_just_now(shop: OpenShop) -> None:
    phone = shop.phone(LI)
    for words in ("我是王姐介绍来的", "办会员"):
        phone.says(words)
    finds_out(shop)
    assert "朋友" not in str(phone.says("小李"))
    assert "可以跟您的朋友说一声" in str(phone.says("退出"))


def test_the_reward_comes_once_and_after_the_time_for_returning(shop: OpenShop, till: Till) -> None:
    brings(shop)
    till.sells(500_00, openid=LI)
    assert days_pass(shop, 6) == 0
    assert till.account(WANG) == (0, 0)
    assert days_pass(shop, 3) == 200
    assert days_pass(shop, 30) == 0
    assert till.account(WANG) == (200, 0)
    assert told(shop)[-1] == "referral.rewarded"


def test_she_hears_how_it_stands_and_until_when_it_waits(shop: OpenShop, till: Till) -> None:
    brings(shop)
    till.sells(500_00, openid=LI)
    heard = shop.phone(WANG).says("我介绍了1个了怎么没分") or ""
    due = clock.local(shop.one(Referral).due or clock.now())
    assert "来了1位，买过东西的1位" in heard
    assert f"最早{due.month}月{due.day}日" in heard


def test_of_a_friend_who_keeps_quiet_she_hears_nothing(shop: OpenShop, till: Till) -> None:
    brings(shop, agrees="不用")
    till.sells(500_00, openid=LI)
    assert "还没有带来消息" in (shop.phone(WANG).says("我介绍的朋友买了吗") or "")


def test_twenty_workers_give_one_reward(shop: OpenShop, till: Till) -> None:
    brings(shop)
    till.sells(500_00, openid=LI)
    clock.run_ahead(clock.now() + timedelta(days=9) - clock.real_now())
    number, rules = shop.one(Referral).id, shop.rules
    give = partial(give_reward, referral_id=number, shop=rules)
    given = at_once(*[partial(shop.bot.database.run, give)] * 20, hands=8)
    assert sorted(given) == [0] * 19 + [200]
    assert till.account(WANG) == (200, 0)


def test_only_her_first_purchase_counts(shop: OpenShop, till: Till) -> None:
    brings(shop)
    till.sells(500_00, openid=LI)
    till.sells(900_00, openid=LI)
    days_pass(shop, 9)
    till.sells(900_00, openid=LI)
    assert days_pass(shop, 9) == 0
    assert till.account(WANG) == (200, 0)


def test_what_comes_back_in_time_brings_nothing_and_the_next_may(
    shop: OpenShop, till: Till
) -> None:
    brings(shop)
    till.takes_back(till.sells(500_00, openid=LI))
    assert days_pass(shop, 9) == 0
    till.sells(300_00, openid=LI)
    assert days_pass(shop, 9) == 200


def test_what_comes_back_later_takes_the_reward_along(shop: OpenShop, till: Till) -> None:
    brings(shop)
    receipt = till.sells(500_00, openid=LI)
    days_pass(shop, 9)
    till.takes_back(receipt)
    assert till.account(WANG) == (0, 0)
    assert shop.one(Referral).state == "reversed"
    kinds = [entry.kind for entry in shop.rows(PointEntry, PointEntry.person_id == wang(shop))]
    assert kinds == ["referral", "referral_off"]


def test_a_small_purchase_brings_nothing(shop: OpenShop, till: Till) -> None:
    brings(shop)
    till.sells(99_00, openid=LI)
    assert days_pass(shop, 9) == 0


def test_her_friends_friend_brings_her_nothing(shop: OpenShop, till: Till) -> None:
    brings(shop)
    brings(shop, FRIEND, by=LI)
    till.sells(500_00, openid=FRIEND)
    days_pass(shop, 9)
    assert till.account(WANG) == (0, 0)
    assert till.account(LI) == (200, 0)


def test_two_who_recommend_each_other_are_refused_kindly(shop: OpenShop) -> None:
    brings(shop)
    heard = shop.phone(WANG).sends(
        {"MsgType": "event", "Event": "SCAN", "EventKey": code_of(shop, LI)}
    )
    assert "老朋友" in (heard or "")
    assert shop.count(Referral) == 1


def test_nobody_recommends_herself(shop: OpenShop) -> None:
    heard = shop.phone(WANG).sends({"MsgType": "event", "Event": "SCAN", "EventKey": code_of(shop)})
    assert "您自己的推荐码" in (heard or "")
    assert shop.count(Referral) == 0


def test_who_has_bought_before_is_no_newcomer(shop: OpenShop, till: Till) -> None:
    shop.phone(LI).follows()
    till.sells(500_00, openid=LI)
    heard = shop.phone(LI).follows(code_of(shop)) or ""
    assert "老朋友" in heard
    assert shop.count(Referral) == 0


def test_who_was_an_old_customer_at_the_till_brings_nothing(shop: OpenShop, till: Till) -> None:
    till.sells(500_00, phone=LI_PHONE)
    clock.run_ahead(clock.now() + timedelta(days=1) - clock.real_now())
    brings(shop)
    assert not isinstance(till.checks(till.code_of(LI), LI_PHONE), str)
    till.sells(500_00, openid=LI)
    assert days_pass(shop, 9) == 0
    assert shop.one(Referral).state == "void"


def test_who_comes_twice_is_brought_once(shop: OpenShop) -> None:
    brings(shop)
    shop.phone(LI).leaves()
    shop.phone(LI).follows(code_of(shop))
    assert shop.count(Referral) == 1
    assert told(shop) == ["referral.friend_came", "referral.newcomer"]


def test_two_records_that_become_one_do_not_recommend_themselves(shop: OpenShop) -> None:
    brings(shop)
    li = shop.person(LI).id

    def work(db: Session) -> None:
        loser, winner = db.get_one(Person, li), db.get_one(Person, wang(shop))
        merge_people(db, loser, winner, by="limin")

    shop.bot.database.run(work)
    referral = shop.one(Referral)
    assert referral.recommender_id != referral.newcomer_id


def test_her_code_stays_the_same(shop: OpenShop) -> None:
    assert code_of(shop) == code_of(shop)


def wang(shop: OpenShop) -> int:
    return shop.person(WANG).id
