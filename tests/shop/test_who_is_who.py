"""Who is who: a phone is hers when it is proved, and two records of one person become one."""

from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import clock, jobs
from bot.outbox.actions import queue
from bot.outbox.models import Message
from bot.shop.consent.models import Consent
from bot.shop.members.models import Member
from bot.shop.people.actions import living, lock_person
from bot.shop.people.models import Identity, Merge, Person
from bot.shop.points.models import PointAccount, PointEntry
from bot.shop.purchases.models import Purchase
from bot.shop.refusal import Refused
from bot.shop.tasks.models import Task
from bot.usecases.merging import merge_people, undo_merge
from tests.people import LI, LI_PHONE, WANG, WANG_PHONE, Day, OpenShop, at_once
from tests.shop.till import Till

KEPT = (Identity, Purchase, PointEntry, PointAccount, Message, Task, Member, Consent)


@pytest.fixture(autouse=True)
def _wang(shop: OpenShop) -> None:
    """王姐 is a member; her phone is a claim only."""
    shop.member(WANG)


def picture_of(shop: OpenShop) -> list[str]:
    """Return what every row of the shop's people says, but for the journal."""
    rows: list[str] = []
    for table in (Person, *KEPT):
        for row in shop.rows(table):
            values = {c.key: getattr(row, c.key) for c in table.__mapper__.columns}
            rows.append(f"{table.__tablename__} {values}")
    return [row for row in rows if "'balance': 0, 'debt': 0" not in row]


def test_who_claims_a_phone_sees_nothing_of_what_is_under_it(till: Till, shop: OpenShop) -> None:
    till.sells(1280_00, phone=WANG_PHONE)
    assert till.account(WANG) == (0, 0)
    heard = f"{shop.phone(WANG).says('我的积分')} {shop.phone(WANG).says('积分怎么来的')}"
    assert "1,280" not in heard
    assert "1280" not in heard


def test_a_proved_phone_brings_its_purchases_and_their_points(till: Till, shop: OpenShop) -> None:
    till.sells(1280_00, phone=WANG_PHONE)
    proved = till.checks(till.code_of(WANG), WANG_PHONE)
    assert isinstance(proved, Person)
    assert till.account(WANG) == (1280, 0)
    assert shop.person(WANG).phone_state == "verified"
    assert "1,280" in str(shop.phone(WANG).says("我的积分"))


@pytest.mark.parametrize(
    ("phone", "reason"), [(LI_PHONE, "binding_other_phone"), ("", "binding_other_phone")]
)
def test_a_phone_she_did_not_claim_is_not_hers(till: Till, phone: str, reason: str) -> None:
    assert till.checks(till.code_of(WANG), phone) == reason


def test_a_code_proves_one_phone_as_often_as_it_is_shown(till: Till, shop: OpenShop) -> None:
    code = till.code_of(WANG)
    for _ in range(2):
        assert isinstance(till.checks(f"{code[:4]} {code[4:]}", WANG_PHONE), Person)
    assert till.checks(code, LI_PHONE) == "code_used"
    assert shop.count(Merge) == 0


def test_a_code_lives_ten_minutes(till: Till, day: Day) -> None:
    code = till.code_of(WANG)
    day.passes(minutes=10, seconds=1)
    assert till.checks(code, WANG_PHONE) == "code_too_old"
    assert till.checks("800000000000", WANG_PHONE) == "code_unknown"


def test_a_phone_that_another_follower_has_proved_is_not_taken(till: Till, shop: OpenShop) -> None:
    shop.member(LI, name="小李", phone=WANG_PHONE)
    till.checks(till.code_of(WANG), WANG_PHONE)
    assert till.checks(till.code_of(LI), WANG_PHONE) == "binding_owned"
    assert shop.person(WANG).phone_state == "verified"


def test_of_two_that_prove_one_phone_at_once_one_gets_it(till: Till, shop: OpenShop) -> None:
    till.sells(500_00, phone=WANG_PHONE)
    shop.member(LI, name="小李", phone=WANG_PHONE)
    codes = till.code_of(WANG), till.code_of(LI)
    told = at_once(*[partial(till.checks, code, WANG_PHONE) for code in codes])
    assert sorted(isinstance(each, Person) for each in told) == [False, True]
    assert "binding_owned" in told
    assert sorted([till.account(WANG)[0], till.account(LI)[0]]) == [0, 500]
    assert shop.count(Merge) == 1


def test_one_code_checked_at_two_tills_at_once_counts_once(till: Till, shop: OpenShop) -> None:
    till.sells(500_00, phone=WANG_PHONE)
    code = till.code_of(WANG)
    told = at_once(*[partial(till.checks, code, WANG_PHONE)] * 4)
    assert all(isinstance(each, Person) for each in told)
    assert till.account(WANG) == (500, 0)
    assert shop.count(Merge) == 1


