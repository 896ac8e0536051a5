"""Two records become one: what WeChat counts for both counts for her, and she is greeted once."""

import pytest
from alembic import command

from bot import clock
from bot.db import connect
from bot.journeys.planning import plan
from bot.lunar import Birthday
from bot.outbox.mass.quotas import debit
from bot.outbox.models import DoorGrant, Message, ReminderCredit
from bot.outbox.reminders import add_yes, take_yes
from bot.shop.members.actions import keep_birthday
from bot.shop.members.models import Member
from bot.usecases.merging import undo_merge
from tests.databases import config_of
from tests.people import LI, LI_PHONE, WANG, Day, OpenShop
from tests.shop.test_who_is_who import merges

CLEANING = "T-cleaning"


@pytest.fixture(autouse=True)
def _both(shop: OpenShop) -> None:
    """王姐 has two records, with two WeChats."""
    shop.member(WANG)
    shop.member(LI, name="王姐", phone=LI_PHONE)


def says_yes(shop: OpenShop, openid: str, times: int) -> None:
    her_id = shop.person(openid).id
    with shop.bot.database.transaction() as db:
        add_yes(db, her_id, CLEANING, count=times)


def uses_yes(shop: OpenShop, openid: str) -> bool:
    her_id = shop.person(openid).id
    with shop.bot.database.transaction() as db:
        return take_yes(db, her_id, CLEANING)


def hears(shop: OpenShop, openid: str, times: int) -> int:
    """Send her so many texts for many; return how many went."""
    her_id = shop.person(openid).id
    with shop.bot.database.transaction() as db:
        return sum(len(debit(db, [her_id], clock.now())) for _ in range(times))


def yeses(shop: OpenShop) -> dict[int, int]:
    """Return how many reminders each has said yes to and not used."""
    return {row.person_id: row.left for row in shop.rows(ReminderCredit)}


def texts_left(shop: OpenShop) -> dict[int, int]:
    """Return how many texts for many each may still get this month."""
    return {row.person_id: row.left for row in shop.rows(DoorGrant, DoorGrant.cause == "mass")}


def undoes(shop: OpenShop, merge_id: int) -> None:
    shop.bot.database.run(lambda db: undo_merge(db, merge_id, by="李敏"))


def test_her_yeses_go_with_her_and_come_back_less_what_was_used(shop: OpenShop) -> None:
    her_id, other = shop.person(WANG).id, shop.person(LI).id
    says_yes(shop, WANG, 1)
    says_yes(shop, LI, 2)
    merge_id = merges(shop, LI, WANG)
    assert yeses(shop) == {her_id: 3, other: 0}
    assert [uses_yes(shop, WANG) for _ in range(2)] == [True, True]
    undoes(shop, merge_id)
    assert yeses(shop) == {her_id: 0, other: 1}


def test_the_months_count_is_the_larger_of_both_and_parts_again(shop: OpenShop) -> None:
    her_id, other = shop.person(WANG).id, shop.person(LI).id
    hears(shop, WANG, 1)
    hears(shop, LI, 2)
    merge_id = merges(shop, LI, WANG)
    assert hears(shop, WANG, 1) == 1
    undoes(shop, merge_id)
    assert texts_left(shop) == {her_id: 2, other: 1}


def test_who_heard_four_under_one_record_hears_no_fifth_under_the_other(shop: OpenShop) -> None:
    hears(shop, LI, 4)
    merges(shop, LI, WANG)
    assert hears(shop, WANG, 1) == 0


def test_a_new_month_counts_anew_and_still_parts(shop: OpenShop, day: Day) -> None:
    hears(shop, LI, 4)
    merge_id = merges(shop, LI, WANG)
    day.passes(days=31)
    assert hears(shop, WANG, 3) == 3
    undoes(shop, merge_id)
    assert (hears(shop, WANG, 4), hears(shop, LI, 4)) == (1, 1)


def keeps_birthday_today(shop: OpenShop) -> None:
    """Let both records know her birthday."""
    day = clock.today()
    with shop.bot.database.transaction() as db:
        for openid in (WANG, LI):
            member = db.get_one(Member, shop.person(openid).id)
            keep_birthday(db, member, Birthday("solar", day.month, day.day))


def greets(shop: OpenShop, day: Day, *journeys: str) -> list[str]:
    """Plan and send on her birthday; return what became of each greeting."""
    bot = shop.bot
    plan(bot.database, {word: bot.journeys[word] for word in journeys}, clock.now())
    day.passes(minutes=1)
    bot.post.deliver_all()
    return [row.state for row in shop.rows(Message, Message.journey.in_(journeys))]


def test_who_was_two_is_wished_a_happy_birthday_once(shop: OpenShop, day: Day) -> None:
    day.is_at(9, 30)
    keeps_birthday_today(shop)
    merge_id = merges(shop, LI, WANG)
    assert len(greets(shop, day, "birthday")) == 1
    undoes(shop, merge_id)
    assert [row.status for row in shop.rows(Member)] == ["member", "member"]


def test_who_becomes_one_on_her_birthday_hears_one_of_two_planned_wishes(
    shop: OpenShop, day: Day
) -> None:
    day.is_at(9, 30)
    keeps_birthday_today(shop)
    plan(shop.bot.database, {"birthday": shop.bot.journeys["birthday"]}, clock.now())
    assert shop.count(Message, Message.journey == "birthday") == 2
    merges(shop, LI, WANG)
    assert sorted(greets(shop, day, "birthday")) == ["skipped", "waiting"]  # for her to write


def test_who_was_merged_while_both_memberships_went_on_is_wished_once(
    shop: OpenShop, day: Day
) -> None:
    day.is_at(9, 30)
    keeps_birthday_today(shop)
    other = shop.person(LI).id
    merges(shop, LI, WANG)
    with shop.bot.database.transaction() as db:  # as merges left it before
        db.get_one(Member, other).status = "member"
    with connect(shop.bot.settings).begin() as connection:
        command.downgrade(config_of(connection), "0032")
        command.upgrade(config_of(connection), "head")
    assert len(greets(shop, day, "birthday")) == 1
    assert shop.members() == 1
