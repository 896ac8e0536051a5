"""Presents that must surprise: whom they are for hears nothing, until the day."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from bot import clock, jobs
from bot.journeys.due import still_due
from bot.journeys.due.batch import Occasion
from bot.outbox.models import Message
from bot.shop.coupons.models import Coupon
from bot.shop.members.models import Member
from bot.shop.people.models import Merge, Person
from bot.shop.points.models import PointEntry
from bot.shop.purchases.models import Purchase
from bot.shop.purchases.queries import latest_purchase, purchases_of, spend_since
from bot.shop.purchases.secrecy import hers_to_know, is_secret_from, secrets_of
from bot.shop.refusal import Refused
from bot.usecases.erasing import export
from bot.usecases.merging import merge_people, undo_merge
from bot.usecases.presents import Present
from tests.people import LI, WANG, Day, OpenShop, Phone
from tests.shop.till import Till

SECRET = Present(secret=True)
RING = (("R-9", 1, 520000),)


@pytest.fixture
def wang(shop: OpenShop, day: Day) -> Phone:
    """王姐, whose husband buys with her member code."""
    return shop.member()


@pytest.fixture
def secret(till: Till, wang: Phone) -> str:
    """The receipt of the ring he has bought for her."""
    return till.sells(520000, lines=RING, openid=WANG, present=SECRET, guide="zhouting")


def ends(shop: OpenShop, day: Day, *, days: int = 60) -> int:
    """Let the days pass, and the morning's job do its work; return how many secrets ended."""
    day.passes(days=days)
    with shop.app.app_context():
        return jobs.end_secrets()


def joins(shop: OpenShop, loser: str, winner: str) -> None:
    """Let two records be found to be one person."""
    from_id, to_id = shop.person(loser).id, shop.person(winner).id
    with shop.bot.database.transaction() as db:
        people = db.get_one(Person, from_id), db.get_one(Person, to_id)
        merge_people(db, *people, by="test", why="保密")


def test_nothing_of_it_is_told_before_the_day(shop: OpenShop, secret: str, wang: Phone) -> None:
    assert shop.count(Message) == 0
    told = [
        wang.says(words) for words in ("我的积分", "积分明细", "我的订单", "会员等级", "我的优惠券")
    ]
    assert not [each for each in told if each and ("5,200" in each or "R-9" in each)]
    assert "R-9" not in (wang.says("我要退货") or "")
    assert shop.count(PointEntry) == shop.count(Coupon) == 0
    assert shop.one(Member).level == "regular"


def test_her_store_and_guide_stay_unknown_until_then(shop: OpenShop, secret: str) -> None:
    assert shop.person(WANG).guide is None


def test_on_the_day_it_counts_like_any_other(
    shop: OpenShop, secret: str, wang: Phone, day: Day
) -> None:
    assert ends(shop, day, days=59) == 0
    assert ends(shop, day, days=1) == 1
    lot = shop.one(PointEntry)
    assert (lot.change, lot.expires_on) == (5200, _end_of_month_in_two_years())
    assert "R-9" in (wang.says("我的订单") or "")
    assert ends(shop, day, days=1) == 0