def test_an_old_number_answers_for_the_person_she_is_now(till: Till, shop: OpenShop) -> None:
    till.sells(500_00, phone=WANG_PHONE)
    old = shop.one(Person, Person.phone_state == "till").id
    till.checks(till.code_of(WANG), WANG_PHONE)
    till.sells(100_00, member_id=old)
    till.sells(100_00, phone=WANG_PHONE)
    with shop.bot.database.reading() as db:
        found = living(db, old)
        assert found
        assert found.id == shop.person(WANG).id
    assert till.account(WANG) == (700, 0)


def test_an_undone_merge_leaves_every_row_as_it_was(till: Till, shop: OpenShop) -> None:
    shop.member(LI, name="小李", phone=LI_PHONE)
    receipt = till.sells(900_00, openid=LI, guide="zhouting")
    till.spends(LI, 700)
    till.takes_back(receipt)
    till.gives(LI, 50)
    till.sells(70_00, openid=WANG)
    before = picture_of(shop)
    merge_id = merges(shop, LI, WANG)
    assert picture_of(shop) != before
    till.account(WANG)
    shop.bot.database.run(lambda db: undo_merge(db, merge_id, by="李敏"))
    assert picture_of(shop) == before
    assert till.account(LI)[1] == 650


def test_a_merge_is_undone_once(till: Till, shop: OpenShop) -> None:
    merge_id = merges(shop, shop.member(LI, phone=LI_PHONE).openid, WANG)
    shop.bot.database.run(lambda db: undo_merge(db, merge_id, by="李敏"))
    with pytest.raises(Refused, match="merge_undone"):
        shop.bot.database.run(lambda db: undo_merge(db, merge_id, by="李敏"))


def test_a_merge_whose_points_were_spent_is_not_undone(till: Till, shop: OpenShop) -> None:
    shop.member(LI, name="小李", phone=LI_PHONE)
    till.gives(LI, 50)
    merge_id = merges(shop, LI, WANG)
    till.spends(WANG, 50)
    with pytest.raises(Refused, match="merge_spent"):
        shop.bot.database.run(lambda db: undo_merge(db, merge_id, by="李敏"))


def test_two_that_are_merged_while_both_hear_from_us_are_merged(till: Till, shop: OpenShop) -> None:
    shop.member(LI, name="小李", phone=LI_PHONE)
    ids = [shop.person(openid).id for openid in (LI, WANG)]
    with shop.bot.database.transaction() as db:
        for each in ids:
            queue(db, each, "common.words", {}, kind="reply", purpose="reply", dedupe=f"d{each}")
        for message in db.scalars(select(Message)):
            message.claimed_until = clock.real_now() + timedelta(seconds=60)
    merges(shop, LI, WANG)
    with shop.bot.database.transaction() as db:
        for message in db.scalars(select(Message)):
            message.claimed_until = clock.real_now() - timedelta(seconds=1)
    shop.bot.post.deliver_all()
    assert {message.person_id for message in shop.rows(Message)} == {ids[1]}
    assert {message.state for message in shop.rows(Message)} == {"uncertain"}


def test_who_left_with_her_old_wechat_is_not_forgotten_with_the_new_one(
    till: Till, shop: OpenShop, day: Day
) -> None:
    old = shop.member(LI, phone=WANG_PHONE)
    till.checks(till.code_of(LI), WANG_PHONE)
    old.leaves()
    till.checks(till.code_of(WANG), WANG_PHONE)
    day.passes(hours=25)
    with shop.app.app_context():
        jobs.forget_left()
    assert shop.person(WANG).name == "王姐"
    assert shop.one(Member, Member.person_id == shop.person(WANG).id).status == "member"
    assert not shop.knows(LI)


def test_a_buyer_who_is_new_at_three_tills_at_once_is_one_person(
    till: Till, shop: OpenShop
) -> None:
    at_once(*[partial(till.sells, 100_00, phone="13600000000") for _ in range(3)])
    assert shop.count(Person, Person.phone_state == "till") == 1
    assert shop.count(Purchase) == 3


def merges(shop: OpenShop, loser: str, winner: str) -> int:
    """Merge two people as staff may; return the merge's number."""
    her, other = shop.person(winner).id, shop.person(loser).id

    def merge(db: Session) -> int:
        kept, gone = lock_person(db, her), lock_person(db, other)
        assert kept
        assert gone
        return merge_people(db, gone, kept, by="李敏").id

    return shop.bot.database.run(merge)