def _end_of_month_in_two_years() -> date:
    today = clock.today()
    first = date(today.year + 2 + today.month // 12, today.month % 12 + 1, 1)
    return first - timedelta(days=1)


def test_the_till_may_name_the_day(shop: OpenShop, till: Till, wang: Phone, day: Day) -> None:
    until = clock.today() + timedelta(days=7)
    till.sells(100000, openid=WANG, present=Present(secret=True, until=until))
    assert ends(shop, day, days=6) == 0
    assert ends(shop, day, days=1) == 1


def test_a_day_too_far_away_is_refused(till: Till, wang: Phone) -> None:
    until = clock.today() + timedelta(days=400)
    with pytest.raises(Refused, match="secret_too_long"):
        till.sells(100000, openid=WANG, present=Present(secret=True, until=until))


def test_her_own_points_do_not_pay_for_her_surprise(till: Till, wang: Phone) -> None:
    till.gives(WANG, 1000)
    code = till.code_of(WANG)
    with pytest.raises(Refused, match="secret_with_points"):
        till.sells(100000, points_used=100, member_code=code, present=SECRET)
    assert till.account(WANG) == (1000, 0)


def test_a_secret_that_came_back_earns_nothing(
    shop: OpenShop, till: Till, secret: str, wang: Phone, day: Day
) -> None:
    till.takes_back(secret)
    assert till.account(WANG) == (0, 0)
    assert ends(shop, day) == 1
    assert till.account(WANG) == (0, 0)
    assert shop.count(Message) == 0


def test_half_of_it_came_back_before_the_day(
    shop: OpenShop, till: Till, wang: Phone, day: Day
) -> None:
    pair = (("E-1", 2, 100000),)
    receipt = till.sells(200000, lines=pair, openid=WANG, present=SECRET)
    till.takes_back(receipt, ("E-1", 1))
    ends(shop, day)
    assert till.account(WANG) == (1000, 0)


def test_who_joins_meanwhile_gets_no_points_for_it_yet(
    shop: OpenShop, till: Till, day: Day
) -> None:
    shop.phone(WANG).follows()
    till.sells(520000, openid=WANG, present=SECRET)
    shop.member()
    assert till.account(WANG) == (0, 0)
    ends(shop, day)
    assert till.account(WANG) == (5200, 0)


def test_her_own_purchase_beside_it_is_thanked_and_told(
    shop: OpenShop, till: Till, secret: str, wang: Phone
) -> None:
    till.sells(88800, lines=(("N-1", 1, 88800),), openid=WANG)
    assert shop.count(Message, Message.kind == "thanks") == 1
    told = wang.says("我的订单") or ""
    assert ("N-1" in told, "R-9" in told) == (True, False)


def test_care_for_it_is_not_due_before_the_day(shop: OpenShop, secret: str, day: Day) -> None:
    journey = shop.bot.journeys["knowledge"]
    step, hers = journey.steps[0], shop.one(Purchase)
    assert hers.person_id is not None
    times = [clock.today() + timedelta(days=days) for days in (21, 84)]
    occasions = [Occasion(journey, step, each, hers.person_id, hers.id) for each in times]
    with shop.bot.database.reading() as db:
        assert still_due(db, occasions) == {occasions[1]}


def test_a_present_for_another_member_is_the_buyers(
    shop: OpenShop, till: Till, wang: Phone
) -> None:
    li = shop.member(LI, name="小李", phone="13911112222")
    wang_id = shop.person(WANG).id
    till.sells(520000, lines=RING, openid=LI, present=Present(member_id=wang_id))
    assert till.account(LI) == (5200, 0)
    assert shop.one(Message, Message.kind == "thanks").key == "thanks.gift"
    assert "R-9" in (li.says("我的订单") or "")
    assert "R-9" not in (wang.says("我的订单") or "")


def test_joining_buyer_and_recipient_before_the_day_tells_nothing(
    shop: OpenShop, till: Till, wang: Phone, day: Day
) -> None:
    shop.member(LI, name="小李", phone="13911112222")
    till.sells(520000, lines=RING, openid=LI, present=Present(member_id=shop.person(WANG).id))
    joins(shop, LI, WANG)
    assert shop.one(Message, Message.kind == "thanks").state == "skipped"
    told = [wang.says(words) or "" for words in ("我的订单", "积分明细")]
    assert not [each for each in told if "R-9" in each or "5,200.00" in each or "购物" in each]
    ends(shop, day)
    assert "R-9" in (wang.says("我的订单") or "")
    assert till.account(WANG) == (5200, 0)


def test_a_recipient_who_is_joined_to_another_record_is_still_kept_out(
    shop: OpenShop, till: Till, wang: Phone
) -> None:
    shop.member(LI, name="小李", phone="13911112222")
    shop.phone("oWangSecond").follows()
    second = shop.person("oWangSecond").id
    till.sells(520000, lines=RING, openid=LI, present=Present(member_id=second))
    joins(shop, "oWangSecond", WANG)
    assert shop.one(Purchase).recipient_id == shop.person(WANG).id
    merge = shop.one(Merge)
    shop.bot.database.run(lambda db: undo_merge(db, merge.id, by="test"))
    assert shop.one(Purchase).recipient_id == second


def test_who_is_named_on_her_own_account_did_not_buy_it_herself(
    shop: OpenShop, till: Till, wang: Phone
) -> None:
    till.sells(520000, lines=RING, openid=WANG, present=Present(openid=WANG))
    hers = shop.one(Purchase)
    assert (hers.gift, hers.recipient_id) == (False, hers.person_id)
    assert "R-9" not in (wang.says("我的订单") or "")


def test_a_recipient_nobody_knows_makes_no_record(shop: OpenShop, till: Till, wang: Phone) -> None:
    before = shop.count(Person)
    till.sells(520000, openid=WANG, present=Present(phone="13700001111"), gift=True)
    assert shop.count(Person) == before
    assert shop.one(Message, Message.kind == "thanks").key == "thanks.gift"


def test_what_she_is_given_of_her_data_leaves_it_out(shop: OpenShop, secret: str) -> None:
    her_id = shop.person(WANG).id
    with shop.bot.database.reading() as db:
        told = str(export(db, her_id))
    assert secret not in told
    assert "R-9" not in told


def test_python_and_sql_say_the_same(shop: OpenShop, till: Till, secret: str) -> None:
    till.sells(100, openid=WANG)
    till.sells(100)
    for today in (clock.today(), clock.today() + timedelta(days=60)):
        with shop.bot.database.reading() as db:
            known = set(db.scalars(select(Purchase.id).where(hers_to_know(today))))
            each = db.scalars(select(Purchase)).all()
            assert known == {p.id for p in each if not is_secret_from(p, p.person_id, today)}


def test_every_reader_of_purchases_keeps_it(shop: OpenShop, secret: str) -> None:
    her_id, today = shop.person(WANG).id, clock.today()
    with shop.bot.database.reading() as db:
        assert latest_purchase(db, her_id) is None
        assert purchases_of(db, her_id) == []
        assert spend_since(db, her_id, today) == 0
        assert secrets_of(db, [her_id], today) == {her_id: today + timedelta(days=60)}
